"""Applications, evidence and what may be applied for, of one's own and of somebody else."""

from __future__ import annotations

from datetime import date

from application_fixtures import PDF, upload
from django.utils import timezone
from enterprise_facts import RENT, fact_rows
from tests.web.places import firm, unit

from ballast_web.applications.evidence import checked, keep
from ballast_web.applications.models import (
    Application,
    Distribution,
    Evidence,
    EvidenceFile,
    Judgement,
    Purpose,
)
from ballast_web.applications.states import State
from ballast_web.enterprises.models import FactRow
from ballast_web.kernel.models import Organisation, Person

DAY = date(2022, 9, 1)


def application_of(holder: Organisation) -> Application:
    """An application that is approved and waits for its money, so that finance sees it too."""
    first, second = (
        Person.objects.get_or_create(login=login, defaults={"name": "审批人"})[0]
        for login in ("first-approver", "second-approver")
    )
    found = Application.objects.create(
        enterprise=holder,
        rule=RENT,
        table="lease",
        key=lease_of(holder),
        period="2022",
        group=RENT,
        label="国有房屋租金减免",
        measure="（五）",
        policy="粤办函〔2022〕41号",
        kind="rent_relief",
        state=State.PAYABLE,
        claimed_fen=3_000_000,
        payable_fen=3_000_000,
        amount_fen=3_000_000,
        opened_at=timezone.now(),
        judged_on=DAY,
        submitted_on=DAY,
        decided_on=DAY,
        first_approver=first,
        second_approver=second,
    )
    Judgement.objects.create(
        application=found,
        purpose=Purpose.SUBMISSION,
        at=timezone.now(),
        as_of=DAY,
        library_version=0,
        rule_digest="0" * 64,
        verdict="eligible",
        claimed_fen=3_000_000,
        payable_fen=3_000_000,
        clause="（五）",
    )
    return found


def lease_of(holder: Organisation) -> str:
    """The key of the holder's lease, with its facts."""
    key = f"ZL-{holder.region}"
    if not FactRow.objects.filter(enterprise=holder).exists():
        fact_rows(holder, staff=100)
        FactRow.objects.filter(enterprise=holder, table="lease").update(key=key)
    return key


def evidence_of(holder: Organisation) -> Evidence:
    """A file that the application carries."""
    file = checked(upload(content=PDF))
    keep(file)
    stored, _ = EvidenceFile.objects.get_or_create(
        sha256=file.sha256,
        defaults={"kind": file.kind, "size": len(PDF), "stored_at": timezone.now()},
    )
    return Evidence.objects.create(
        application=application_of(holder), file=stored, name=file.name, added_at=timezone.now()
    )


def distribution_of(whose: str) -> Distribution:
    """A proposal of a city's department."""
    maker, _ = Person.objects.get_or_create(login=f"sharer-{whose}", defaults={"name": "编制人"})
    return Distribution.objects.create(
        rule=RENT,
        label="国有房屋租金减免",
        unit=unit(whose),
        claimed_fen=2,
        granted_fen=1,
        proposed_by=maker,
        proposed_at=timezone.now(),
    )


APPLICATIONS = {
    "enterprise.application": lambda whose: {"pk": application_of(firm(whose)).pk},
    "enterprise.apply": lambda whose: {"rule": RENT, "key": lease_of(firm(whose))},
    "public.evidence": lambda whose: {"pk": evidence_of(firm(whose)).pk},
    "staff.distribution": lambda whose: {"pk": distribution_of(whose).pk},
    "staff.application": lambda whose: {"pk": application_of(firm(whose)).pk},
}
