"""Silences: units are told nothing for a while, of everything, a rule, a task or a section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.push.regions import chosen
from ballast_web.supervision.access import (
    access_silences,
    access_tasks,
    access_units,
    reaches_beyond,
)
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Silence, SilenceReach, Task
from ballast_web.supervision.services.noticing import tell, texts
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.silent import reached
from ballast_web.supervision.states import SUPERVISORS


def silence(
    acting: Acting,
    units: Sequence[Organisation],
    until: date,
    reason: str,
    rule: str = "",
    *,
    regions: Sequence[str] = (),
    task: Task | None = None,
    section: str = "",
) -> Silence:
    """Tell units, and all units of regions, nothing until a day: of one rule, task, section or all.

    A section alone is silent in the whole territory. Raises NotAllowed, NotHere, BadValue,
    ReasonNeeded.
    """
    acting.must_be(SUPERVISORS, "设置静默")
    said = needed(reason, "设置静默")
    if until < today():
        raise BadValue(field="静默至", given=f"{until}", allowed="今天或以后的日期")
    if rule and rule not in texts():
        raise BadValue(field="规则", given=rule, allowed="、".join(sorted(texts())))
    with writing(acting) as log:
        places = _places(acting, units, regions, section)
        _its_own(acting, units, places, task, section)
        made = Silence.objects.create(
            rule=rule,
            task=task,
            section=section,
            until=until,
            reason=said,
            person=acting.person,
            at=now(),
        )
        _reach(made, units, places)
        of = {"task": task.number if task else "", "section": section}
        to = {"units": [each.code for each in units], "regions": places}
        log.note("notices.silenced", made, rule=rule, until=until, **to, **of)
        tell(today(), reached(made))
    return made


def _places(
    acting: Acting, units: Sequence[Organisation], regions: Sequence[str], section: str
) -> list[str]:
    """The beginnings of the regions meant. Raises BadValue for those outside the territory."""
    territory = acting.organisation.territory if acting.organisation else ""
    if not (units or regions or section):
        raise BadValue(field="静默对象", given="未选择", allowed="至少一个地区或单位")
    return chosen(territory, regions, today()) if regions or not units else []


def _reach(made: Silence, units: Sequence[Organisation], places: Sequence[str]) -> None:
    """Write down for whom it is; a unit of a region that is meant need not be named too."""
    named = {each.pk: each for each in units if not each.region.startswith(tuple(places) or "-")}
    rows = [SilenceReach(silence=made, unit=each) for each in named.values()]
    rows += [SilenceReach(silence=made, region=each) for each in places]
    SilenceReach.objects.bulk_create(rows)


def _its_own(
    acting: Acting,
    units: Sequence[Organisation],
    places: Sequence[str],
    task: Task | None,
    section: str,
) -> None:
    """Raises NotHere for a unit out of reach, BadValue for what those meant do not have."""
    keys = {each.pk for each in units}
    if access_units(acting).filter(pk__in=keys).count() != len(keys):
        raise NotHere(what="这个单位")
    if task is not None and section:
        raise BadValue(field="板块", given=section, allowed="指定了任务的，不再指定板块")
    names = "、".join(each.name for each in units)
    if task is not None and (places or keys != {task.unit_id}):
        raise BadValue(field="任务", given=task.number, allowed=f"责任单位为{names}的任务")
    if section and not _has(acting, keys, places, section):
        raise BadValue(field="板块", given=section, allowed=f"{names}有任务的板块")


def _has(acting: Acting, keys: set[int], places: Sequence[str], section: str) -> bool:
    """Whether any unit meant has a task of the section."""
    asked = Q(unit__in=keys)
    for each in places:
        asked |= Q(region__startswith=each)
    return access_tasks(acting).filter(asked, section=section).exists()


def end_silence(acting: Acting, held: Silence, reason: str) -> Silence:
    """Let the units be told again, at once. One that reaches beyond the territory is ended above.

    Raises NotAllowed, NotHere, StillOpen, ReasonNeeded.
    """
    acting.must_be(SUPERVISORS, "结束静默")
    said = needed(reason, "提前结束静默")
    with writing(acting) as log:
        rows = access_silences(acting).filter(pk=held.pk)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise NotHere(what="这条静默")
        if reaches_beyond(acting).filter(silence=found).exists():
            role = acting.role.label if acting.role else ""
            raise NotAllowed(role=role, what="结束涉及其他地区的静默")
        if found.ended_at is not None or found.until < today():
            raise StillOpen(action="结束静默", why="它已经结束")
        found.ended_at, found.ended_by, found.ended_why = now(), acting.person, said
        found.save(update_fields=["ended_at", "ended_by", "ended_why"])
        log.note("notices.unsilenced", found, reason=said)
        tell(today(), reached(found))
    held.refresh_from_db()
    return held
