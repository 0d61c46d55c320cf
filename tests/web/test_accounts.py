"""Accounts that can be recovered, and a second factor that the first password does not give."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from account_fixtures import (
    FACTOR,
    HOME,
    NEW,
    OWN,
    TEMPORARY,
    TESTS,
    digits,
    enrolled,
    noted,
    pending,
    signing_in,
    text,
)
from django.utils import timezone

from ballast_web.accounts import codes
from ballast_web.accounts.errors import (
    NoEnrolmentCode,
    WrongCode,
    WrongEnrolmentCode,
    WrongRecoveryCode,
)
from ballast_web.accounts.models import Authenticator, EnrolmentCode, RecoveryCode
from ballast_web.accounts.services import enrolment, helping, recovery
from ballast_web.demonstration import people as demonstration
from ballast_web.kernel.models import AuditEntry, Person
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(acting, city):
    return acting(Role.ADMINISTRATOR, city)


@pytest.fixture
def officer(acting, city):
    return acting(Role.POLICY, city)


@pytest.fixture
def clerk(acting, enterprise):
    return acting(Role.CLERK, enterprise)


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
    assert "no-store" in answer["Cache-Control"]
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
