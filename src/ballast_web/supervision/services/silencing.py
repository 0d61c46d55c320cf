"""Silences: a unit is told nothing for a while, of everything, a rule, a task or a section."""

from __future__ import annotations

from datetime import date

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_silences, access_tasks, access_units
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Silence, Task
from ballast_web.supervision.services.noticing import tell, texts
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.states import SUPERVISORS


def silence(
    acting: Acting,
    unit: Organisation,
    until: date,
    reason: str,
    rule: str = "",
    *,
    task: Task | None = None,
    section: str = "",
) -> Silence:
    """Tell a unit nothing, of one rule, task or section or at all, until a day.

    Raises NotAllowed, NotHere, BadValue, ReasonNeeded.
    """
    acting.must_be(SUPERVISORS, "设置静默")
    said = needed(reason, "设置静默")
    if until < today():
        raise BadValue(field="静默至", given=f"{until}", allowed="今天或以后的日期")
    if rule and rule not in texts():
        raise BadValue(field="规则", given=rule, allowed="、".join(sorted(texts())))
    with writing(acting) as log:
        _its_own(acting, unit, task, section)
        made = Silence.objects.create(
            unit=unit,
            rule=rule,
            task=task,
            section=section,
            until=until,
            reason=said,
            person=acting.person,
            at=now(),
        )
        of = {"task": task.number if task else "", "section": section}
        log.note("notices.silenced", made, unit=unit.code, rule=rule, until=until, **of)
        tell(today(), unit)
    return made


def _its_own(acting: Acting, unit: Organisation, task: Task | None, section: str) -> None:
    """Raises NotHere for a unit out of reach, BadValue for what the unit does not have."""
    if not access_units(acting).filter(pk=unit.pk).exists():
        raise NotHere(what="这个单位")
    if task is not None and section:
        raise BadValue(field="板块", given=section, allowed="指定了任务的，不再指定板块")
    tasks = access_tasks(acting).filter(unit=unit)
    if task is not None and not tasks.filter(pk=task.pk).exists():
        raise BadValue(field="任务", given=task.number, allowed=f"责任单位为{unit.name}的任务")
    if section and not tasks.filter(section=section).exists():
        raise BadValue(field="板块", given=section, allowed=f"{unit.name}有任务的板块")


def end_silence(acting: Acting, held: Silence, reason: str) -> Silence:
    """Let the unit be told again, at once. Raises NotAllowed, NotHere, StillOpen, ReasonNeeded."""
    acting.must_be(SUPERVISORS, "结束静默")
    said = needed(reason, "提前结束静默")
    with writing(acting) as log:
        rows = access_silences(acting).filter(pk=held.pk)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotHere(what="这条静默")
        if found.ended_at is not None or found.until < today():
            raise StillOpen(action="结束静默", why="它已经结束")
        found.ended_at, found.ended_by, found.ended_why = now(), acting.person, said
        found.save(update_fields=["ended_at", "ended_by", "ended_why"])
        log.note("notices.unsilenced", found, unit=found.unit.code, reason=said)
        tell(today(), found.unit)
    held.refresh_from_db()
    return held
