"""A password of one's own, in place of one that somebody else chose."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.accounts.services.sessions import end_others
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import platform
from ballast_web.kernel.people import change_password
from ballast_web.pages.page import EVERYBODY, Request, page, person_of


@page("new-password/", title="设置新密码", roles=EVERYBODY, before_roles=True)
@sensitive_post_parameters("password", "again")
@never_cache
def new_password(request: Request) -> HttpResponse:
    """Ask for it twice; who need not change theirs finds the form on the account's page."""
    if not person_of(request).must_change_password:
        return redirect("public.account")
    if request.method != "POST":
        return new_password.render(request)
    try:
        _chosen(request)
    except BadValue as error:
        return new_password.render(request, error=error)
    messages.success(request, "新密码已生效。")
    return redirect("/")


def _chosen(request: Request) -> None:
    person, given = person_of(request), request.POST.get("password", "")
    if given != request.POST.get("again", ""):
        raise BadValue(field="再次输入", given="（不予显示）", allowed="与新密码相同的内容")
    acting = request.acting or platform("设置新密码")
    change_password(acting, person, given)
    update_session_auth_hash(request, person)
    end_others(acting, request)
