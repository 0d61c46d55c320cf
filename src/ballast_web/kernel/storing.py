"""What browsers and proxies may keep: nothing of what somebody signed in was answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
NOTHING = "private, no-store"


def nothing_stored(answer: Answer) -> Answer:
    """`no-store` on every answer to whoever is signed in or shows a key; public pages stay as they
    are, and so does what a page itself calls public."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if _somebody(request) and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = NOTHING
        return response

    return middleware


def _somebody(request: HttpRequest) -> bool:
    return "Authorization" in request.headers or request.user.is_authenticated
