"""One's own account: roles, the password, recovery codes, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.accounts.services import recovery, sessions
from ballast_web.accounts.services.enrolment import authenticator_of
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import memberships_on, platform
from ballast_web.kernel.clock import today
from ballast_web.kernel.middleware import MEMBERSHIP
from ballast_web.kernel.models import Person
from ballast_web.kernel.people import change_password
from ballast_web.pages.page import EVERYBODY, Request, page, person_of
from ballast_web.supervision.calendars import token_of


@page("account/", title="我的账户", roles=EVERYBODY, before_roles=True)
@sensitive_post_parameters("current", "password")
def account(request: Request) -> HttpResponse:
    """Roles to choose from, a form for a new password, the sessions that one may end."""
    if request.method == "POST":
        return _changed(request)
    person = person_of(request)
    return account.render(
        request,
        memberships=memberships_on(person, today()),
        feed=_feed(request, person),
        enrolled=authenticator_of(person) is not None,
        left=recovery.left(person),
        sign_ins=sessions.current(person),
        here=request.session.session_key,
    )


def _feed(request: Request, person: Person) -> str:
    """The address of the person's deadlines; empty for those who have none to keep."""
    if request.acting is None or not request.acting.of_staff:
        return ""
    place = reverse("public.calendar", kwargs={"token": token_of(person)})
    return request.build_absolute_uri(place)


def _changed(request: Request) -> HttpResponse:
    if "membership" in request.POST:
        _act_as(request, request.POST["membership"])
        return redirect("/")
    if "end" in request.POST:
        _end(request, request.POST["end"])
    else:
        _new_password(request)
    return redirect("public.account")


def _end(request: Request, which: str) -> None:
    """End one of one's own other sessions, or all of them. Raises NotHere."""
    acting, person = request.acting or platform("退出登录"), person_of(request)
    if which == "others":
        sessions.end_others(acting, request)
        messages.success(request, "其他登录已全部退出。")
        return
    others = sessions.current(person).exclude(session_key=request.session.session_key)
    chosen = others.filter(pk=int(which) if which.isdecimal() else 0)
    if not chosen.exists():
        raise NotHere(what="这次登录")
    sessions.end(acting, person, chosen)
    messages.success(request, "已退出这次登录。")


def _act_as(request: Request, key: str) -> None:
    """Act in another of one's own roles."""
    held = memberships_on(person_of(request), today())
    chosen = held.filter(pk=key).first() if key.isdecimal() else None
    if chosen is None:
        raise BadValue(field="身份", given=key, allowed="您现有的任职")
    request.session[MEMBERSHIP] = chosen.pk


def _new_password(request: Request) -> None:
    person = person_of(request)
    if not person.check_password(request.POST.get("current", "")):
        raise BadValue(field="原密码", given="（不予显示）", allowed="您现在使用的密码")
    acting = request.acting or platform("修改密码")
    change_password(acting, person, request.POST.get("password", ""))
    update_session_auth_hash(request, person)
    sessions.end_others(acting, request)
    messages.success(request, "密码已修改。")
