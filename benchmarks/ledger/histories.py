"""Random histories of money: every service in any order, and the journal replayed after each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.payments import services, verification
from ballast_web.payments.errors import BudgetShort
from ballast_web.payments.models import (
    BankAccount,
    Batch,
    Budget,
    Clawback,
    PaymentOrder,
    Receipt,
    Reservation,
)
from ballast_web.payments.receipt_files import Line
from ballast_web.payments.services.receipts import enter
from ballast_web.payments.sharing import Share
from ballast_web.payments.states import BatchState, ClawbackState, OrderState

STEPS = (
    "reserve",
    "reserve",
    "share",
    "queue",
    "commit",
    "commit",
    "release",
    "send",
    "send",
    "receipt",
    "receipt",
    "reissue",
    "cancel",
    "claw_back",
    "confirm",
    "cap",
    "close",
)


@dataclass
class History:
    """Two budgets of one purse and what happens to them; `pick` numbers choose among what stands.

    A step that the rules refuse raises PlatformError and must leave everything as it was.
    """

    maker: Acting
    checker: Acting
    firm: Organisation
    budgets: Sequence[Budget]
    counter: int = 0
    claims: list[Reservation] = field(default_factory=list)

    def step(self, name: str, pick: int, fen: int) -> None:
        """Make one step. Raises PlatformError."""
        self.counter += 1
        getattr(self, f"_{name}")(pick, fen)

    @property
    def key(self) -> str:
        """An idempotency key that no step had before."""
        return f"{self.budgets[0].pk}-{self.counter}"

    def _reserve(self, pick: int, fen: int) -> None:
        self._drawn([Share(self.budgets[pick % 2])], fen)

    def _share(self, pick: int, fen: int) -> None:
        first, second = self.budgets if pick % 2 else reversed(self.budgets)
        self._drawn([Share(first, pick % 9 + 1, 10), Share(second, 9 - pick % 9, 10)], fen)

    def _drawn(self, shares: Sequence[Share], fen: int) -> None:
        try:
            made = services.reserve(self.maker, self.key, self.firm, shares, fen, self.key)
            self.claims.append(made)
        except BudgetShort:
            pks = [share.budget.pk for share in shares]
            left = Budget.objects.filter(pk__in=pks).values_list("cap_fen", "reserved_fen")
            if all(cap - reserved >= fen for cap, reserved in left):
                raise AssertionError("refused although it fits") from None
            raise

    def _queue(self, pick: int, fen: int) -> None:
        claims = [
            services.Claim(
                self.key, self.firm, [Share(self.budgets[pick % 2])], fen, f"{self.key}-{n}"
            )
            for n in range(3)
        ]
        way = "prorate" if pick % 3 else "queue"
        served = services.reserve_in_order(self.maker, claims, way, partial=bool(pick % 2))
        self.claims += [each for each in served if each]

    def _commit(self, pick: int, fen: int) -> None:
        services.commit(self.maker, self._one(self.claims, pick))

    def _release(self, pick: int, fen: int) -> None:
        services.release(self.maker, self._one(self.claims, pick), "撤回")

    def _send(self, pick: int, fen: int) -> None:
        orders = [each.pk for each in self._orders(OrderState.READY)][: pick % 3 + 1]
        purse = self.budgets[0].purse
        batch = services.prepare_batch(self.maker, purse, orders, "csv_file", self.key)
        if pick % 4:
            services.approve_batch(self.checker, batch)
            Batch.objects.filter(pk=batch.pk).update(state=BatchState.SENT)
        else:
            services.refuse_batch(self.checker, batch, "重编")

    def _receipt(self, pick: int, fen: int) -> None:
        """Up to three lines: right ones, doubled ones, wrong amounts."""
        orders = [*self._orders(OrderState.SENT), *self._orders(OrderState.PAID)]
        order = self._one(orders, pick)
        amount = order.amount_fen + (pick % 7 == 0)
        word = "退回" if pick % 3 == 0 else "成功"
        line = Line(1, order.number, f"{amount // 100}.{amount % 100:02d}", word, "", "")
        receipt = Receipt(purse=self.budgets[0].purse, digest=self.key, name="回单")
        enter(self.maker, receipt, [line] * (pick % 2 + 1))

    def _reissue(self, pick: int, fen: int) -> None:
        services.reissue(self.maker, self._one(self._orders(OrderState.RETURNED), pick))

    def _cancel(self, pick: int, fen: int) -> None:
        order = self._one(self._orders(OrderState.RETURNED), pick)
        services.cancel_returned(self.maker, order, "注销")

    def _claw_back(self, pick: int, fen: int) -> None:
        order = self._one(self._orders(OrderState.PAID), pick)
        services.claw_back(self.maker, order, min(fen, order.amount_fen), "虚报", self.key)

    def _confirm(self, pick: int, fen: int) -> None:
        open_ones = Clawback.objects.filter(
            order__budget__in=self.budgets, state=ClawbackState.DEMANDED
        )
        services.confirm_clawback(self.checker, self._one(list(open_ones.order_by("pk")), pick))

    def _cap(self, pick: int, fen: int) -> None:
        budget = self.budgets[pick % 2]
        change = services.propose_cap(self.maker, budget, fen * 3, "调整", self.key)
        services.decide_cap(self.checker, change, bool(pick % 5))

    def _close(self, pick: int, fen: int) -> None:
        if pick % 10 == 0:
            services.close_year(self.checker, self.budgets[pick % 2], self.key)

    def _orders(self, state: OrderState) -> list[PaymentOrder]:
        rows = PaymentOrder.objects.filter(budget__in=self.budgets, state=state)
        return list(rows.select_related("budget__purse", "enterprise").order_by("pk"))

    def _one(self, rows: Sequence[Any], pick: int) -> Any:
        if not rows:
            raise PlatformError
        return rows[pick % len(rows)]

    def differing(self) -> int:
        """How many of the budgets' balances are not those of the journal, replayed."""
        found = 0
        for row in Budget.objects.filter(pk__in=[each.pk for each in self.budgets]):
            replay = verification.replayed(budget=row.pk).get(row.pk, {})
            found += sum(getattr(row, name) != fen for name, fen in replay.items())
        return found


def begun(
    maker: Acting, checker: Acting, firm: Organisation, new_budget: Callable[[int], Budget]
) -> History:
    """A history with two fresh budgets and an account to pay to."""
    budgets = sorted((new_budget(100_000), new_budget(60_000)), key=lambda each: each.pk)
    BankAccount.objects.get_or_create(
        enterprise=firm,
        state="active",
        defaults={
            "holder": firm.name,
            "number": "4400123412341234",
            "bank_name": "合成银行",
            "bank_code": "104581000001",
        },
    )
    return History(maker, checker, firm, budgets)


def lived(seed: int, number: int) -> tuple[int, int, int, int, int]:
    """Live `number` random histories: histories, steps, refused, replays that differ, findings."""
    from benchmarks.ledger import people  # noqa: PLC0415 - tests bring their own

    chance = random.Random(seed)  # noqa: S311 - no secret
    steps = refused = differing = findings = 0
    for _ in range(number):
        with transaction.atomic():
            history = begun(
                people.officer("maker"),
                people.officer("checker"),
                people.enterprise(),
                people.budget,
            )
            for _ in range(30):
                steps += 1
                try:
                    history.step(
                        chance.choice(STEPS), chance.randrange(1000), chance.randint(1, 30_000)
                    )
                except PlatformError:
                    refused += 1
            differing += history.differing()
            findings += len(list(verification.findings()))
            transaction.set_rollback(True)
    return number, steps, refused, differing, findings
