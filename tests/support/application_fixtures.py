"""Applications for tests: a refund that the treasury pays, and rent relief that it does not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from enterprise_facts import RENT, fact_rows
from money_fixtures import somebody_else

from ballast_web.applications import services
from ballast_web.applications.models import Application
from ballast_web.enterprises.models import FactRow
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role

#: 失业保险稳岗返还: automatic, about the enterprise itself, paid out, publicised.
REFUND = "guangdong/2022-industrial-growth/04-job-stabilisation-refund"
#: The lease of `fact_rows`, and what the rule gives for it: 3 months of 10,000 yuan.
LEASE, RELIEF = "ZL1", 3_000_000
#: 90% of 10,000 yuan paid.
REFUNDED = 900_000
DAY = date(2022, 9, 1)
INSURED = {
    "staff": 100,
    "insured_months": 24,
    "insured_staff": 100,
    "laid_off": 1,
    "unemployment_contribution": "10000.00",
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def business_day(settings):
    """The platform's day in tests of applications, on which the rules have effect."""

    def be(day: date) -> None:
        settings.BALLAST_TODAY = day

    be(DAY)
    return be


@pytest.fixture
def known(business_day, city, enterprise) -> Organisation:
    """The enterprise with all its facts."""
    fact_rows(enterprise, **INSURED)
    return enterprise


def change_fact(firm: Organisation, table: str, **values) -> None:
    """The register says something else from now on."""
    row = FactRow.objects.get(enterprise=firm, table=table)
    row.values = {**row.values, **values}
    row.save()


@pytest.fixture
def people(acting, city, enterprise) -> dict[str, Acting]:
    """Who takes part: the enterprise, an officer, two approvers."""
    return {
        "owner": acting(Role.OWNER, enterprise),
        "officer": acting(Role.POLICY, city),
        "approver": acting(Role.APPROVER, city),
        "second": somebody_else(Role.APPROVER, city),
    }


@pytest.fixture
def until(known, people, business_day):
    """An application brought to a state, each step by whoever may make it."""

    def bring(state: str, rule: str = RENT, key: str = LEASE) -> Application:
        found = services.begin(people["owner"], rule, key)
        for step in ("submit", "accept", "recommend", "publicise", "approve"):
            if found.state == state:
                break
            take(people, found, step, business_day)
        found.refresh_from_db()
        return found

    return bring


def take(people: dict[str, Acting], found: Application, step: str, business_day) -> None:
    """Make one step; publicity only where the measure has it, and then its days pass."""
    if step == "submit":
        services.submit(people["owner"], found)
    elif step == "accept":
        services.accept(people["officer"], found)
    elif step == "recommend":
        services.recommend(people["officer"], found)
    elif step == "publicise" and found.paid_out:
        services.publicise(people["officer"], found)
    elif step == "approve":
        if found.public_until:
            business_day(date(2022, 9, 13))
        services.approve(people["approver"], found)
        services.approve(people["second"], found)


def upload(name: str = "证明.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content)
