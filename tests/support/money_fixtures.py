"""Budgets, accounts and payments for tests of the platform."""

from __future__ import annotations

import itertools

import pytest

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import Role
from ballast_web.payments import services
from ballast_web.payments.models import Budget, Reservation
from ballast_web.payments.sharing import Share

RULE = "guangdong/2022-industrial-growth/02-charging-subsidy"
ACCOUNT = {
    "number": "4400123412341234",
    "bank_name": "合成银行广州支行",
    "bank_code": "104581000001",
}
_NUMBERS = itertools.count(1)


def somebody_else(role: Role, organisation: Organisation) -> Acting:
    """Another person of the same unit, so that what one prepared another may release."""
    login = f"other-{role}-{organisation.pk}"
    person = Person.objects.filter(login=login).first()
    person = person or Person.objects.create_user(login, "Right-Horse-9", name="复核人")
    membership, _ = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role, defaults={"since": "2020-01-01"}
    )
    return Acting(membership)


@pytest.fixture
def funded(acting):
    """An open budget of a purse, proposed by one person and approved by another."""

    def make(purse: Organisation, cap_fen: int = 1_000_000, rule: str = RULE, year=None) -> Budget:
        change = services.open_budget(
            acting(Role.FINANCE, purse),
            purse,
            name=f"{purse.name}专项资金",
            year=year or today().year,
            rules=[rule],
            cap_fen=cap_fen,
            reason="年初预算",
            key=f"appropriation-{next(_NUMBERS)}",
        )
        services.decide_cap(somebody_else(Role.FINANCE, purse), change, True)
        return Budget.objects.select_related("purse").get(pk=change.budget_id)

    return make


@pytest.fixture
def reserved(acting):
    """Money reserved for an enterprise out of one budget."""

    def make(budget: Budget, enterprise: Organisation, fen: int, key: str = "") -> Reservation:
        key = key or f"claim-{next(_NUMBERS)}"
        who = acting(Role.APPROVER, budget.purse)
        return services.reserve(who, key, enterprise, [Share(budget)], fen, key)

    return make


@pytest.fixture
def account(acting):
    """An account of an enterprise, registered by its owner."""

    def make(enterprise: Organisation, **changes: str):
        given = {"holder": enterprise.name, **ACCOUNT, **changes}
        return services.add_account(acting(Role.OWNER, enterprise), enterprise, **given)

    return make


@pytest.fixture
def sent(funded, reserved, account, acting):
    """A payment order that is with the bank, and its batch."""

    def make(purse: Organisation, enterprise: Organisation, fen: int = 50_000):
        budget = funded(purse)
        account(enterprise)
        reservation = reserved(budget, enterprise, fen)
        services.commit(acting(Role.APPROVER, purse), reservation)
        batch = services.prepare_batch(
            acting(Role.FINANCE, purse), purse, None, "csv_file", f"batch-{next(_NUMBERS)}"
        )
        services.approve_batch(somebody_else(Role.FINANCE, purse), batch)
        batch.refresh_from_db()
        return batch.orders.select_related("reservation", "enterprise").get()

    return make


@pytest.fixture
def receipt(acting, tmp_path):
    """Import a receipt of lines (reference, amount in yuan, result)."""

    def make(purse: Organisation, *lines: tuple[str, str, str]):
        path = tmp_path / f"receipt-{next(_NUMBERS)}.csv"
        rows = ["拨付单号,金额,结果", *(",".join(line) for line in lines)]
        path.write_text("\n".join(rows), encoding="utf-8")
        return services.import_receipt(acting(Role.FINANCE, purse), purse, path, path.name)

    return make
