"""What the self-assessment in docs/security.md says of sign-in, sessions, headers and forms."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from ballast_web.accounts.models import Authenticator
from ballast_web.errors import BadValue
from ballast_web.kernel.middleware import SEEN
from ballast_web.kernel.people import change_password
from ballast_web.kernel.roles import Role
from ballast_web.settings import base

pytestmark = pytest.mark.django_db
PASSWORD = "Right-Horse-9"
SIGN_IN = "/sign-in/"


@pytest.fixture
def clerk(acting, enterprise):
    return acting(Role.CLERK, enterprise)


def signing_in(client, who, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": who.person.login, "password": password, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_after_five_failures_the_right_password_is_refused_too(clerk):
    client = Client()
    for _ in range(5):
        signing_in(client, clerk, "Wrong-Horse-9")
    assert signing_in(client, clerk).status_code == 429
    assert not is_in(client)
    assert AccessAttempt.objects.get().username == clerk.person.login
    assert AccessAttempt.objects.get().failures_since_start >= 5


def test_somebody_elses_failures_lock_nobody_else(clerk, acting, other_enterprise):
    other = acting(Role.CLERK, other_enterprise)
    for _ in range(5):
        signing_in(Client(), other, "Wrong-Horse-9")
    client = Client()
    signing_in(client, clerk)
    assert is_in(client)


def test_who_signs_in_is_recorded_and_gets_a_new_session(clerk):
    client = Client()
    client.get(SIGN_IN)
    before = client.session.session_key
    signing_in(client, clerk)
    assert is_in(client)
    assert client.session.session_key != before
    assert AccessLog.objects.get().username == clerk.person.login


def test_a_session_that_nobody_uses_ends(clerk, signed_in, settings):
    client = signed_in(clerk)
    client.get("/")
    session = client.session
    session[SEEN] -= settings.BALLAST_IDLE_MINUTES * 60 + 1
    session.save()
    assert client.get(reverse("enterprise.home")).status_code == 302
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(clerk):
    client = Client()
    signing_in(client, clerk)
    change_password(clerk, clerk.person, "Another-Horse-8")
    client.get("/")
    assert client.get(reverse("enterprise.home")).status_code == 302


@pytest.mark.parametrize(
    "password", ["Short-9", "alllowercase1", "1234567890", "Password123", "Clerk-Login-77"]
)
def test_a_weak_password_is_refused(clerk, password):
    clerk.person.login = "clerk-login-77"
    with pytest.raises(BadValue):
        change_password(clerk, clerk.person, password)


def test_nobody_is_sent_to_another_site(clerk):
    for wanted in ("https://example.test/", "//example.test/", "javascript:alert(1)"):
        assert signing_in(Client(), clerk, next=wanted).url == "/"
    assert signing_in(Client(), clerk, next="/account/").url == "/account/"


def test_a_form_without_its_token_is_refused(clerk):
    client = Client(enforce_csrf_checks=True)
    assert signing_in(client, clerk).status_code == 403
    assert not is_in(client)


def test_a_code_of_the_second_factor_serves_once(acting, city):
    officer = acting(Role.POLICY, city)
    device = Authenticator.objects.create(user=officer.person, name="手机", confirmed=True)
    code = f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"
    answers = []
    for _ in range(2):
        client = Client()
        signing_in(client, officer)
        answers.append(client.post("/second-factor/", {"code": code}).status_code)
    assert answers == [302, 200]


@pytest.mark.parametrize("address", ["/", SIGN_IN, "/try/", "/nowhere/"])
def test_every_answer_forbids_foreign_scripts_frames_and_guessing(address):
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_other_sites(clerk):
    client = Client()
    client.get(SIGN_IN)
    signing_in(client, clerk)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_passwords_are_hashed_with_argon2():
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
