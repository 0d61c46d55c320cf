"""One receipt of the bank: each line and what became of it; what did not match comes first."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.urls import reverse

from ballast_web.errors import NotHere
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.payments.view import ROLES
from ballast_web.payments.access import access_receipts
from ballast_web.payments.models import ReceiptLine
from ballast_web.payments.models.receipts import Fate


def _address(row: ReceiptLine) -> str:
    return reverse("staff.payment", kwargs={"pk": row.order_id}) if row.order_id else ""


COLUMNS = (
    Column("行", lambda row: row.line, "line", "number"),
    Column("拨付单号", lambda row: row.reference, "reference", link=_address),
    Column("金额（元）", lambda row: row.amount),
    Column("结果", lambda row: row.outcome),
    Column("流水号", lambda row: row.serial),
    Column("银行说明", lambda row: row.note),
    Column("处理", lambda row: row.get_fate_display(), "fate"),
    Column("原因", lambda row: row.reason),
)


class Lines(django_filters.FilterSet):
    """What became of the lines."""

    fate = django_filters.ChoiceFilter(label="处理", choices=Fate.choices, empty_label="全部")

    class Meta:
        model = ReceiptLine
        fields: ClassVar = ["fate"]


@page("staff/receipt/<int:pk>/", title="银行回单", roles=ROLES)
def receipt(request: Request, pk: int) -> Response:
    """The lines as the bank wrote them."""
    found = access_receipts(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="银行回单")
    rows = found.lines.select_related("order").order_by("-fate", "line")
    counts = [(fate, found.lines.filter(fate=fate).count()) for fate in Fate]
    listing = Listing(request, rows, COLUMNS, Lines, name="回单明细")
    return listing.exported() or receipt.render(
        request, receipt=found, listing=listing, counts=counts
    )
