"""Tasks of the demonstration: proposed, issued in spring, reported month by month, lit, urged.

Half a year passes: each step is done by the services that people use, on its own day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from ballast_web.demonstration.people import SHENZHEN
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import lighting, noticing
from ballast_web.supervision.services.duties import open_obligations
from ballast_web.supervision.services.missing_reports import count_missing
from ballast_web.supervision.states import Rung, TaskState

PACKAGE = "guangdong/2022-industrial-growth"
ISSUED, ACCEPTED = date(2022, 4, 1), date(2022, 4, 7)
#: The target of clause （三十一） shared out, enough to see a table, a map and several lamps.
SHARES = {"440100": 1500, "440300": 1500, "440600": 700, "441900": 700, "441300": 600}
#: What two cities have done of their parts at the end of each month since April.
DONE = {
    "gz-government": (420, 560, 700, 850, 1000, 1150, 1290),
    "sz-government": (380, 500, 610, 720, 820, 900, 960),
}
#: How far the department's own work is at these ends, in hundredths.
WORK = (30, 40, 50, 60, 70, 78, 85)
TASK = platform("演示")


def tasks(staff: Mapping[str, Acting]) -> None:
    """Everything, once; where tasks are there already, nothing."""
    if Task.objects.exists():
        return
    with _on(ISSUED):
        _issued(staff["supervisor"], staff["operations"])
    with _on(ACCEPTED):
        for login in ("operations", "gz-government", "sz-government"):
            _taken(staff[login])
    for place, day in enumerate(_month_ends()):
        with _on(day):
            _reported(staff, place, day)
            _night(day)
    _urged(staff["supervisor"])


@contextmanager
def _on(day: date) -> Iterator[None]:
    """The platform's day is `day` for a while."""
    before, settings.BALLAST_TODAY = settings.BALLAST_TODAY, day
    try:
        yield
    finally:
        settings.BALLAST_TODAY = before


def _month_ends() -> list[date]:
    """The ends of April to October."""
    return [date(2022, month + 1, 1) - timedelta(days=1) for month in range(4, 11)]


def _issued(supervisor: Acting, officer: Acting) -> None:
    services.propose(supervisor, [PACKAGE])
    services.issue_all(supervisor, Task.objects.filter(state=TaskState.PROPOSED).order_by("pk"))
    target = Task.objects.get(package=PACKAGE, clause="（三十一）", target_value=5000)
    units = {code: Organisation.objects.get(code=f"{code}-government") for code in SHARES}
    shares: dict[Organisation, Decimal | None] = {
        units[code]: Decimal(number) for code, number in SHARES.items()
    }
    services.break_down(officer, target, shares)


def _taken(acting: Acting) -> None:
    assert acting.person is not None  # noqa: S101 - an account is a person's
    for task in Task.objects.filter(unit=acting.organisation, state=TaskState.ISSUED):
        services.accept(acting, task, acting.person)


def _reported(staff: Mapping[str, Acting], place: int, day: date) -> None:
    """The parts of two cities, and the work of the department and of these cities."""
    for login in ("operations", "gz-government", "sz-government"):
        acting = staff[login]
        own = Task.objects.filter(unit=acting.organisation, state=TaskState.ACCEPTED)
        for task in own.filter(kind="work").order_by("pk"):
            share = Decimal(WORK[place]) / 100
            services.report(acting, task, day, progress=share, said="按计划推进。")
        if login in DONE:
            for task in own.filter(kind="target", parent__isnull=False):
                figure = Decimal(DONE[login][place])
                services.report(acting, task, day, figure=figure, said="累计完成数。")


def _night(day: date) -> None:
    with writing(TASK):
        open_obligations(day, TASK)
        count_missing(day, TASK)
        for rows in lighting.batches():
            lighting.light(rows, day)
        noticing.tell(day)


def _urged(supervisor: Acting) -> None:
    """Shenzhen is asked why it falls behind, Guangzhou nothing."""
    late = Task.objects.filter(unit__code=SHENZHEN, kind="target", lamp="yellow")
    if late:
        unit = Organisation.objects.get(code=SHENZHEN)
        demand = f"截至{today():%m月%d日}进度落后于序时，请说明原因和补救措施。"
        services.open_order(supervisor, unit, late, demand, Rung.ORDER)
