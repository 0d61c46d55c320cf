"""恢复码 made anew, on a current code of the authenticator."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.accounts.errors import WrongCode
from ballast_web.accounts.hints import hint
from ballast_web.accounts.services import recovery
from ballast_web.accounts.services.enrolment import authenticator_of
from ballast_web.kernel.acting import platform
from ballast_web.pages.page import EVERYBODY, Request, page, person_of


@page("account/recovery-codes/", title="恢复码", roles=EVERYBODY, before_roles=True)
@sensitive_post_parameters("code")
@never_cache
def recovery_codes(request: Request) -> HttpResponse:
    """How many are left; ten new ones, shown once."""
    person = person_of(request)
    device = authenticator_of(person)
    if device is None:
        return redirect("public.account")
    shown: dict[str, Any] = {"left": recovery.left(person), "hint": hint(device)}
    if request.method != "POST":
        return recovery_codes.render(request, **shown)
    try:
        recovery.show(person, request.POST.get("code", ""))
    except WrongCode as error:
        return recovery_codes.render(request, error=error, **shown)
    codes = recovery.make(request.acting or platform("恢复码"), person)
    return recovery_codes.render(request, codes=codes)
