"""经办人: whom the owner lets act for the enterprise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.enterprises import services
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.access import access_memberships
from ballast_web.kernel.roles import Role
from ballast_web.pages.page import Request, page


@page("my/people/", title="经办人", roles={Role.OWNER}, menu=38, icon="users")
@sensitive_post_parameters("password")
def people(request: Request) -> HttpResponse:
    """Who acts for the enterprise; name a clerk, or end one's role."""
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            messages.success(request, _ended(request) if "end" in request.POST else _named(request))
            return redirect(people.name)
        except BadValue as error:
            wrong = {"error": error, "given": request.POST}
    held = access_memberships(request.acting).filter(organisation=request.acting.organisation)
    return people.render(request, held=held.select_related("person").order_by("pk"), **wrong)


def _named(request: Request) -> str:
    given = (request.POST.get(name, "") for name in ("login", "name", "password"))
    membership = services.name_clerk(request.acting, *given)
    return _("%(name)s已可代表企业办理。") % {"name": membership.person.name}


def _ended(request: Request) -> str:
    key = request.POST["end"]
    if not key.isdecimal():
        raise NotHere(what="这位经办人")
    services.end_clerk(request.acting, int(key))
    return _("已取消授权。")
