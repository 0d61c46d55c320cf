"""Each request of somebody signed in keeps the list of their sessions."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ballast_web.accounts.services.sessions import note_use


def sessions_listed(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Write down the use of a session; stands behind what ends idle ones."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            note_use(request)
        return answer(request)

    return middleware
