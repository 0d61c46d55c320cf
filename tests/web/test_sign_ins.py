"""Authenticators' keys stand sealed; one sees where one is signed in, and ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from account_fixtures import (
    FACTOR,
    FIREFOX,
    HOME,
    OWN,
    PASSWORD,
    TESTS,
    WECHAT,
    enrolled,
    noted,
    signing_in,
    text,
)
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ballast_web.accounts.browsers import spoken
from ballast_web.accounts.models import Authenticator, SignIn
from ballast_web.accounts.services import sessions
from ballast_web.accounts.tasks import forget_sessions
from ballast_web.kernel import sealing
from ballast_web.kernel.roles import Role
from ballast_web.kernel.sealed import reseal, unopened

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(acting, city):
    return acting(Role.POLICY, city)


@pytest.fixture
def clerk(acting, enterprise):
    return acting(Role.CLERK, enterprise)


# Sealed keys


def test_an_authenticators_key_stands_sealed(officer):
    device = enrolled(officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_authenticator")
        stored = cursor.fetchone()[0]
    assert device.key not in stored
    assert sealing.unseal(stored) == device.key
    assert Authenticator.objects.get().key == device.key


def test_a_key_that_nothing_opens_is_found(officer, settings):
    enrolled(officer)
    settings.BALLAST_DATA_KEYS = ["n" * 40]
    assert [flaw.split()[0] for flaw in unopened()] == ["accounts.authenticator.key"]


def test_a_key_is_sealed_anew_under_the_newest(officer, settings):
    old, new = "o" * 40, "n" * 40
    settings.BALLAST_DATA_KEYS = [old]
    key = enrolled(officer).key
    settings.BALLAST_DATA_KEYS = [new, old]
    assert reseal(TESTS) == 1
    settings.BALLAST_DATA_KEYS = [new]
    assert Authenticator.objects.get().key == key


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_keys_that_stood_open(officer):
    device = enrolled(officer)

    def migrated(name: str) -> None:
        MigrationExecutor(connection).migrate([("accounts", name)])

    try:
        migrated("0001_initial")
        with connection.cursor() as cursor:
            cursor.execute("SELECT key FROM otp_totp_totpdevice")
            assert cursor.fetchone()[0] == device.key
    finally:
        migrated("0002_authenticators_keys_are_sealed")
    assert Authenticator.objects.get().key == device.key
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM otp_totp_totpdevice")
        assert cursor.fetchone()[0] == 0


# Sessions


def test_ones_sessions_are_listed_with_their_browsers(clerk):
    here, there = signing_in(clerk), signing_in(clerk, agent=WECHAT)
    there.get(HOME)
    body = text(here.get("/account/"))
    assert "Firefox·Windows电脑" in body
    assert "微信·安卓设备" in body
    assert body.count("本次登录") == 1


def test_one_other_session_is_ended_and_ones_own_is_not(clerk):
    here, there = signing_in(clerk), signing_in(clerk, agent=WECHAT)
    there.get(HOME)
    here.get(HOME)
    own, other = (SignIn.objects.get(browser__startswith=each) for each in ("Firefox", "微信"))
    assert here.post("/account/", {"end": own.pk}).status_code == 404
    here.post("/account/", {"end": other.pk})
    assert there.get(HOME).status_code == 302
    assert here.get(HOME).status_code == 200
    assert noted("person.sessions_ended") == 1


def test_all_other_sessions_are_ended(clerk):
    clients = [signing_in(clerk) for _ in range(3)]
    for client in clients:
        client.get(HOME)
    clients[0].post("/account/", {"end": "others"})
    assert [client.get(HOME).status_code for client in clients] == [200, 302, 302]


def test_nobody_ends_somebody_elses_session(clerk, officer):
    theirs, mine = signing_in(officer), signing_in(clerk)
    theirs.get(FACTOR)
    row = SignIn.objects.get(person=officer.person)
    assert mine.post("/account/", {"end": row.pk}).status_code == 404
    assert theirs.get(FACTOR).status_code == 200


def test_a_new_password_of_ones_own_leaves_this_session_alone(clerk):
    here, there = signing_in(clerk), signing_in(clerk)
    there.get(HOME)
    here.post("/account/", {"current": PASSWORD, "password": OWN})
    assert here.get("/account/").status_code == 200
    assert [row.session_key for row in sessions.current(clerk.person)] == [here.session.session_key]
    assert there.get(HOME).status_code == 302


def test_signing_out_leaves_the_list(clerk):
    client = signing_in(clerk)
    client.get(HOME)
    client.post("/sign-out/")
    assert not SignIn.objects.exists()


def test_what_is_left_of_old_sessions_is_deleted(clerk):
    client = signing_in(clerk)
    client.get(HOME)
    old = timezone.now() - timedelta(days=1, minutes=1)
    SignIn.objects.update(seen_at=old)
    Session.objects.update(expire_date=old)
    assert forget_sessions.enqueue().return_value == 1
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "said"),
    [(FIREFOX, "Firefox·Windows电脑"), (WECHAT, "微信·安卓设备"), ("curl/8.5", "未知浏览器")],
)
def test_a_browser_is_told_in_plain_words(agent, said):
    assert spoken(agent) == said
