"""Sign in and out: name and password, with a lock after five failures."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.pages.page import EVERYBODY, Request, page


class SignInForm(AuthenticationForm):
    """Name and password, in the platform's words."""

    error_messages = {  # noqa: RUF012 - Django's own attribute
        "invalid_login": "登录名或密码不正确。连续5次失败将锁定30分钟。",
        "inactive": "账户已停用，请联系单位管理员。",
    }


@page("sign-in/", title="登录", roles=EVERYBODY)
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: Request) -> HttpResponse:
    """The form, and what it sends."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_wanted(request))
    if "refused" in request.GET:
        messages.error(request, "统一身份认证没有通过，或该身份尚未绑定平台账户。")
    provided = settings.BALLAST_SINGLE_SIGN_ON
    return sign_in.render(
        request, form=form, next=request.GET.get("next", ""), single_sign_on=provided
    )


def _wanted(request: Request) -> str:
    """Where they were going, if that is on this site."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if own else "/"


@page("sign-out/", title="退出", roles=EVERYBODY)
def sign_out(request: Request) -> HttpResponse:
    """End the session; only a form of this site does so."""
    if request.method == "POST":
        logout(request)
    return redirect("/")
