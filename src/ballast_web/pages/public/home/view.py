"""The front door: each role's own first page; for strangers, what the platform does for them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.pages.discovery import menu
from ballast_web.pages.page import EVERYBODY, Request, page


@page("", title="首页", roles=EVERYBODY)
def home(request: Request) -> HttpResponse:
    """Lead whoever acts to the first page of their menu."""
    own = [each for each in menu(request.acting) if each.roles != EVERYBODY]
    return redirect(own[0].name) if request.acting and own else home.render(request)
