"""A file that goes with a step of a supervision order, for those who may see the order."""

from __future__ import annotations

from ballast_web.errors import NotHere
from ballast_web.pages.attachments import attachment
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision.access import access_orders
from ballast_web.supervision.models import OrderFile
from ballast_web.supervision.states import READERS


@page("staff/order/<int:order>/file/<int:pk>/", title="督办材料", roles=READERS)
def order_file(request: Request, order: int, pk: int) -> Response:
    """The file as an attachment."""
    seen = OrderFile.objects.filter(step__order__in=access_orders(request.acting))
    found = seen.filter(step__order=order, pk=pk).select_related("file").first()
    if found is None:
        raise NotHere(what="这份材料")
    return attachment(found.file, found.name)
