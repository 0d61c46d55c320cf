"""企业档案: one enterprise whole. Each part is a file in `parts/`, found by its place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.enterprises.access import enterprise_of
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, page
from ballast_web.pages.staff.enterprise.parts import all_parts
from ballast_web.pages.staff.enterprises.view import region_label


@page("staff/enterprises/<int:key>/", title="企业档案", roles=STAFF)
def enterprise(request: Request, key: int) -> HttpResponse:
    """Every part; a form names the part that it belongs to."""
    firm, parts = enterprise_of(request.acting, key), all_parts()
    if request.method == "POST":
        part = parts.get(request.POST.get("part", ""))
        if part is None or not hasattr(part, "post"):
            raise NotHere(what="这项办理")
        part.post(request, firm)
        return redirect(request.path)
    shown = [
        (name, part.TITLE, f"staff/enterprise/parts/{name}.html", part.context(request, firm))
        for name, part in parts.items()
    ]
    return enterprise.render(
        request, enterprise=firm, region=region_label(firm.region), parts=shown
    )
