"""Payment orders: what waits, what is in batches, with the bank, paid, returned."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any, ClassVar
from uuid import uuid4

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import redirect
from django.urls import reverse

from ballast_web.errors import BadValue
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.payments import channels, services
from ballast_web.payments.access import access_batches, access_orders, access_receipts
from ballast_web.payments.models import PaymentOrder
from ballast_web.payments.models.receipts import Fate
from ballast_web.payments.states import MAKERS, OrderState

ROLES = {Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.SUPERVISOR}
#: What the board counts, in the order of a payment's way.
_WAY = (
    OrderState.READY,
    OrderState.BATCHED,
    OrderState.SENT,
    OrderState.PAID,
    OrderState.RETURNED,
)
_RECENT = 8


def _address(row: PaymentOrder) -> str:
    return reverse("staff.payment", kwargs={"pk": row.pk})


COLUMNS = (
    Column("拨付单号", lambda row: row.number, "number", link=_address),
    Column("企业", lambda row: row.enterprise.name, "enterprise__name"),
    Column("申报", lambda row: row.reservation.claim_reference),
    Column("金额", lambda row: row.amount_fen, "amount_fen", "money"),
    Column("状态", lambda row: row.get_state_display(), "state"),
    Column("收款账号", lambda row: row.masked),
    Column("批次", lambda row: row.batch.number if row.batch else None),
    Column("到账日期", lambda row: row.settled_on, "settled_on", "day"),
)


class Orders(django_filters.FilterSet):
    """State, enterprise and number."""

    state = django_filters.ChoiceFilter(
        label="状态", choices=OrderState.choices, empty_label="全部"
    )
    enterprise = django_filters.CharFilter("enterprise__name", "contains", label="企业")
    number = django_filters.CharFilter("number", "contains", label="拨付单号")

    class Meta:
        model = PaymentOrder
        fields: ClassVar = ["state", "enterprise", "number"]


@page("staff/payments/", title="拨付", roles=ROLES, menu=62, theme="资金", icon="cash")
def payments(request: Request) -> Response:
    """The orders; finance officers prepare batches and import the bank's receipts."""
    if request.method == "POST":
        return _done(request)
    own = access_orders(request.acting)
    listing = Listing(
        request,
        own,
        COLUMNS,
        Orders,
        "拨付单",
        "没有拨付单。申报经核定、企业登记收款账户后，拨付单自动生成。",
    )
    return listing.exported() or payments.render(
        request,
        listing=listing,
        way=_way(own),
        batches=access_batches(request.acting)[:_RECENT],
        receipts=_receipts(request),
        channels=[(name, channel.LABEL) for name, channel in channels.found().items()],
        key=uuid4().hex,
        may_prepare=request.acting.role in MAKERS,
    )


def _way(own: QuerySet[PaymentOrder]) -> list[tuple[OrderState, int, int]]:
    """Each state of the way with how many orders stand there, and their 分."""
    rows = own.order_by().values_list("state").annotate(n=Count("pk"), fen=Sum("amount_fen"))
    held = {state: (number, fen) for state, number, fen in rows}
    return [(state, *held.get(state, (0, 0))) for state in _WAY]


def _receipts(request: Request) -> Any:
    """The latest receipts with how many of their lines were applied, and how many not matched."""
    counts = {fate.value: Count("lines", filter=Q(lines__fate=fate)) for fate in Fate}
    return access_receipts(request.acting).annotate(**counts)[:_RECENT]


def _done(request: Request) -> Response:
    purse = request.acting.organisation
    assert purse is not None  # noqa: S101 - a page's visitor acts for somebody
    if "receipt" in request.FILES:
        return _received(request, purse)
    chosen = request.POST.getlist("order")
    if not all(each.isdecimal() for each in chosen):
        raise BadValue(field="拨付单", given="、".join(chosen), allowed="清单中的拨付单")
    batch = services.prepare_batch(
        request.acting,
        purse,
        [int(each) for each in chosen] or None,
        request.POST.get("channel", ""),
        request.POST.get("key", "")[:100],
    )
    messages.success(request, f"批次{batch.number}已编制，待另一人复核放行。")
    return redirect("staff.batch", pk=batch.pk)


def _received(request: Request, purse: Organisation) -> Response:
    file = request.FILES["receipt"]
    assert isinstance(file, UploadedFile)  # noqa: S101 - Django gives no other
    name = PurePath(file.name or "").name
    most = settings.BALLAST_UPLOAD_MEGABYTES
    if (file.size or 0) > most << 20:
        raise BadValue(field="回单文件", given=name, allowed=f"不超过{most}MB的文件")
    with tempfile.TemporaryDirectory(prefix="receipt-") as folder:
        path = Path(folder) / f"receipt{PurePath(name).suffix[:8].lower()}"
        with path.open("wb") as kept:
            kept.writelines(file.chunks())
        receipt = services.import_receipt(request.acting, purse, path, name)
    return redirect("staff.receipt", pk=receipt.pk)
