"""The second factor of staff: enrol a phone's authenticator, then show its code each time."""

from __future__ import annotations

import base64
import io

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django_otp import devices_for_user, login, match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import Person
from ballast_web.kernel.people import confirm, enrol
from ballast_web.pages.page import EVERYBODY, Request, page, person_of


@page("second-factor/", title="二次验证", roles=EVERYBODY, before_roles=True)
def second_factor(request: Request) -> HttpResponse:
    """Ask for a code; of somebody without a device, enrol one first."""
    person = person_of(request)
    enrolled = any(devices_for_user(person, confirmed=True))
    device = None if enrolled else enrol(person)
    if request.method == "POST" and _shown(request, person, device):
        return redirect("/")
    shown = {"picture": _picture(device), "secret": _secret(device)} if device else {}
    return second_factor.render(request, enrolled=enrolled, hint=_hint(person), **shown)


def _shown(request: Request, person: Person, device: TOTPDevice | None) -> bool:
    """Whether the code is right; the session then remembers it."""
    code = request.POST.get("code", "").strip()
    matched = match_token(person, code) if device is None else None
    if device is not None and confirm(request.acting or platform("二次验证"), device, code):
        matched = device
    if matched is None:
        messages.error(request, "验证码不正确或已过期，请输入验证器当前显示的6位数字。")
        return False
    login(request, matched)
    return True


def _picture(device: TOTPDevice) -> str:
    """The enrolment as a QR code, as a data address."""
    buffer = io.BytesIO()
    qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathImage).save(buffer)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def _secret(device: TOTPDevice) -> str:
    return base64.b32encode(device.bin_key).decode()


def _hint(person: Person) -> str:
    """In a demonstration, the code that the phone would show."""
    device = TOTPDevice.objects.filter(user=person).first()
    if not settings.BALLAST_DEMONSTRATION or device is None:
        return ""
    return (
        f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"
    )
