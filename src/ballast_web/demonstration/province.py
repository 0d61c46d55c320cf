"""The demonstration's contents, made by the same services that people use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q

from ballast.facts.synthetic import Order, make
from ballast.rules.scope import OWNER
from ballast_web.catalogue.library import vocabulary
from ballast_web.demonstration.papers import papers
from ballast_web.demonstration.people import STAFF_ACCOUNTS, TASK, Account, account, units
from ballast_web.demonstration.projects import register_projects
from ballast_web.demonstration.supervision import tasks
from ballast_web.enterprises.loading import load_snapshot
from ballast_web.enterprises.tasks import last_run, start_run
from ballast_web.jobs.worker import Worker, work
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind, Role
from ballast_web.payments.services import decide_cap, open_budget
from ballast_web.payments.states import ChangeState

SEED = 1
PACKAGE = "guangdong/2022-industrial-growth"
#: 分: two hundred million yuan of the province's, thirty million of the city's.
PROVINCIAL, MUNICIPAL = 20_000_000_000, 3_000_000_000


def prepare(enterprises: int, tell: Callable[[str], None]) -> list[Account]:
    """Everything, once; what is there already stays. Returns the accounts."""
    units(settings.BALLAST_PROVINCE)
    staff = {each.login: account(each) for each in STAFF_ACCOUNTS}
    if not Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE).exists():
        tell(f"合成 {enterprises:,} 户企业并载入事实")
        load_snapshot(TASK, _facts(enterprises))
    tell("全量判定，为免申即享措施建立申报")
    if last_run() is None:
        start_run(staff["operations"])
        work(Worker((), once=True))
    tell("登记预算")
    _budgets(staff)
    tell("登记重大项目")
    register_projects()
    tell("提出并下达督查任务")
    tasks(staff)
    tell("评价、申报、案例与通报")
    papers(staff)
    return [*STAFF_ACCOUNTS, *_owners()]


def _facts(enterprises: int) -> Path:
    folder: Path = settings.BALLAST_HOME / "facts"
    if not folder.is_dir():
        order = Order(settings.BALLAST_PROVINCE, enterprises, SEED, today())
        make(order, folder, vocabulary().entities, vocabulary().codelists["regions"])
    return folder


def _budgets(staff: dict[str, Acting]) -> None:
    purses = (("finance", "approver", PROVINCIAL), ("gz-finance", "gz-approver", MUNICIPAL))
    for maker, checker, cap in purses:
        finance, approver = staff[maker], staff[checker]
        purse = finance.organisation
        assert purse is not None  # noqa: S101 - an account has one
        change = open_budget(
            finance,
            purse,
            name=f"{purse.name}{today().year}年稳增长资金",
            year=today().year,
            rules=[PACKAGE],
            cap_fen=cap,
            reason="演示",
            key=f"demonstration-{purse.code}",
        )
        if change.state == ChangeState.PROPOSED:
            decide_cap(approver, change, approved=True)


def _owners() -> list[Account]:
    """Owners of two enterprises, of Guangzhou and Shenzhen, that are entitled to the most."""
    found = []
    for login, region in (("owner", "4401"), ("owner2", "4403")):
        eligible = Count("standings", filter=Q(standings__verdict="eligible"))
        firms = Organisation.objects.filter(
            kind=OrganisationKind.ENTERPRISE,
            region__startswith=region,
            fact_rows__table=OWNER,
        )
        firm = firms.annotate(eligible=eligible).order_by("-eligible", "pk").first()
        if firm is not None:
            found.append(Account(login, f"{firm.name}负责人", Role.OWNER, firm.code))
            account(found[-1])
    return found
