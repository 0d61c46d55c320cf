"""In a demonstration nobody has the phone: the page shows what it would."""

from __future__ import annotations

from django.conf import settings
from django_otp.oath import TOTP

from ballast_web.accounts.models import Authenticator


def hint(device: Authenticator | None) -> str:
    """The code that the phone shows now; empty but in a demonstration."""
    if not settings.BALLAST_DEMONSTRATION or device is None:
        return ""
    parts = (device.bin_key, device.step, device.t0, device.digits, device.drift)
    return f"{TOTP(*parts).token():06d}"
