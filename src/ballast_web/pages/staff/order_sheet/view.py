"""批量督办: reminders and orders about many tasks, by Excel."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.sheets import given, marked
from ballast_web.supervision.services import order_sheets, sheets
from ballast_web.supervision.states import SUPERVISORS

NAME = "批量督办表.xlsx"


@page("staff/order-sheet/", title="批量督办", roles=SUPERVISORS)
def order_sheet(request: Request) -> Response:
    """The form; `?template` gives the sheet, `?marked` the last one with its errors."""
    if "template" in request.GET:
        file = order_sheets.template(request.acting)
        return FileResponse(file, as_attachment=True, filename=NAME)
    if "marked" in request.GET:
        return marked(request, order_sheets.FORM, NAME)
    if request.method == "POST":
        return _received(request)
    last = sheets.last_outcome(request.acting, order_sheets.FORM)
    return order_sheet.render(request, last=last)


def _received(request: Request) -> Response:
    """Take the sheet in, or show what is wrong with it."""
    found = order_sheets.receive(request.acting, given(request))
    if found.marks:
        return redirect("staff.order_sheet")
    if not found.done:
        messages.warning(request, _("表中没有填写督办要求，没有发出督办件。"))
        return redirect("staff.order_sheet")
    messages.success(request, _("已发出%(n)s件督办件。") % {"n": found.done})
    return redirect(reverse("staff.orders"))
