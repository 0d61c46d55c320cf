"""Notices of lamps: one for each unit and rule, told once, and again only when it grows.

A unit that has not reported is told that alone: what its figures say waits until they are there.
A silence keeps notices back until its day; one of a task or a section keeps that out of them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.lamps import lamps
from ballast_web.kernel.lists import as_text, decoded
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_notices
from ballast_web.supervision.models import Notice, Silence, Task
from ballast_web.supervision.silent import Silences, covers, holding
from ballast_web.supervision.states import RUNNING, Lamp

#: The rule whose notice holds back those that rest on figures.
UNREPORTED = "not-reported"
RESTING_ON_FIGURES = frozenset({"behind", "far-behind"})
#: A notice that goes on is told again after so many days, not before.
AGAIN_AFTER = timedelta(days=7)
BATCH = 500
_FIELDS = ("tasks", "lamp", "label", "last_on", "told_on", "read_at", "held_back", "ended_on")
#: A task that a rule lights, the section that it belongs to, and its region.
_Known = tuple[int, str, str]
_Lit = dict[tuple[int, str], list[_Known]]
_Units = QuerySet[Organisation]


def tell(day: date, units: _Units | None = None) -> int:
    """Bring the open notices, or those of some units, in line with the lamps. In `writing`.

    Returns how many are told today.
    """
    lit, silent = _lit(units), holding(day)
    rows = Notice.objects.filter(ended_on__isnull=True)
    open_ = {(each.unit_id, each.rule): each for each in _of(rows, units)}
    new, changed = [], []
    for key in lit:
        notice = open_.pop(key, None)
        tasks, held = _held_back(key, lit, silent)
        if notice is None:
            new.append(_new(key, tasks, day, held))
        elif _continued(notice, tasks, day, held):
            changed.append(notice)
    for notice in open_.values():
        notice.ended_on = day
    changed += open_.values()
    Notice.objects.bulk_create(new, batch_size=BATCH)
    # As new rows that are there already: bulk_update writes a CASE for every field of every row.
    Notice.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_FIELDS,
    )
    return sum(notice.told_on == day for notice in (*new, *changed) if not notice.ended_on)


def _of(rows: QuerySet[Any], units: _Units | None) -> QuerySet[Any]:
    return rows if units is None else rows.filter(unit__in=units.order_by().values("pk"))


def _lit(of: _Units | None) -> _Lit:
    """The tasks for which each rule lights, by unit and rule."""
    found: _Lit = defaultdict(list)
    rows = Task.objects.filter(state__in=RUNNING, lamp__in=[Lamp.RED, Lamp.YELLOW]).order_by("pk")
    read = _of(rows, of).values_list("unit_id", "pk", "section", "region", as_text("lit"))
    for unit, pk, section, region, rules in read.iterator():
        for rule in decoded(rules):
            found[unit, rule].append((pk, section, region))
    return found


def _held_back(key: tuple[int, str], lit: _Lit, silent: Silences) -> tuple[list[int], str]:
    """The tasks that a notice is about, and why it is not told; empty where it is.

    What is silent is left out, unless nothing else is lit.
    """
    unit, rule = key
    until = _silent_until_days(silent, key, lit[key])
    loud = [task for task, *_ in lit[key] if task not in until]
    if not loud:
        return [task for task, *_ in lit[key]], f"静默至{min(until.values())}"
    if rule in RESTING_ON_FIGURES and (unit, UNREPORTED) in lit:
        return loud, "该单位尚未填报，待填报后再判断"
    return loud, ""


def _silent_until_days(
    silent: Silences, key: tuple[int, str], tasks: list[_Known]
) -> dict[int, date]:
    """The last day on which nothing is told of a task for a rule, of those that are silent."""
    over = {region: _over(silent, key, region) for region in {each[2] for each in tasks}}
    return {
        task: silence.until
        for task, section, region in tasks
        for silence in over[region]
        if covers(silence, task, section)
    }


def _over(silent: Silences, key: tuple[int, str], region: str) -> list[Silence]:
    """The silences of a unit's tasks in a region for a rule, the longest last."""
    unit, rule = key
    found = [each for each in silent.over(unit, region) if each.rule in ("", rule)]
    return sorted(found, key=_until)


def _until(silence: Silence) -> date:
    return silence.until


def _new(key: tuple[int, str], tasks: list[int], day: date, held: str) -> Notice:
    unit, rule = key
    text = texts()[rule]
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


def texts() -> dict[str, tuple[str, str]]:
    """What each rule is called, and which lamp it lights."""
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
