"""A department of the province sees the measures that it is responsible for; overseers see all."""

from __future__ import annotations

import pytest
from application_fixtures import REFUND
from web_fixtures import unit

from ballast_web.applications.access import access_applications
from ballast_web.applications.states import State
from ballast_web.kernel.roles import Level, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(until, known):
    """A case of rent relief, and one of the refund of unemployment insurance."""
    return until(State.SUBMITTED), until(State.SUBMITTED, REFUND, known.code)


def seen_by(acting, code: str, role: Role = Role.POLICY, level=Level.PROVINCE) -> set[int]:
    department = unit(code, code, f"{code[:6]}", level)
    return set(access_applications(acting(role, department)).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("code", "rent", "refund"),
    [
        ("440000-housing", True, False),
        ("440000-human_resources", False, True),
        ("440000-tax", True, True),
        ("440000-commerce", False, False),
        ("440000-local_finance", False, False),
        ("440000-industry_and_it", True, True),
        ("440000-finance", True, True),
        ("440000-audit", True, True),
        ("440000-government", True, True),
        ("440000-general_office", True, True),
        ("440000-government_offices", True, False),
        ("450000-finance", False, False),
    ],
)
def test_a_department_sees_what_it_is_responsible_for(code, rent, refund, both, acting):
    wanted = {case.pk for case, there in zip(both, (rent, refund), strict=True) if there}
    assert seen_by(acting, code) == wanted


def test_half_of_a_departments_name_is_not_its_name(both, acting):
    assert seen_by(acting, "440000-hous") == set()
    assert seen_by(acting, "40000-housing") == set()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.COMMISSIONER])
def test_every_role_of_a_department_is_bound_alike(role, both, acting):
    assert seen_by(acting, "440000-housing", role) == {both[0].pk}


def test_a_city_handles_every_measure_of_its_enterprises(both, acting):
    assert seen_by(acting, "440100-commerce", level=Level.CITY) == {case.pk for case in both}


def test_who_is_not_responsible_opens_no_page_either(both, acting, signed_in):
    department = unit("440000-commerce", "广东省商务厅", "440000", Level.PROVINCE)
    client = signed_in(acting(Role.POLICY, department))
    assert client.get(f"/staff/application/{both[0].pk}/").status_code == 404
    assert both[0].number not in client.get("/staff/work/").content.decode()
