"""One message of the inbox; opening it marks it as read."""

from __future__ import annotations

from django.http import HttpResponse

from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, page
from ballast_web.push.services import open_message


@page("messages/<int:message>/", title="消息详情", roles=ENTERPRISE)
def message(request: Request, message: int) -> HttpResponse:
    """The message."""
    return PAGE.render(request, message=open_message(request.acting, message))


PAGE = message
