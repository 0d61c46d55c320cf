"""One batch: what is in it, its release by another person, its bank file."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import redirect

from ballast_web.errors import NotHere
from ballast_web.pages.listing import Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.payments.view import COLUMNS, ROLES
from ballast_web.payments import channels, services
from ballast_web.payments.access import access_batches, access_orders
from ballast_web.payments.models import Batch
from ballast_web.payments.states import CHECKERS, BatchState

_OF_A_BATCH = tuple(column for column in COLUMNS if column.label != "批次")


@page("staff/batch/<int:pk>/", title="拨付批次", roles=ROLES)
def batch(request: Request, pk: int) -> Response:
    """The batch with its orders; `?file=1` is its bank file."""
    found = access_batches(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="拨付批次")
    if request.method == "POST":
        return _done(request, found)
    if "file" in request.GET:
        return _file(found)
    rows = access_orders(request.acting).filter(batch=found)
    listing = Listing(request, rows, _OF_A_BATCH, name=f"批次{found.number}")
    return listing.exported() or batch.render(
        request,
        batch=found,
        channel=channels.found()[found.channel].LABEL,
        listing=listing,
        has_file=_has_file(found),
        may_decide=_may_decide(request, found),
        may_retry=found.state == BatchState.RELEASED and request.acting.role in CHECKERS,
    )


def _may_decide(request: Request, found: Batch) -> bool:
    another = found.prepared_by != request.acting.person
    holds = request.acting.organisation == found.purse and request.acting.role in CHECKERS
    return found.state == BatchState.PREPARED and another and holds


def _has_file(found: Batch) -> bool:
    return found.sent_as.startswith("payments/") and default_storage.exists(found.sent_as)


def _file(found: Batch) -> FileResponse:
    if not _has_file(found):
        raise NotHere(what="银行文件")
    name = PurePath(found.sent_as).name
    return FileResponse(default_storage.open(found.sent_as), as_attachment=True, filename=name)


def _done(request: Request, found: Batch) -> Response:
    decision = request.POST.get("decision")
    if decision == "release":
        services.approve_batch(request.acting, found)
        messages.success(request, "已放行，正在送银行。")
    elif decision == "retry":
        services.send(request.acting, found)
    else:
        services.refuse_batch(request.acting, found, request.POST.get("reason", ""))
        messages.success(request, "已退回编制，拨付单恢复为待拨付。")
    return redirect("staff.batch", pk=found.pk)
