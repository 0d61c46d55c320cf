"""A circular that the unit was sent: opening it leaves the unit's receipt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ballast_web.circulars import services
from ballast_web.circulars.access import access_receipts
from ballast_web.circulars.papers.paper import ISSUERS_COPY, paper_of
from ballast_web.errors import NotHere
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision.states import READERS


@page("staff/received-circular/<int:pk>/", title="收到的通报", roles=READERS)
def received_circular(request: Request, pk: int) -> Response:
    """The paper; the first of the unit to open it is written down."""
    found = access_receipts(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what=_("这份通报"))
    receipt = services.read(request.acting, found)
    own = access_receipts(request.acting)
    return received_circular.render(
        request,
        receipt=receipt,
        circular=receipt.circular,
        paper=paper_of(receipt.circular, receipt.copy or ISSUERS_COPY),
        corrected=own.filter(circular=receipt.circular.corrects_id).first(),
        corrections=own.filter(circular__corrects=receipt.circular).order_by("pk"),
    )
