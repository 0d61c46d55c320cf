"""Budgets, orders, batches and receipts of two cities, for the walk over every page."""

from __future__ import annotations

import hashlib

from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.roles import Level, OrganisationKind
from ballast_web.payments.models import (
    Batch,
    Budget,
    PaymentOrder,
    Receipt,
    Reservation,
)

_CITIES = {"own": ("city-440100", "440100"), "foreign": ("city-440300", "440300")}
_FIRMS = {"own": "91440101HC0000K21T", "foreign": "91440300HC0001DW5X"}


def purse_of(whose: str) -> Organisation:
    code, region = _CITIES[whose]
    defaults = {
        "kind": OrganisationKind.GOVERNMENT,
        "name": f"{region}财政",
        "region": region,
        "level": Level.CITY,
    }
    return Organisation.objects.get_or_create(code=code, defaults=defaults)[0]


def firm_of(whose: str) -> Organisation:
    region = _CITIES[whose][1]
    defaults = {"kind": OrganisationKind.ENTERPRISE, "name": "合成企业", "region": region}
    return Organisation.objects.get_or_create(code=_FIRMS[whose], defaults=defaults)[0]


def budget_of(whose: str) -> Budget:
    return Budget.objects.create(name="专项资金", year=2022, purse=purse_of(whose), state="open")


def batch_of(whose: str) -> Batch:
    maker = Person.objects.create_user(f"maker-{whose}", None, name="经办")
    digest = hashlib.sha256(b"").hexdigest()
    return Batch.objects.create(
        number=f"PC-{whose}",
        key=whose,
        purse=purse_of(whose),
        channel="csv_file",
        orders_count=1,
        total_fen=5,
        digest=digest,
        prepared_by=maker,
    )


def order_of(whose: str) -> PaymentOrder:
    firm = firm_of(whose)
    reservation = Reservation.objects.create(
        key=whose, claim_reference=whose, enterprise=firm, amount_fen=5
    )
    return PaymentOrder.objects.create(
        number=f"BZ-{whose}",
        reservation=reservation,
        budget=budget_of(whose),
        enterprise=firm,
        amount_fen=5,
        key=whose,
        holder=firm.name,
        account_number="4400123412341234",
        bank_name="合成银行",
        bank_code="104581000001",
    )


def receipt_of(whose: str) -> Receipt:
    return Receipt.objects.create(purse=purse_of(whose), digest=whose, name="回单.csv")


MONEY = {
    "staff.budget": budget_of,
    "staff.batch": batch_of,
    "staff.payment": order_of,
    "staff.receipt": receipt_of,
}
OBJECTS = {name: lambda whose, make=make: {"pk": make(whose).pk} for name, make in MONEY.items()}
