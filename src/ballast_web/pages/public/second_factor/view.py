"""The second factor of staff: enrol a phone's authenticator, then show its code each time."""

from __future__ import annotations

import base64
import io

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login

from ballast_web.accounts.errors import NoEnrolmentCode
from ballast_web.accounts.hints import hint
from ballast_web.accounts.models import Authenticator
from ballast_web.accounts.services import recovery
from ballast_web.accounts.services.enrolment import (
    authenticator_of,
    confirm,
    enrol,
    needs_enrolment_code,
    valid_until,
)
from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import Acting, platform
from ballast_web.pages.page import EVERYBODY, Request, page, person_of

#: In the session: the authenticator that it is enrolling.
ENROLLING = "enrolling"


@page("second-factor/", title="二次验证", roles=EVERYBODY, before_roles=True, at_the_door=True)
@sensitive_post_parameters("code", "enrolment", "recovery")
@never_cache
def second_factor(request: Request) -> HttpResponse:
    """Ask for a code; of somebody without a device, enrol one first."""
    enrolled = authenticator_of(person_of(request))
    try:
        return _known(request, enrolled) if enrolled else _enrolling(request)
    except PlatformError as error:
        return _asked(request, enrolled or _pending(request), error)


def _known(request: Request, device: Authenticator) -> HttpResponse:
    """Let in whoever shows the authenticator's code, or a recovery code."""
    if request.method != "POST":
        return _asked(request, device)
    if "recovery" in request.POST:
        return _recovered(request)
    login(request, recovery.show(person_of(request), request.POST.get("code", "")))
    return redirect("/")


def _recovered(request: Request) -> HttpResponse:
    person = person_of(request)
    login(request, recovery.recover(_acting(request), person, request.POST["recovery"]))
    left = recovery.left(person)
    messages.warning(
        request, f"已用恢复码登录，还剩{left}个。找不回手机的，请联系系统管理员重新绑定。"
    )
    return redirect("/")


def _enrolling(request: Request) -> HttpResponse:
    """Enrol the phone, let whoever did so in, and show the recovery codes this once."""
    device = _pending(request)
    if request.method != "POST":
        return _asked(request, device)
    given = (request.POST.get(name, "").strip() for name in ("code", "enrolment"))
    confirm(_acting(request), device, *given)
    request.session.pop(ENROLLING, None)
    login(request, device)
    codes = recovery.make(_acting(request), person_of(request))
    return second_factor.render(request, "enrolled.html", codes=codes)


def _pending(request: Request) -> Authenticator:
    device = enrol(person_of(request), request.session.get(ENROLLING))
    request.session[ENROLLING] = device.pk
    return device


def _asked(
    request: Request, device: Authenticator, error: PlatformError | None = None
) -> HttpResponse:
    """The form; with the picture of a key that is not confirmed yet."""
    shown = {} if device.confirmed else {"picture": _picture(device), "secret": _secret(device)}
    asks = not device.confirmed and needs_enrolment_code()
    asked = {"enrolled": device.confirmed, "asks": asks, "hint": hint(device)}
    if asks and error is None and valid_until(person_of(request)) is None:
        error = NoEnrolmentCode()
    return second_factor.render(request, error=error, **asked, **shown)


def _acting(request: Request) -> Acting:
    return request.acting or platform("二次验证")


def _picture(device: Authenticator) -> str:
    """The enrolment as a QR code, as a data address."""
    buffer = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage).save(buffer)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def _secret(device: Authenticator) -> str:
    return base64.b32encode(device.bin_key).decode()
