"""What every request passes: idle sessions end, the acting role and the language are known."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ballast_web.kernel.acting import Acting, memberships_on
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
SEEN, MEMBERSHIP = "seen", "membership"
#: A session's last use is written down at most this often, in seconds.
_STEP = 30


def language_chosen(answer: Answer) -> Answer:
    """Speak the language of the cookie; Chinese to everybody who has chosen none.

    What a browser prefers does not count: the platform is Chinese until somebody asks for English.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = given if given in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def idle_sessions_end(answer: Answer) -> Answer:
    """Sign out whoever has done nothing for BALLAST_IDLE_MINUTES."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            idle = now - request.session.get(SEEN, now)
            if idle > settings.BALLAST_IDLE_MINUTES * 60:
                logout(request)
                messages.info(request, "长时间未操作，已自动退出，请重新登录。")
            elif SEEN not in request.session or idle >= _STEP:
                request.session[SEEN] = now
        return answer(request)

    return middleware


def acting_known(answer: Answer) -> Answer:
    """Put `acting` on the request: the role chosen, else the first; None for strangers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.acting = acting_of(request)  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def acting_of(request: HttpRequest) -> Acting | None:
    """As what whoever is signed in acts; None where nobody is, or without any role."""
    person = request.user
    if not isinstance(person, Person):
        return None
    held = {membership.pk: membership for membership in memberships_on(person, today())}
    chosen = held.get(request.session.get(MEMBERSHIP, 0)) or next(iter(held.values()), None)
    return Acting(chosen) if chosen else None
