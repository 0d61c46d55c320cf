"""An officer of one city who tries the addresses of another city's enterprises and cases."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.web.objects import OBJECTS
from tests.web.places import firm, unit

from ballast_web.applications.models import Application
from ballast_web.kernel.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PAGES = ("staff.application", "staff.enterprise", "staff.explanation", "public.evidence")
LISTS = ("/staff/work/", "/staff/enterprises/")


@pytest.fixture
def officer(province, acting, window_of):
    """A window of an officer of Guangzhou; the province knows an enterprise of either city."""
    window = window_of(acting(Role.POLICY, unit("own")))
    firm("own"), firm("foreign")
    return window


@pytest.mark.parametrize("page", PAGES)
def test_what_is_another_citys_is_not_there_and_nothing_of_it_is_told(page, officer, look):
    address = reverse(page, kwargs=OBJECTS[page]("foreign"))
    response = officer.goto(address)
    assert response.status == 404
    assert officer.locator("html").get_attribute("lang") == "zh-hans"
    expect(officer.get_by_role("heading", level=1)).to_have_text("未能完成")
    text = officer.content()
    secrets = (firm("foreign").name, firm("foreign").code, "国有房屋租金减免", "深圳")
    assert [each for each in secrets if each in text.replace(address, "")] == []
    look(officer, page)


def test_the_lists_hold_the_citys_own_alone(officer, look):
    for whose in ("own", "foreign"):
        OBJECTS["staff.application"](whose)
    own, foreign = Application.objects.order_by("pk")
    assert foreign.enterprise == firm("foreign")
    for address in LISTS:
        officer.goto(address)
        expect(officer.locator("table").get_by_text(own.enterprise.name).first).to_be_visible()
        assert firm("foreign").name not in officer.content()
        look(officer, address.split("/")[2])
    officer.goto(f"/staff/enterprises/?region={foreign.enterprise.region[:4]}")
    assert firm("foreign").name not in officer.content()
