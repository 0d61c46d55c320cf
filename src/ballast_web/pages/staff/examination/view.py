"""An examination: how far it is, and what it found."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ballast_web.catalogue.access import access_examinations
from ballast_web.catalogue.examinations import report_folder
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, Response, page


@page("examinations/<int:pk>/", title="检查结果", roles=STAFF)
def examination(request: Request, pk: int) -> Response:
    """The result; for HTMX the part that asks for itself again; `?report` is the file."""
    found = get_object_or_404(
        access_examinations(request.acting).select_related("draft", "by"), pk=pk
    )
    if "report" in request.GET:
        path = report_folder(found) / "report.html"
        if not path.is_file():
            raise NotHere(what=_("测算报告"))
        name = _("模拟测算报告") + f"{found.pk}.html"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
    context: dict[str, Any] = {"examination": found, "draft": found.draft}
    if request.htmx:
        return render(request, "staff/examination/result.html", context)
    return examination.render(request, **context)
