"""A night over many tasks leaves what each of them shows when it is looked at."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ballast_web.kernel.acting import platform
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import LampChange, Notice, Silence, SilenceReach, Task
from ballast_web.supervision.services import lighting, noticing, shown

pytestmark = pytest.mark.usefixtures("on_the_day")
TODAY = date(2022, 10, 31)
NIGHTS = 3
#: Tasks of two units, and of a third, each of which is silent for some days.
MANY, FEW = 30, 6
SEASONS = ([], [1, 0, 2, 3, 1, 1, 1, 1, 1, 2, 4, 5])
UNREPORTED = "该单位尚未填报，待填报后再判断"


def some(chance: random.Random) -> dict[str, object]:
    """What a task may hold that its lamp asks for."""
    kind = chance.choice(["target", "work", "duty"])
    begun = date(2022, 1, 1) + timedelta(chance.randrange(120))
    dated = chance.random() < 0.9
    fields = {
        "kind": kind,
        "section": chance.choice(["一、保主体", "二、扩内需"]),
        "starts_on": chance.choice([None, begun, begun]),
        "due": TODAY + timedelta(chance.randrange(-5, 60)) if dated else None,
        "months": chance.choice(SEASONS),
        "progress": chance.choice([None, Decimal(chance.randrange(101)) / 100]),
        "figure": chance.choice([None, Decimal(chance.randrange(4000, 6000))]),
        "comparator": chance.choice(["=", ">", ">=", ""]),
        "state": chance.choice(["issued", "accepted", "submitted", "closed", "proposed"]),
        "accepted_on": chance.choice([None, date(2022, 4, 6)]),
        "reports_missing": chance.choice([0, 0, 2]),
        "periods_missed": chance.randrange(3),
        "questions_open": chance.choice([0, 0, 1]),
        "order_overdue": chance.random() < 0.1,
    }
    if kind == "duty":
        fields |= {"every": "month", "at_least": 1}
    return fields


def night(day):
    with writing(platform("测试")):
        for rows in lighting.batches():
            lighting.light(rows, day)
        return noticing.tell(day)


def changed(chance, keys):
    """A third of the tasks are otherwise a day later."""
    for key in chance.sample(keys, len(keys) // 3):
        fields = some(chance)
        if fields["kind"] != "duty":
            fields |= {"every": "", "at_least": None}
        Task.objects.filter(pk=key).update(**fields)


def held(task: Task) -> tuple[str, list[str], list[str]]:
    return task.lamp, task.lit, task.missing


def told_by(task: Task, day: date) -> tuple[str, list[str], list[str]]:
    found = shown(task, day)
    return found.lamp, [each.rule for each in found.lit], list(found.missing)


def silence(reach: dict, **fields) -> None:
    at = datetime(2022, 10, 30, 8, tzinfo=UTC)
    made = Silence.objects.create(reason="试", at=at, **fields)
    SilenceReach.objects.create(silence=made, **reach)


@pytest.fixture(params=range(3))
def province(request, make_task, monkeypatch):
    """Tasks of three units, some with silences, lit in batches of a few."""
    chance = random.Random(request.param)  # noqa: S311 - the same tasks at every run
    monkeypatch.setattr(lighting, "BATCH", 7)
    codes = ["440000-industry_and_it", "440100-government"]
    tasks = [make_task(chance.choice(codes), **some(chance)) for _ in range(MANY)]
    few = [make_task("440300-government", **some(chance)) for _ in range(FEW)]
    for task in [*tasks[:FEW], *few, *few]:
        over = chance.choice([{"task": task}, {"task": task}, {"section": task.section}])
        reach = chance.choice([{"unit": task.unit}, {"region": task.region}, {"region": "4403"}])
        silence(reach, until=TODAY + timedelta(days=chance.randrange(NIGHTS + 1)), **over)
    silence({"unit": few[0].unit}, until=TODAY, rule="not-reported")
    tasks += few
    return chance, [task.pk for task in tasks]


def test_every_lamp_is_the_one_that_is_shown_and_every_turn_is_kept_once(province):
    chance, keys = province
    for day in (TODAY + timedelta(days=passed) for passed in range(NIGHTS)):
        before = {task.pk: task for task in Task.objects.all()}
        lit = set(lighting.to_light().values_list("pk", flat=True))
        night(day)
        for task in Task.objects.all():
            was = before[task.pk]
            assert held(task) == (told_by(was, day) if task.pk in lit else held(was))
            changes = LampChange.objects.filter(task=task, day=day)
            rows = list(changes.values_list("region", "before", "after", "rules"))
            turned = was.lamp != task.lamp
            assert rows == ([(task.region, was.lamp, task.lamp, task.lit)] if turned else [])
            assert task.lamp_since == (day if turned else was.lamp_since)
        changed(chance, keys)


def reaches(reach: SilenceReach, task: Task) -> bool:
    return reach.unit_id == task.unit_id or (
        reach.unit_id is None and task.region.startswith(reach.region)
    )


def silent_until(task: Task, rule: str, day: date) -> date | None:
    """The last day of the silences over a task for a rule."""
    rows = Silence.objects.filter(until__gte=day, ended_at__isnull=True)
    over = (
        each.until
        for each in rows.prefetch_related("reaches")
        if any(reaches(reach, task) for reach in each.reaches.all())
        and each.rule in ("", rule)
        and each.task_id in (None, task.pk)
        and each.section in ("", task.section)
    )
    return max(over, default=None)


def expected(day: date) -> dict[tuple[int, str], tuple[list[int], str]]:
    """The tasks and the reason of every open notice."""
    lit = {}
    for task in lighting.to_light().filter(lamp__in=["red", "yellow"]).order_by("pk"):
        for rule in task.lit:
            lit.setdefault((task.unit_id, rule), []).append(task)
    return {key: notice_of(key, tasks, lit, day) for key, tasks in lit.items()}


def notice_of(key, tasks, lit, day):
    unit, rule = key
    days = {task.pk: silent_until(task, rule, day) for task in tasks}
    loud = [pk for pk, until in days.items() if until is None]
    if not loud:
        return list(days), f"静默至{min(days.values())}"
    rests = rule in ("behind", "far-behind") and (unit, "not-reported") in lit
    return loud, UNREPORTED if rests else ""


def test_every_open_notice_is_of_the_tasks_that_its_rule_lights(province):
    chance, keys = province
    for day in (TODAY + timedelta(days=passed) for passed in range(NIGHTS)):
        standing = dict(Notice.objects.filter(ended_on__isnull=True).values_list("pk", "rule"))
        night(day)
        rows = Notice.objects.filter(ended_on__isnull=True)
        assert {(n.unit_id, n.rule): (n.tasks, n.held_back) for n in rows} == expected(day)
        gone = Notice.objects.filter(pk__in=standing, ended_on=day).values_list("pk", flat=True)
        assert standing.keys() == {*gone, *(n.pk for n in rows if n.first_on < day)}
        changed(chance, keys)
