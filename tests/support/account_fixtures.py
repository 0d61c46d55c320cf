"""People, phones and windows for tests of accounts."""

from __future__ import annotations

from django.test import Client
from django_otp.oath import TOTP

from ballast_web.accounts.models import Authenticator
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry

PASSWORD, TEMPORARY, OWN = "Right-Horse-9", "Given-Horse-7", "Chosen-Horse-8"
FACTOR, NEW, HOME = "/second-factor/", "/new-password/", "/messages/"
TESTS = platform("测试")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"


def signing_in(who, password=PASSWORD, agent=FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"username": who.person.login, "password": password})
    return client


def digits(device: Authenticator) -> str:
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"


def pending(who) -> Authenticator:
    return Authenticator.objects.get(user=who.person, confirmed=False)


def enrolled(who) -> Authenticator:
    return Authenticator.objects.create(user=who.person, name="手机", confirmed=True)


def page_of(who) -> str:
    return f"/staff/people/{who.person.pk}/"


def text(answer) -> str:
    return answer.content.decode()


def noted(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()
