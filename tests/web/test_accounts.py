"""Accounts that can be recovered, and a second factor that the first password does not give."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from ballast_web.accounts import codes
from ballast_web.accounts.browsers import spoken
from ballast_web.accounts.errors import (
    BeyondReach,
    NoEnrolmentCode,
    OwnAccount,
    WrongCode,
    WrongEnrolmentCode,
    WrongRecoveryCode,
)
from ballast_web.accounts.models import Authenticator, EnrolmentCode, RecoveryCode, SignIn
from ballast_web.accounts.services import enrolment, helping, recovery, sessions
from ballast_web.accounts.tasks import forget_sessions
from ballast_web.demonstration import people as demonstration
from ballast_web.errors import BadValue, NotAllowed
from ballast_web.kernel import sealing
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry, Person
from ballast_web.kernel.roles import Role
from ballast_web.kernel.sealed import reseal, unopened

pytestmark = pytest.mark.django_db
PASSWORD, TEMPORARY, OWN = "Right-Horse-9", "Given-Horse-7", "Chosen-Horse-8"
FACTOR, NEW, HOME = "/second-factor/", "/new-password/", "/messages/"
TESTS = platform("测试")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"


@pytest.fixture
def administrator(acting, city):
    return acting(Role.ADMINISTRATOR, city)


@pytest.fixture
def officer(acting, city):
    return acting(Role.POLICY, city)


@pytest.fixture
def clerk(acting, enterprise):
    return acting(Role.CLERK, enterprise)


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


# 绑定码


def test_the_password_alone_enrols_nothing(officer):
    client = signing_in(officer)
    assert "您没有可用的绑定码" in text(client.get(FACTOR))
    client.post(FACTOR, {"code": digits(pending(officer))})
    assert not Authenticator.objects.filter(confirmed=True).exists()


def test_password_code_and_digits_enrol_and_show_ten_recovery_codes(officer):
    code, client = enrolment.issue(TESTS, officer.person), signing_in(officer)
    assert "alert-danger" not in text(client.get(FACTOR))
    given = {"code": digits(pending(officer)), "enrolment": code.lower().replace("-", " ")}
    answer = client.post(FACTOR, given)
    assert answer["Cache-Control"].startswith("max-age=0")
    assert text(answer).count("user-select-all") == recovery.left(officer.person) == 10
    assert client.get("/drafts/").status_code == 200
    assert not EnrolmentCode.objects.exists()
    assert noted("person.second_factor_enrolled") == 1


def test_wrong_digits_leave_the_code_as_it_is(officer):
    code = enrolment.issue(TESTS, officer.person)
    device = enrolment.enrol(officer.person, None)
    with pytest.raises(WrongCode):
        enrolment.confirm(officer, device, "", code)
    assert EnrolmentCode.objects.get().failures == 0


def test_three_wrong_codes_void_it(officer):
    code = enrolment.issue(TESTS, officer.person)
    device = enrolment.enrol(officer.person, None)
    for left, error in ((2, WrongEnrolmentCode), (1, WrongEnrolmentCode), (0, NoEnrolmentCode)):
        with pytest.raises(error) as told:
            enrolment.confirm(officer, device, digits(device), codes.made())
        assert not left or f"再试{left}次" in str(told.value)
    with pytest.raises(NoEnrolmentCode):
        enrolment.confirm(officer, device, digits(device), code)
    assert noted("person.enrolment_code_wrong") == 3


@pytest.mark.parametrize(("later", "holds"), [(-1, True), (1, False)])
def test_a_code_lasts_seven_days(officer, later, holds):
    enrolment.issue(TESTS, officer.person)
    end = timezone.now() - timedelta(seconds=later)
    EnrolmentCode.objects.update(until=end)
    assert (enrolment.valid_until(officer.person) is not None) == holds


def test_a_new_code_voids_the_one_before(officer):
    before = enrolment.issue(TESTS, officer.person)
    enrolment.issue(TESTS, officer.person)
    assert not codes.matches(before, EnrolmentCode.objects.get().hash)


def test_who_looked_at_the_picture_has_not_seen_the_key_of_another_session(officer):
    first = signing_in(officer)
    first.get(FACTOR)
    seen = pending(officer).key
    signing_in(officer).get(FACTOR)
    assert pending(officer).key != seen


def test_a_demonstration_asks_for_no_code(officer, settings):
    settings.BALLAST_DEMONSTRATION = True
    client = signing_in(officer)
    assert "绑定码" not in text(client.get(FACTOR))
    client.post(FACTOR, {"code": digits(pending(officer))})
    assert Authenticator.objects.get().confirmed


@pytest.mark.parametrize("typed", ["7K2MQ-X4WDA", "7k2mq x4wda", " 7K2MQX4WDA "])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.matches(typed, codes.hashed("7K2MQ-X4WDA"))


def test_letters_taken_for_digits_are_read_as_digits():
    assert codes.matches("OIL00-00000", codes.hashed("01100-00000"))


def test_codes_are_kept_as_hashes(officer):
    code = enrolment.issue(TESTS, officer.person)
    sheet = recovery.make(TESTS, officer.person)
    kept = str([*EnrolmentCode.objects.values(), *RecoveryCode.objects.values()])
    log = "".join(AuditEntry.objects.values_list("details", flat=True))
    for each in (code, *sheet):
        assert each not in kept
        assert each not in log


def test_a_demonstrations_account_enters_with_the_code_that_is_shown(settings, city):
    settings.BALLAST_DEMONSTRATION = True
    who = demonstration.account(demonstration.Account("try", "试用", Role.POLICY, city.code))
    client = signing_in(who, demonstration.PASSWORD)
    shown = re.search(r"当前验证码 (\d{6})", text(client.get(FACTOR)))
    assert client.post(FACTOR, {"code": shown[1]}).status_code == 302
    assert client.get("/drafts/").status_code == 200


# 恢复码


def test_a_recovery_code_lets_in_once(officer):
    enrolled(officer)
    code = recovery.make(TESTS, officer.person)[3]
    client = signing_in(officer)
    assert client.post(FACTOR, {"recovery": code}).status_code == 302
    assert client.get("/drafts/").status_code == 200
    assert recovery.left(officer.person) == 9
    again = signing_in(officer)
    assert "恢复码不正确" in text(again.post(FACTOR, {"recovery": code}))
    assert again.get("/drafts/").url == FACTOR


def test_wrong_recovery_codes_make_one_wait(officer):
    right = recovery.make(TESTS, officer.person)[0]
    for given in (codes.made(), right):
        with pytest.raises(WrongRecoveryCode):
            recovery.recover(officer, officer.person, given)
    assert recovery.left(officer.person) == 10


def test_somebody_elses_recovery_code_opens_nothing(officer, administrator):
    code = recovery.make(TESTS, administrator.person)[0]
    recovery.make(TESTS, officer.person)
    with pytest.raises(WrongRecoveryCode):
        recovery.recover(officer, officer.person, code)


def test_new_recovery_codes_ask_for_a_current_code_and_void_the_old(officer, signed_in):
    device, old = enrolled(officer), recovery.make(TESTS, officer.person)
    client, address = signed_in(officer), "/account/recovery-codes/"
    assert "还有10个" in text(client.get(address))
    assert "不正确" in text(client.post(address, {"code": "1"}))
    Authenticator.objects.update(throttling_failure_count=0)
    assert text(client.post(address, {"code": digits(device)})).count("user-select-all") == 10
    with pytest.raises(WrongRecoveryCode):
        recovery.recover(officer, officer.person, old[0])


# Temporary passwords


def test_a_given_password_is_changed_before_any_page(administrator, clerk):
    helping.give_temporary_password(administrator, clerk.person, TEMPORARY)
    client = signing_in(clerk, TEMPORARY)
    for address in (HOME, "/account/"):
        assert client.get(address).url == NEW
    assert client.post(NEW, {"password": OWN, "again": OWN}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert not Person.objects.get(pk=clerk.person.pk).must_change_password


@pytest.mark.parametrize(
    ("password", "again"), [(TEMPORARY, TEMPORARY), (OWN, OWN + "x"), ("short", "short")]
)
def test_the_given_password_another_or_a_weak_one_is_no_new_password(
    administrator, clerk, password, again
):
    helping.give_temporary_password(administrator, clerk.person, TEMPORARY)
    client = signing_in(clerk, TEMPORARY)
    answer = client.post(NEW, {"password": password, "again": again})
    assert "alert-danger" in text(answer)
    assert client.get(HOME).url == NEW


def test_the_second_factor_guards_the_change_of_a_given_password(administrator, officer):
    enrolled(officer)
    helping.give_temporary_password(administrator, officer.person, TEMPORARY)
    client = signing_in(officer, TEMPORARY)
    assert client.get(NEW).url == FACTOR
    assert client.post(NEW, {"password": OWN, "again": OWN}).url == FACTOR
    assert Person.objects.get(pk=officer.person.pk).check_password(TEMPORARY)


def test_who_was_added_has_a_password_to_change_and_a_code_shown_once(
    administrator, signed_in, city
):
    client = signed_in(administrator)
    given = {"name": "新人", "login": "new-one", "password": TEMPORARY}
    role = {"organisation": city.code, "role": Role.POLICY}
    answer = client.post("/staff/people/", {**given, **role})
    assert "新人的绑定码" in text(answer)
    assert "新人的绑定码" not in text(client.get("/staff/people/"))
    assert Person.objects.get(login="new-one").must_change_password
    assert EnrolmentCode.objects.get().person.login == "new-one"


# What an administrator does


def test_a_given_password_and_a_removed_factor_end_every_session(administrator, officer, clerk):
    for who, deed in (
        (clerk, lambda: helping.give_temporary_password(administrator, clerk.person, TEMPORARY)),
        (officer, lambda: helping.reset_second_factor(administrator, officer.person)),
        (clerk, lambda: helping.disable(administrator, clerk.person)),
    ):
        Person.objects.filter(pk=clerk.person.pk).update(must_change_password=False)
        client = signing_in(
            who, TEMPORARY if who is clerk and noted("person.password_given") else PASSWORD
        )
        assert client.get("/account/").status_code == (200 if who is clerk else 302)
        deed()
        assert client.get("/account/").url.startswith("/sign-in/")


def test_a_new_phone_needs_the_new_code(administrator, officer, signed_in):
    device = enrolled(officer)
    recovery.make(TESTS, officer.person)
    answer = signed_in(administrator).post(page_of(officer), {"do": "second_factor"})
    assert "绑定码，7日内有效" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert not Authenticator.objects.filter(pk=device.pk).exists()
    assert recovery.left(officer.person) == 0
    assert "绑定验证器" in text(signing_in(officer).get(FACTOR))


def test_a_locked_login_is_unlocked(administrator, clerk, signed_in):
    for _ in range(5):
        signing_in(clerk, "Wrong-Horse-9")
    client = signed_in(administrator)
    assert "锁定至" in text(client.get(page_of(clerk)))
    client.post(page_of(clerk), {"do": "unlock"})
    assert "锁定至" not in text(client.get(page_of(clerk)))
    assert signing_in(clerk).get(HOME).status_code == 200
    assert noted("person.unlocked") == 1


def test_a_disabled_account_opens_nothing_until_it_is_enabled(administrator, clerk, signed_in):
    client = signed_in(administrator)
    client.post(page_of(clerk), {"do": "disable"})
    assert signing_in(clerk).get(HOME).status_code == 302
    client.post(page_of(clerk), {"do": "enable"})
    assert signing_in(clerk).get(HOME).status_code == 200
    assert (noted("person.disabled"), noted("person.enabled")) == (1, 1)


def test_nobody_helps_themselves(administrator, signed_in):
    client = signed_in(administrator)
    assert "您本人的账户" in text(client.get(page_of(administrator)))
    for deed in ("password", "second_factor", "unlock", "disable", "enable"):
        answer = client.post(page_of(administrator), {"do": deed, "password": TEMPORARY})
        assert answer.status_code == 403
    with pytest.raises(OwnAccount):
        helping.disable(administrator, administrator.person)


def test_nobody_helps_somebody_who_has_a_role_beyond_their_reach(
    administrator, officer, province, signed_in
):
    officer.person.memberships.create(
        organisation=province, role=Role.ADMINISTRATOR, since=officer.membership.since
    )
    client = signed_in(administrator)
    assert "超出您的管辖范围" in text(client.get(page_of(officer)))
    with pytest.raises(BeyondReach):
        helping.reset_second_factor(administrator, officer.person)


def test_a_role_that_has_ended_keeps_nobody_from_helping(administrator, officer, province):
    since = officer.membership.since
    officer.person.memberships.create(
        organisation=province, role=Role.POLICY, since=since, until=since
    )
    helping.unlock(administrator, officer.person)


def test_nobody_ends_a_role_beyond_their_reach(administrator, officer, province, signed_in):
    beyond = officer.person.memberships.create(
        organisation=province, role=Role.POLICY, since=officer.membership.since
    )
    assert signed_in(administrator).post(f"/staff/people/{beyond.pk}/end/").status_code == 404
    assert officer.person.memberships.count() == 2


def test_only_administrators_help(officer, clerk):
    with pytest.raises(NotAllowed):
        helping.unlock(officer, clerk.person)


def test_an_unknown_deed_is_refused(administrator, clerk, signed_in):
    assert signed_in(administrator).post(page_of(clerk), {"do": "delete"}).status_code == 422


def test_a_weak_temporary_password_is_told_and_changes_nothing(administrator, clerk, signed_in):
    answer = signed_in(administrator).post(page_of(clerk), {"do": "password", "password": "short"})
    assert "密码" in text(answer)
    assert Person.objects.get(pk=clerk.person.pk).check_password(PASSWORD)
    with pytest.raises(BadValue):
        helping.give_temporary_password(administrator, clerk.person, PASSWORD)


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


# From the server


def administer(capsys, *arguments: str) -> tuple[str, str]:
    """The password and the 绑定码 that the command prints."""
    call_command("administrator", *arguments)
    told = dict(line.split(" ", 1) for line in capsys.readouterr().out.splitlines())
    return told["password"], told["绑定码"]


def test_the_first_administrator_is_made_on_the_server(capsys, city):
    password, code = administer(capsys, "first", "--name", "首任", "--unit", city.code)
    made = Person.objects.get(login="first")
    assert made.check_password(password)
    assert made.must_change_password
    assert made.memberships.get().role == Role.ADMINISTRATOR
    assert codes.matches(code, EnrolmentCode.objects.get(person=made).hash)


def test_the_first_administrator_brings_the_units_of_the_register(capsys):
    administer(capsys, "first", "--name", "首任", "--unit", "440000-industry_and_it")
    held = Person.objects.get(login="first").memberships.get()
    assert held.organisation.code == "440000-industry_and_it"


def test_an_administrator_whom_nobody_can_help_is_helped_on_the_server(capsys, administrator):
    device = enrolled(administrator)
    Person.objects.update(is_active=False)
    password, code = administer(capsys, administrator.person.login)
    found = Person.objects.get(pk=administrator.person.pk)
    assert found.check_password(password)
    assert found.is_active
    assert codes.matches(code, EnrolmentCode.objects.get(person=found).hash)
    assert not Authenticator.objects.filter(pk=device.pk).exists()


@pytest.mark.parametrize("arguments", [["nobody"], ["nobody", "--name", "某人", "--unit", "none"]])
def test_the_command_says_what_it_lacks(arguments):
    with pytest.raises(CommandError):
        call_command("administrator", *arguments)


def test_the_command_helps_administrators_alone(officer):
    with pytest.raises(CommandError):
        call_command("administrator", officer.person.login)
