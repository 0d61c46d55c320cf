"""A circular as a document to take away."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ballast_web.circulars.access import access_papers, access_receipts
from ballast_web.circulars.papers import FORMATS, rendered
from ballast_web.circulars.papers.paper import ISSUERS_COPY
from ballast_web.errors import NotHere
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision.states import READERS


@page("staff/circular/<int:pk>/<str:form>/", title="通报文件", roles=READERS)
def circular_paper(request: Request, pk: int, form: str) -> Response:
    """The document, as DOCX or PDF."""
    found = access_papers(request.acting).filter(pk=pk).first()
    if found is None or form not in FORMATS:
        raise NotHere(what=_("这份文件"))
    media, _write = FORMATS[form]
    name = f"{found.number or found.period}{found.title}.{form}"
    receipt = access_receipts(request.acting).filter(circular=found).first()
    copy = (receipt and receipt.copy) or ISSUERS_COPY
    given = content_disposition_header(True, name)
    content = rendered(found, form, copy)
    return HttpResponse(content, media, headers={"Content-Disposition": given or ""})
