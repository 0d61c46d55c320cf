"""One person's account, and what an administrator does for somebody who cannot sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.accounts.locks import locked_until
from ballast_web.accounts.services import helping, recovery
from ballast_web.accounts.services.enrolment import (
    authenticator_of,
    needs_enrolment_code,
    valid_until,
)
from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel.access import access_memberships, access_people
from ballast_web.kernel.models import Person
from ballast_web.kernel.roles import STAFF, Role
from ballast_web.pages.page import Request, Response, page


@page("staff/people/<int:pk>/", title="人员账户", roles={Role.ADMINISTRATOR})
@sensitive_post_parameters("password")
@never_cache
def person(request: Request, pk: int) -> Response:
    """What stands of the account; on a form's word, one thing done with it."""
    found = get_object_or_404(access_people(request.acting), pk=pk)
    if request.method != "POST":
        return _shown(request, found)
    wanted = request.POST.get("do", "")
    if wanted not in _DEEDS:
        raise BadValue(field="办理事项", given=wanted, allowed="、".join(_DEEDS))
    try:
        return _DEEDS[wanted](request, found)
    except BadValue as error:
        return _shown(request, found, error=error)


def _shown(request: Request, found: Person, **more: Any) -> Response:
    held = access_memberships(request.acting).filter(person=found)
    roles = held.select_related("organisation").order_by("organisation__code", "role")
    return person.render(request, person=found, roles=roles, **_standing(request, found), **more)


def _standing(request: Request, found: Person) -> dict[str, Any]:
    """How one signs in, and why the administrator may do nothing about it, where that is so."""
    device = authenticator_of(found)
    return {
        "device": device,
        "staff": found.memberships.filter(role__in=STAFF).exists(),
        "left": recovery.left(found),
        "code_until": valid_until(found) if needs_enrolment_code() and not device else None,
        "locked_until": locked_until(found.login),
        "refused": _refused(request, found),
    }


def _refused(request: Request, found: Person) -> PlatformError | None:
    try:
        helping.may_help(request.acting, found)
    except PlatformError as error:
        return error
    return None


def _password(request: Request, found: Person) -> Response:
    helping.give_temporary_password(request.acting, found, request.POST.get("password", ""))
    said = _("已设定临时密码，%(name)s的登录已全部退出。请当面或电话告知本人，首次登录须修改。")
    return _done(request, found, said % {"name": found.name})


def _second_factor(request: Request, found: Person) -> Response:
    """The code is shown in this answer alone: no message carries it through a cookie."""
    code = helping.reset_second_factor(request.acting, found)
    return _shown(request, found, code=code)


def _unlock(request: Request, found: Person) -> Response:
    helping.unlock(request.acting, found)
    return _done(request, found, _("登录锁定已解除。"))


def _disable(request: Request, found: Person) -> Response:
    helping.disable(request.acting, found)
    return _done(request, found, _("账户已停用，登录已全部退出。"))


def _enable(request: Request, found: Person) -> Response:
    helping.enable(request.acting, found)
    return _done(request, found, _("账户已启用。"))


def _done(request: Request, found: Person, said: str) -> Response:
    messages.success(request, said)
    return redirect("staff.person", pk=found.pk)


_DEEDS: dict[str, Callable[[Request, Person], Response]] = {
    "password": _password,
    "second_factor": _second_factor,
    "unlock": _unlock,
    "disable": _disable,
    "enable": _enable,
}
