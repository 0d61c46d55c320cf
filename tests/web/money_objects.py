"""Budgets, orders, batches and receipts of two cities, for the walk over every page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db.models import Model
from tests.web.places import firm, unit

from ballast_web.kernel.models import Person
from ballast_web.payments.models import (
    Batch,
    Budget,
    PaymentOrder,
    Receipt,
    Reservation,
)


def budget_of(whose: str) -> Budget:
    return Budget.objects.create(name="专项资金", year=2022, purse=unit(whose), state="open")


def batch_of(whose: str) -> Batch:
    maker = Person.objects.create_user(f"maker-{whose}", None, name="经办")
    digest = hashlib.sha256(b"").hexdigest()
    return Batch.objects.create(
        number=f"PC-{whose}",
        key=whose,
        purse=unit(whose),
        channel="csv_file",
        orders_count=1,
        total_fen=5,
        digest=digest,
        prepared_by=maker,
    )


def order_of(whose: str) -> PaymentOrder:
    payee = firm(whose)
    reservation = Reservation.objects.create(
        key=whose, claim_reference=whose, enterprise=payee, amount_fen=5
    )
    return PaymentOrder.objects.create(
        number=f"BZ-{whose}",
        reservation=reservation,
        budget=budget_of(whose),
        enterprise=payee,
        amount_fen=5,
        key=whose,
        holder=payee.name,
        account_number="4400123412341234",
        bank_name="合成银行",
        bank_code="104581000001",
    )


def receipt_of(whose: str) -> Receipt:
    return Receipt.objects.create(purse=unit(whose), digest=whose, name="回单.csv")


def pk_of(make: Callable[[str], Model]) -> Callable[[str], dict[str, object]]:
    return lambda whose: {"pk": make(whose).pk}


MONEY = {
    "staff.budget": pk_of(budget_of),
    "staff.batch": pk_of(batch_of),
    "staff.payment": pk_of(order_of),
    "staff.receipt": pk_of(receipt_of),
}
