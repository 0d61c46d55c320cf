"""The demonstration's units and accounts: one for each role, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from ballast.vocabulary.organisations import load_register
from ballast_web.accounts.models import Authenticator
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import STAFF, Level, OrganisationKind, Role
from ballast_web.kernel.units import enrol_units
from ballast_web.kernel.writes import writing

PASSWORD = "Ballast-2022"  # noqa: S105 - a demonstration's, on a page that says so
SINCE = date(2020, 1, 1)
PROVINCE, CITY, OTHER_CITY = "440000-industry_and_it", "city-440100", "city-440300"
GOVERNMENT, GUANGZHOU, SHENZHEN = "440000-government", "440100-government", "440300-government"
TASK = platform("准备演示环境")


@dataclass(frozen=True)
class Account:
    """A demonstration account: login, name, role, the code of its organisation."""

    login: str
    name: str
    role: Role
    unit: str


STAFF_ACCOUNTS = (
    Account("policy", "政策专员甲", Role.POLICY, PROVINCE),
    Account("approver", "审批人乙", Role.APPROVER, PROVINCE),
    Account("approver2", "审批人丙", Role.APPROVER, PROVINCE),
    Account("operations", "监测员丁", Role.OPERATIONS, PROVINCE),
    Account("finance", "财务戊", Role.FINANCE, PROVINCE),
    Account("finance2", "财务己", Role.FINANCE, PROVINCE),
    Account("auditor", "审计员庚", Role.AUDITOR, PROVINCE),
    Account("administrator", "管理员辛", Role.ADMINISTRATOR, PROVINCE),
    Account("gz-finance", "广州财务子", Role.FINANCE, CITY),
    Account("gz-finance2", "广州财务丑", Role.FINANCE, CITY),
    Account("gz-approver", "广州审批寅", Role.APPROVER, CITY),
    Account("gz-approver2", "广州审批卯", Role.APPROVER, CITY),
    Account("guangzhou", "广州经办壬", Role.POLICY, CITY),
    Account("shenzhen", "深圳经办癸", Role.POLICY, OTHER_CITY),
    Account("supervisor", "督查员辰", Role.SUPERVISOR, GOVERNMENT),
    Account("supervisor2", "督查员巳", Role.SUPERVISOR, GOVERNMENT),
    Account("leader", "领导午", Role.LEADER, GOVERNMENT),
    Account("gz-government", "广州任务经办未", Role.OPERATIONS, GUANGZHOU),
    Account("sz-government", "深圳任务经办申", Role.OPERATIONS, SHENZHEN),
)


def units(province: str) -> None:
    """The units of the register, the cities' governments, and a department of each city."""
    regions = vocabulary().codelists["regions"]
    enrol_units(TASK, load_register(settings.BALLAST_VOCABULARY), regions, province)
    top = Organisation.objects.get(code=PROVINCE)
    for entry in regions.children(province):
        name = f"{entry.label}工业和信息化局"
        _unit(f"city-{entry.code}", name, entry.code, Level.CITY, top)


def _unit(
    code: str, name: str, region: str, level: Level, parent: Organisation | None
) -> Organisation:
    fields = {"name": name, "region": region, "level": level, "parent": parent}
    with writing(TASK) as log:
        unit, _ = Organisation.objects.update_or_create(
            code=code, defaults={"kind": OrganisationKind.GOVERNMENT, **fields}
        )
        log.note("organisation.added", unit, name=name)
    return unit


def account(who: Account) -> Acting:
    """The account, made where it is not there; staff get their second factor enrolled."""
    with writing(TASK) as log:
        person = Person.objects.filter(login=who.login).first()
        if person is None:
            person = Person.objects.create_user(who.login, PASSWORD, name=who.name)
            log.note("person.added", person, login=who.login)
        if who.role in STAFF:
            Authenticator.objects.get_or_create(user=person, defaults={"name": "演示"})
        membership, _ = Membership.objects.get_or_create(
            person=person,
            organisation=Organisation.objects.get(code=who.unit),
            role=who.role,
            defaults={"since": SINCE},
        )
    return Acting(membership)
