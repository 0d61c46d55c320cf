"""Notices of lamps: one for each unit and rule, told once, and again only when it grows.

A unit that has not reported is told that alone: what its figures say waits until they are there.
A silence keeps notices back until its day.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_notices, access_units
from ballast_web.supervision.models import Notice, Silence, Task
from ballast_web.supervision.services.lighting import lamps
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.states import RUNNING, SUPERVISORS, Lamp

#: The rule whose notice holds back those that rest on figures.
UNREPORTED = "not-reported"
RESTING_ON_FIGURES = frozenset({"behind", "far-behind"})
#: A notice that goes on is told again after so many days, not before.
AGAIN_AFTER = timedelta(days=7)
BATCH = 500
_FIELDS = ("tasks", "lamp", "label", "last_on", "told_on", "read_at", "held_back", "ended_on")
_Lit = dict[tuple[int, str], list[int]]


def tell(day: date) -> int:
    """Bring the open notices in line with the lamps; how many are told today. In `writing`."""
    lit, silent = _lit(), _silences(day)
    open_ = {
        (each.unit_id, each.rule): each for each in Notice.objects.filter(ended_on__isnull=True)
    }
    new, changed = [], []
    for key, tasks in lit.items():
        notice = open_.pop(key, None)
        held = _held_back(key, lit, silent)
        if notice is None:
            new.append(_new(key, tasks, day, held))
        elif _continued(notice, tasks, day, held):
            changed.append(notice)
    for notice in open_.values():
        notice.ended_on = day
    changed += open_.values()
    Notice.objects.bulk_create(new, batch_size=BATCH)
    Notice.objects.bulk_update(changed, _FIELDS, batch_size=BATCH)
    return sum(notice.told_on == day for notice in (*new, *changed) if not notice.ended_on)


def _lit() -> _Lit:
    """The tasks for which each rule lights, by unit and rule."""
    found: _Lit = defaultdict(list)
    rows = Task.objects.filter(state__in=RUNNING, lamp__in=[Lamp.RED, Lamp.YELLOW])
    for unit, pk, rules in rows.order_by("pk").values_list("unit_id", "pk", "lit").iterator():
        for rule in rules:
            found[unit, rule].append(pk)
    return found


def _silences(day: date) -> dict[tuple[int, str], Silence]:
    return {(each.unit_id, each.rule): each for each in Silence.objects.filter(until__gte=day)}


def _held_back(key: tuple[int, str], lit: _Lit, silent: dict[tuple[int, str], Silence]) -> str:
    """Why a notice is not told; empty where it is."""
    unit, rule = key
    silence = silent.get(key) or silent.get((unit, ""))
    if silence is not None:
        return f"静默至{silence.until}"
    if rule in RESTING_ON_FIGURES and (unit, UNREPORTED) in lit:
        return "该单位尚未填报，待填报后再判断"
    return ""


def _new(key: tuple[int, str], tasks: list[int], day: date, held: str) -> Notice:
    unit, rule = key
    text = _texts()[rule]
    return Notice(
        unit_id=unit,
        rule=rule,
        label=text[0],
        lamp=text[1],
        tasks=tasks,
        first_on=day,
        last_on=day,
        told_on=None if held else day,
        held_back=held,
    )


def _texts() -> dict[str, tuple[str, str]]:
    return {each.name: (each.written.label, each.written.lamp) for each in lamps().rules}


def _continued(notice: Notice, tasks: list[int], day: date, held: str) -> bool:
    """Carry a notice on; whether anything about it is to be written."""
    grown = bool(set(tasks) - set(notice.tasks))
    due = notice.told_on is None or grown or day - notice.told_on >= AGAIN_AFTER
    tell_now = due and not held and notice.told_on != day
    if tasks == notice.tasks and held == notice.held_back and not tell_now:
        return False
    notice.tasks, notice.last_on, notice.held_back = tasks, day, held
    if tell_now:
        notice.told_on, notice.read_at = day, None
    return True


def waiting(acting: Acting) -> Q:
    """Which of the notices that `acting` sees are to be read by their own unit."""
    return Q(unit=acting.organisation, ended_on__isnull=True, held_back="", read_at__isnull=True)


def read(acting: Acting, notice: Notice) -> None:
    """Somebody of the unit has seen it. Raises NotHere."""
    with writing(acting) as log:
        mine = access_notices(acting).filter(unit=acting.organisation)
        found = mine.filter(pk=notice.pk, read_at__isnull=True)
        if not found.update(read_at=now()):
            raise NotHere(what="这条待阅的预警提示")
        log.note("notice.read", notice)


def silence(
    acting: Acting, unit: Organisation, until: date, reason: str, rule: str = ""
) -> Silence:
    """Tell a unit nothing, of one rule or at all, until a day. Raises BadValue, ReasonNeeded."""
    acting.must_be(SUPERVISORS, "设置静默")
    said = needed(reason, "设置静默")
    if until < today():
        raise BadValue(field="静默至", given=f"{until}", allowed="今天或以后的日期")
    if rule and rule not in _texts():
        raise BadValue(field="规则", given=rule, allowed="、".join(sorted(_texts())))
    with writing(acting) as log:
        if not access_units(acting).filter(pk=unit.pk).exists():
            raise NotHere(what="这个单位")
        made = Silence.objects.create(
            unit=unit, rule=rule, until=until, reason=said, person=acting.person, at=now()
        )
        log.note("notices.silenced", made, unit=unit.code, rule=rule, until=until)
    return made
