"""企业档案: one enterprise whole; what it supplied is decided here."""

from __future__ import annotations

import pytest
from enterprise_facts import DAY, RENT, fact_rows

from ballast_web.enterprises import services
from ballast_web.enterprises.services import Cell
from ballast_web.kernel.roles import Role
from ballast_web.pages.staff.enterprise.parts import all_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(settings, enterprise):
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise)
    return enterprise


@pytest.fixture
def owner(acting, firm):
    return acting(Role.OWNER, firm)


def officer(acting, signed_in, city, role=Role.POLICY):
    return signed_in(acting(role, city))


def test_each_part_stands_on_the_page(firm, acting, signed_in, city):
    body = officer(acting, signed_in, city).get(f"/staff/enterprises/{firm.pk}/").content.decode()
    assert all(f'id="p-{name}"' in body for name in all_parts())
    assert {"policies", "supplied", "facts"} <= set(all_parts())
    assert "国有房屋租金减免" in body


def test_a_supplied_fact_is_confirmed(firm, owner, acting, signed_in, city):
    made = services.supply(owner, firm, Cell("enterprise", firm.code, "staff"), "37")
    given = {"part": "supplied", "key": made.pk, "move": "confirm"}
    officer(acting, signed_in, city).post(f"/staff/enterprises/{firm.pk}/", given)
    made.refresh_from_db()
    assert made.state == "confirmed"


def test_an_objection_is_answered(firm, owner, acting, signed_in, city):
    made = services.ask_review(owner, firm, RENT, "ZL1", "国有房屋租金减免：不符合", "请复核")
    given = {"part": "supplied", "key": made.pk, "move": "uphold", "text": "已更正登记"}
    officer(acting, signed_in, city).post(f"/staff/enterprises/{firm.pk}/", given)
    made.refresh_from_db()
    assert (made.state, made.answer) == ("upheld", "已更正登记")


def test_who_keeps_no_facts_decides_nothing(firm, owner, acting, signed_in, city):
    made = services.supply(owner, firm, Cell("enterprise", firm.code, "staff"), "37")
    client = officer(acting, signed_in, city, Role.AUDITOR)
    given = {"part": "supplied", "key": made.pk, "move": "confirm"}
    assert client.post(f"/staff/enterprises/{firm.pk}/", given).status_code == 403
    assert "核实</button>" not in client.get(f"/staff/enterprises/{firm.pk}/").content.decode()


def test_a_form_of_no_part_is_not_found(firm, acting, signed_in, city):
    client = officer(acting, signed_in, city)
    assert client.post(f"/staff/enterprises/{firm.pk}/", {"part": "x"}).status_code == 404
    given = {"part": "supplied", "key": "1", "move": "x"}
    assert client.post(f"/staff/enterprises/{firm.pk}/", given).status_code == 404


def test_the_officer_reads_the_same_explanation(firm, acting, signed_in, city):
    address = f"/staff/enterprises/{firm.pk}/policies/{RENT}/ZL1/"
    assert "条件逐条对照" in officer(acting, signed_in, city).get(address).content.decode()
