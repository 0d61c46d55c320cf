"""One reminder; whoever of the unit opens it first marks it as read."""

from __future__ import annotations

from django.http import HttpResponse

from ballast_web.applications.states import READERS
from ballast_web.pages.page import Request, page
from ballast_web.push.services import open_message


@page("staff/reminders/<int:message>/", title="期限提醒", roles=READERS)
def reminder(request: Request, message: int) -> HttpResponse:
    """The reminder."""
    return reminder.render(request, message=open_message(request.acting, message))
