"""The feed of a person's deadlines, for calendar programs; the token in its address is the key."""

from __future__ import annotations

from django.http import HttpResponse

from ballast_web.pages.page import EVERYBODY, Request, page
from ballast_web.supervision.calendars import feed, person_by


@page("calendar/<str:token>/deadlines.ics", title="时限日历", roles=EVERYBODY)
def calendar(_request: Request, token: str) -> HttpResponse:
    """The calendar, made anew each time."""
    answer = HttpResponse(feed(person_by(token)), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
