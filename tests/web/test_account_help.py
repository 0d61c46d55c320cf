"""What an administrator does for somebody who cannot sign in, on the page and on the server."""

from __future__ import annotations

import pytest
from account_fixtures import (
    FACTOR,
    HOME,
    PASSWORD,
    TEMPORARY,
    TESTS,
    enrolled,
    noted,
    page_of,
    signing_in,
    text,
)
from django.core.management import CommandError, call_command

from ballast_web.accounts import codes
from ballast_web.accounts.errors import BeyondReach, OwnAccount
from ballast_web.accounts.models import Authenticator, EnrolmentCode
from ballast_web.accounts.services import helping, recovery
from ballast_web.errors import BadValue, NotAllowed
from ballast_web.kernel.models import Person
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
