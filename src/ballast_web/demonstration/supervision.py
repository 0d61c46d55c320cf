"""Tasks of the demonstration: proposed from one package, issued, broken down, some reported."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ballast_web.demonstration.people import GUANGZHOU, SHENZHEN
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import lighting, noticing
from ballast_web.supervision.states import TaskState

PACKAGE = "guangdong/2022-industrial-growth"
#: The target of clause （三十一） shared out: enough to see a table, a map and several lamps.
SHARES = {"440100": 1500, "440300": 1500, "440600": 700, "441900": 700, "441300": 600}
#: What each has done of its part so far.
DONE = {"440100": 1310, "440300": 1120, "440600": 500, "441900": 210, "441300": 600}


def tasks(staff: Mapping[str, Acting]) -> None:
    """Everything, once; where tasks are there already, nothing."""
    if Task.objects.exists():
        return
    supervisor, officer = staff["supervisor"], staff["operations"]
    services.propose(supervisor, [PACKAGE])
    services.issue_all(supervisor, Task.objects.filter(state=TaskState.PROPOSED).order_by("pk"))
    for task in Task.objects.filter(unit=officer.organisation, state=TaskState.ISSUED):
        _taken(officer, task)
    target = Task.objects.get(package=PACKAGE, clause="（三十一）", target_value=5000)
    units = {code: Organisation.objects.get(code=f"{code}-government") for code in SHARES}
    shares: dict[Organisation, Decimal | None] = {
        units[code]: Decimal(number) for code, number in SHARES.items()
    }
    services.break_down(officer, target, shares)
    for login, code in (("gz-government", GUANGZHOU), ("sz-government", SHENZHEN)):
        for task in Task.objects.filter(unit__code=code, state=TaskState.ISSUED):
            _taken(staff[login], task)
    _lit()


def _taken(acting: Acting, task: Task) -> None:
    assert acting.person is not None  # noqa: S101 - an account is a person's
    services.accept(acting, task, acting.person)


def _lit() -> None:
    with writing(platform("亮灯")):
        for rows in lighting.batches():
            lighting.light(rows, today())
        noticing.tell(today())
