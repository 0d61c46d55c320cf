"""People, organisations and clients for tests of the platform."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from ballast.content import home as content
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.middleware import MEMBERSHIP
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import BANK, ENTERPRISE, Level, OrganisationKind, Role

SINCE = date(2020, 1, 1)
NEVER = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
SMALL = "guangdong/2023-quality-brand"


@pytest.fixture
def province(db) -> Organisation:
    return unit("guangdong-industry_and_it", "广东省工业和信息化厅", "440000", Level.PROVINCE)


@pytest.fixture
def city(province) -> Organisation:
    return unit("city-440100", "广州市工业和信息化局", "440100", Level.CITY, province)


@pytest.fixture
def other_city(province) -> Organisation:
    return unit("city-440300", "深圳市工业和信息化局", "440300", Level.CITY, province)


@pytest.fixture
def enterprise(db) -> Organisation:
    return firm("91440101HC0000K21T", "合成企业甲", "440106")


@pytest.fixture
def other_enterprise(db) -> Organisation:
    return firm("91440300HC0001DW5X", "合成企业乙", "440305")


@pytest.fixture
def bank(db) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.BANK, code="91440000HC000BK01A", name="合成银行", region="440100"
    )


def unit(code, name, region, level, parent=None) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.GOVERNMENT,
        code=code,
        name=name,
        region=region,
        level=level,
        parent=parent,
    )


def firm(code, name, region) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.ENTERPRISE, code=code, name=name, region=region
    )


@pytest.fixture
def small_library(settings, tmp_path):
    """A library of one package, so that what is done with all of it is soon done."""
    settings.BALLAST_POLICIES = tmp_path / "policies"
    shutil.copytree(content("policies") / SMALL, tmp_path / "policies" / SMALL)
    return settings.BALLAST_POLICIES


@pytest.fixture
def at_once(settings):
    """Background work is done where it is asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def never_worked(settings):
    """Background work is asked for and not done."""
    settings.TASKS = NEVER


@pytest.fixture
def acting():
    """Somebody in a role of an organisation."""

    def make(role: Role, organisation: Organisation) -> Acting:
        login = f"{role}-{organisation.pk}"
        person = Person.objects.filter(login=login).first()
        person = person or Person.objects.create_user(login, "Right-Horse-9", name=role.label)
        membership, _ = Membership.objects.get_or_create(
            person=person, organisation=organisation, role=role, defaults={"since": SINCE}
        )
        return Acting(membership)

    return make


@pytest.fixture
def home(city, enterprise, bank):
    """The organisation of a role in tests: a city's department, an enterprise, a bank."""

    def of(role: Role) -> Organisation:
        return enterprise if role in ENTERPRISE else bank if role in BANK else city

    return of


@pytest.fixture
def signed_in():
    """A client signed in as somebody, with the second factor shown where staff need it."""

    def make(who: Acting) -> Client:
        client = Client()
        client.force_login(who.person, "django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[MEMBERSHIP] = who.membership.pk
        if who.role not in ENTERPRISE:
            device, _ = StaticDevice.objects.get_or_create(user=who.person, name="tests")
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return make
