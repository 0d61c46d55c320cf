"""Money for a grant: set aside in every budget that bears it, committed, or waited for."""

from __future__ import annotations

from typing import Any

from ballast.rules.budgets import Budget
from ballast_web.applications.models import Application, Purpose
from ballast_web.catalogue import library
from ballast_web.kernel.acting import platform
from ballast_web.payments import services as payments
from ballast_web.payments.errors import BudgetShort
from ballast_web.payments.models import Reservation
from ballast_web.payments.purses import budgets_of

_TASK = "核准申报"


def pays(application: Application) -> bool:
    """Whether the treasury pays it, and anything at all."""
    return application.paid_out and bool(application.amount_fen)


def set_aside(application: Application) -> Reservation | None:
    """Reserve the approved amount, each budget its share; None where nothing is paid.

    Where the rule gives the last claim what is left, `amount_fen` becomes that. Raises BudgetShort,
    NoBudget.
    """
    if not pays(application):
        return None
    claim = claim_of(application)
    try:
        return payments.reserve(
            platform(_TASK),
            claim.reference,
            claim.enterprise,
            claim.shares,
            claim.amount_fen,
            claim.key,
        )
    except BudgetShort:
        budget = budget_of(application.rule)
        if budget is None or not budget.partial:
            raise
        rest = _what_is_left(application, claim)
        if rest is None:
            raise
        return rest


def _what_is_left(application: Application, claim: payments.Claim) -> Reservation | None:
    (reservation,) = payments.reserve_in_order(platform(_TASK), [claim], "queue", partial=True)
    if reservation is not None:
        application.amount_fen = reservation.amount_fen
    return reservation


def claim_of(application: Application) -> payments.Claim:
    """The claim as payments know it: one reservation a grant, however often it is tried."""
    assert application.amount_fen is not None  # noqa: S101 - it pays
    return payments.Claim(
        application.number,
        application.enterprise,
        budgets_of(application.rule, application.enterprise),
        application.amount_fen,
        f"application:{application.pk}",
    )


def commit(reservation: Reservation) -> None:
    """Make what was reserved an obligation, so that it can be paid."""
    payments.commit(platform(_TASK), reservation)


def budget_of(rule_id: str) -> Budget | None:
    """What the rule says of its budget."""
    rules = library.current().library.rules
    return next((rule.written.budget for rule in rules if rule.id == rule_id), None)


def rules_waited_for() -> list[str]:
    """The rules for whose money applications wait in a queue."""
    waiting = Application.objects.filter(queued_at__isnull=False)
    rules = waiting.order_by("rule").values_list("rule", flat=True).distinct()
    return [rule for rule in rules if not prorates(rule)]


def prorates(rule_id: str) -> bool:
    """Whether the rule gives everybody of a window the same part where its money is short."""
    budget = budget_of(rule_id)
    return budget is not None and budget.when_short == "prorate"


def is_shared_out(application: Application) -> bool:
    """Whether its amount follows only from the distribution at the window's end."""
    return pays(application) and prorates(application.rule)


def queues(application: Application) -> bool:
    """Whether the rule lets claims wait where its budget is short."""
    budget = budget_of(application.rule)
    return budget is not None and budget.when_short == "queue"


def is_behind(application: Application) -> bool:
    """Whether others wait for money of the rule that come before it."""
    if not (pays(application) and queues(application)):
        return False
    return queue(application.rule, application)[0].pk != application.pk


def queue(rule_id: str, joining: Application | None = None) -> list[Application]:
    """What waits for money of the rule, in the rule's order: its facts, the earliest first.

    `joining` is counted among them though it does not wait yet.
    """
    waiting = Application.objects.filter(rule=rule_id, queued_at__isnull=False)
    rows = list(waiting.select_related("enterprise"))
    if joining is not None and joining.pk not in {each.pk for each in rows}:
        rows.append(joining)
    budget = budget_of(rule_id)
    names = budget.order if budget else []
    return sorted(rows, key=lambda each: _place(each, names))


def _place(application: Application, names: list[str]) -> tuple[Any, ...]:
    """What the order goes by; unknown facts come last, then the day of submission, then the key."""
    kept = application.judgements.filter(purpose=Purpose.RECOMMENDATION).order_by("-pk")[0]
    values = {
        each["name"]: each["value"] for each in kept.facts if each["table"] == application.table
    }
    facts = [(values.get(name) is None, str(values.get(name))) for name in names]
    return (*facts, application.submitted_on, application.key)


def position(application: Application) -> int | None:
    """Its place in the queue, from 1; None where it does not wait in one."""
    if application.queued_at is None or prorates(application.rule):
        return None
    return [each.pk for each in queue(application.rule)].index(application.pk) + 1
