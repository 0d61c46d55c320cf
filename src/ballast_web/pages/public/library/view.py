"""政策库: the documents and measures of the library, searched and filtered."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse

from ballast_web.catalogue import library as catalogue
from ballast_web.pages.page import EVERYBODY, Request, page
from ballast_web.pages.public.library.finding import documents, found, options

PER_PAGE = 20
_LABELS = {
    "region": "地区",
    "status": "时效",
    "kind": "类别",
    "industry": "行业",
    "department": "责任单位",
}


@page("policies/", title="政策库", roles=EVERYBODY, menu=10, theme="公开服务", icon="books")
def library(request: Request) -> HttpResponse:
    """What the words and filters in the address leave; without any, the documents come first."""
    shelf = catalogue.current()
    offered = options(shelf)
    filters = [
        (name, label, offered[name], request.GET.get(name, "")) for name, label in _LABELS.items()
    ]
    asked = bool(request.GET.get("q", "").strip()) or any(each[3] for each in filters)
    paged = Paginator(found(request.GET), PER_PAGE).get_page(request.GET.get("page"))
    return library.render(
        request,
        filters=filters,
        asked=asked,
        results=paged,
        words=request.GET.get("q", ""),
        documents=[] if asked or paged.number > 1 else documents(shelf),
    )
