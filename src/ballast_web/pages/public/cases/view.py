"""Typical cases: what worked, where, under which measure; searched by words."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse

from ballast_web.catalogue import library
from ballast_web.pages.page import EVERYBODY, Request, page
from ballast_web.scorecards.access import access_published_cases

PER_PAGE = 10
#: How many words are searched for.
WORDS = 8


@page("cases/", title="典型案例", roles=EVERYBODY, menu=15, theme="公开服务", icon="bulb")
def cases(request: Request) -> HttpResponse:
    """Those that hold every word in title, text or unit, the newest first."""
    words = request.GET.get("q", "").strip()
    rows = access_published_cases().order_by("-published_on", "-pk")
    for word in words.split()[:WORDS]:
        held = Q(title__icontains=word) | Q(text__icontains=word) | Q(unit__name__icontains=word)
        rows = rows.filter(held)
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    packages = library.current().packages
    found = [
        (each, packages.get(each.package), *each.package.partition("/")[::2]) for each in paged
    ]
    return cases.render(request, words=words, results=paged, found=found)
