"""Whose money somebody may see: staff the purses of their territory, an enterprise its own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ballast_web.errors import NotAllowed
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind
from ballast_web.payments.models import (
    BankAccount,
    Batch,
    Budget,
    Clawback,
    JournalEntry,
    PaymentOrder,
    Receipt,
    Reservation,
)


def access_purses(acting: Acting) -> QuerySet[Organisation]:
    """The units whose purses `acting` may look into; none but for staff."""
    units = access_organisations(acting).filter(kind=OrganisationKind.GOVERNMENT)
    return units if acting.is_platform or acting.of_staff else units.none()


def access_budgets(acting: Acting) -> QuerySet[Budget]:
    """The budgets of the purses in one's territory."""
    return Budget.objects.filter(purse__in=access_purses(acting)).select_related("purse")


def access_reservations(acting: Acting) -> QuerySet[Reservation]:
    """What is set aside out of those budgets; for an enterprise what is set aside for it."""
    if acting.of_enterprise:
        return Reservation.objects.filter(enterprise=acting.organisation)
    own = Reservation.objects.filter(shares__budget__in=access_budgets(acting)).distinct()
    return own.select_related("enterprise")


def access_entries(acting: Acting) -> QuerySet[JournalEntry]:
    """The journal of those budgets."""
    return JournalEntry.objects.filter(postings__budget__in=access_budgets(acting)).distinct()


def access_orders(acting: Acting) -> QuerySet[PaymentOrder]:
    """Payment orders: of one's purses, or to oneself."""
    orders = PaymentOrder.objects.select_related("enterprise", "budget", "reservation", "batch")
    if acting.of_enterprise:
        return orders.filter(enterprise=acting.organisation)
    return orders.filter(budget__purse__in=access_purses(acting))


def access_batches(acting: Acting) -> QuerySet[Batch]:
    """Batches of one's purses."""
    rows = Batch.objects.select_related("purse", "prepared_by", "released_by")
    return rows.filter(purse__in=access_purses(acting))


def access_receipts(acting: Acting) -> QuerySet[Receipt]:
    """The bank's receipts for one's purses."""
    return Receipt.objects.filter(purse__in=access_purses(acting)).select_related("by")


def access_clawbacks(acting: Acting) -> QuerySet[Clawback]:
    """Money asked back out of orders that one may see."""
    return Clawback.objects.filter(order__in=access_orders(acting)).select_related("order")


def access_accounts(acting: Acting) -> QuerySet[BankAccount]:
    """Accounts: an enterprise its own; staff those that payments of their purses go to."""
    if acting.of_enterprise:
        return BankAccount.objects.filter(enterprise=acting.organisation)
    if acting.is_platform:
        return BankAccount.objects.all()
    paid = access_orders(acting).values("enterprise")
    held = access_reservations(acting).values("enterprise")
    return BankAccount.objects.filter(Q(enterprise__in=paid) | Q(enterprise__in=held))


def must_hold(acting: Acting, purse: Organisation, what: str) -> None:
    """Raises NotAllowed unless `acting` acts for the unit that holds the purse."""
    if not acting.is_platform and acting.organisation != purse:
        role = acting.role.label if acting.role else ""
        raise NotAllowed(role=role, what=f"{what}（出资单位：{purse}）")
