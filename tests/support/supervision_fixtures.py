"""Units, people and tasks for tests of supervision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from ballast.vocabulary import codes
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role
from ballast_web.kernel.units import enrol_units
from ballast_web.supervision.models import Task
from ballast_web.supervision.services.proposing import register

PACKAGE = "guangdong/2022-industrial-growth"
TODAY = date(2022, 10, 31)


@pytest.fixture
def units(db):
    """The units of the country and of Guangdong, and the governments of its cities."""
    regions = codes.load(settings.BALLAST_VOCABULARY, "regions")
    enrol_units(platform("测试"), register(), regions, "440000")
    return {unit.code: unit for unit in Organisation.objects.all()}


@pytest.fixture
def on_the_day(settings):
    """The platform's day is the last of October 2022."""
    settings.BALLAST_TODAY = TODAY
    return TODAY


@pytest.fixture
def supervisor(units, acting) -> Acting:
    return acting(Role.SUPERVISOR, units["440000-government"])


@pytest.fixture
def officer(units, acting) -> Acting:
    """Of the province's department of industry."""
    return acting(Role.OPERATIONS, units["440000-industry_and_it"])


@pytest.fixture
def city_officer(units, acting) -> Acting:
    return acting(Role.OPERATIONS, units["440100-government"])


@pytest.fixture
def make_task(units):
    """A task of a unit that runs since April, due at the year's end."""

    def make(code: str = "440000-industry_and_it", **fields) -> Task:
        unit = units[code]
        given = {
            "package": PACKAGE,
            "clause": "（三十一）",
            "key": f"{code}|{Task.objects.count()}",
            "version": 0,
            "name": "数字化转型",
            "content": "2022年开展数字化转型的工业企业",
            "kind": "target",
            "part": "lead",
            "unit": unit,
            "region": unit.region,
            "state": "accepted",
            "starts_on": date(2022, 1, 1),
            "due": date(2022, 12, 31),
            "issued_on": date(2022, 4, 1),
            "accepted_on": date(2022, 4, 6),
            "target_value": Decimal(5000),
            "target_unit": "家",
            "comparator": ">",
        }
        return Task.objects.create(**{**given, **fields})

    return make
