"""Tasks of the demonstration: proposed, issued in spring, reported month by month, lit, urged.

Half a year passes: each step is done by the services that people use, on its own day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from ballast_web.demonstration.people import SHENZHEN, Account, account
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import lighting, noticing
from ballast_web.supervision.services.duties import open_obligations
from ballast_web.supervision.services.missing_reports import count_missing
from ballast_web.supervision.states import Rung, TaskState

PACKAGE = "guangdong/2022-industrial-growth"
ISSUED, ACCEPTED = date(2022, 4, 1), date(2022, 4, 7)
#: The target of clause （三十一） shared out over the province's cities.
SHARES = {
    **{"440100": 800, "440300": 800, "440600": 500, "441900": 500, "441300": 350, "442000": 300},
    **{"440700": 250, "440400": 250, "440500": 200, "440800": 150, "441200": 150, "441800": 130},
    **{"440900": 120, "440200": 90, "441600": 80, "441400": 70, "441700": 70, "441500": 60},
    **{"445200": 60, "445100": 50, "445300": 20},
}
#: How far a city's part is at the end of each month since April, in hundredths: ahead, on course,
#: behind, far behind; cities take them in turn.
PACES = (
    (30, 41, 52, 63, 74, 85, 93),
    (28, 37, 47, 57, 67, 77, 86),
    (25, 33, 41, 48, 55, 60, 64),
    (22, 28, 33, 38, 42, 45, 48),
)
#: Which pace each city keeps, in the order of SHARES; Shenzhen falls behind, Guangzhou does not.
_KEPT = (1, 2, 0, 1, 0, 1, 1, 0, 2, 1, 0, 1, 2, 1, 3, 1, 0, 2, 1, 3, 1)
#: Of each ten tasks of a city's work, how many are reported at the ends of September and October.
_REPORTED = (10, 10, 9, 9, 8, 7, 8, 9, 6, 6, 7, 5, 5, 6, 4, 5, 7, 3, 4, 2, 5)
#: Cities that left the report of August out.
_SILENT = frozenset({"441500", "441600", "445100"})
#: How far the department's own work is at these ends, in hundredths.
WORK = (30, 40, 50, 60, 70, 78, 85)
TASK = platform("演示")


def tasks(staff: Mapping[str, Acting]) -> None:
    """Everything, once; where tasks are there already, nothing."""
    if Task.objects.exists():
        return
    cities = {code: _city(staff, code) for code in SHARES}
    with _on(ISSUED):
        _issued(staff["supervisor"], staff["operations"])
    with _on(ACCEPTED):
        for acting in (staff["operations"], *cities.values()):
            _taken(acting)
    for place, day in enumerate(_month_ends()):
        with _on(day):
            _reported(staff, cities, place, day)
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


def _city(staff: Mapping[str, Acting], code: str) -> Acting:
    """Who reports for a city: one of the listed accounts, or one made for it."""
    unit = Organisation.objects.get(code=f"{code}-government")
    for acting in staff.values():
        if acting.organisation == unit:
            return acting
    return account(Account(f"city-{code}", f"{unit.name}任务经办", Role.OPERATIONS, unit.code))


def _reported(
    staff: Mapping[str, Acting], cities: Mapping[str, Acting], place: int, day: date
) -> None:
    """The parts of the cities, and the work of the department and of two of them."""
    for login in ("operations", "gz-government", "sz-government"):
        own = _own(staff[login]).filter(kind="work")
        for task in own.order_by("pk"):
            share = Decimal(WORK[place]) / 100
            services.report(staff[login], task, day, progress=share, said="按计划推进。")
    for ten, acting in zip(_REPORTED, cities.values(), strict=True):
        if place >= len(WORK) - 2 and acting not in staff.values():
            _worked(acting, ten, place, day)
    for pace, (code, acting) in zip(_KEPT, cities.items(), strict=True):
        if code in _SILENT and day.month == 8:
            continue
        for task in _own(acting).filter(kind="target", parent__isnull=False):
            figure = Decimal(SHARES[code] * PACES[pace][place] // 100)
            services.report(acting, task, day, figure=figure, said="累计完成数。")


def _worked(acting: Acting, ten: int, place: int, day: date) -> None:
    for number, task in enumerate(_own(acting).filter(kind="work").order_by("pk")):
        if number % 10 < ten:
            share = Decimal(WORK[place]) / 100
            services.report(acting, task, day, progress=share, said="按计划推进。")


def _own(acting: Acting) -> QuerySet[Task]:
    return Task.objects.filter(unit=acting.organisation, state=TaskState.ACCEPTED)


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
