"""An enterprise that lacks a fact supplies it in place and becomes eligible."""

from __future__ import annotations

import pytest
from enterprise_facts import DAY, fact_rows
from playwright.sync_api import expect

from ballast_web.enterprises.models import Supplied
from ballast_web.kernel.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
RELIEF = "国有房屋租金减免"
OPEN, OWN = "可能享受：还缺信息", "可以享受"


@pytest.fixture
def window(settings, enterprise, acting, window_of):
    """我的政策 of an enterprise of which nobody has said how many people it employs."""
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise)
    window = window_of(acting(Role.CLERK, enterprise))
    window.goto("/my/policies/")
    return window


def part(window, heading: str):
    """The part of the page under a heading."""
    return window.get_by_role("region", name=heading)


def item(window, heading: str):
    """The relief, where it stands under a heading."""
    return part(window, heading).locator(".list-group-item", has_text=RELIEF)


def answer(window, text: str) -> None:
    """Say how many people there are, where the relief asks for it."""
    asked = item(window, OPEN)
    if not asked.get_by_label("从业人员").is_visible():
        asked.get_by_text("补充1项信息即可判定").click()
    asked.get_by_label("从业人员").fill(text)
    asked.get_by_role("button", name="填报").click()


def test_a_fact_supplied_on_the_page_makes_an_open_measure_one_of_ones_own(window, look):
    expect(item(window, OPEN)).to_be_visible()
    assert not item(window, OWN).count()
    look(window, "1-asked")
    window.evaluate("window.unchanged = true")
    answer(window, "37")
    entitled = item(window, OWN)
    expect(entitled.get_by_text("3.00万元")).to_be_visible()
    assert window.evaluate("window.unchanged"), "the page was loaded anew"
    assert not item(window, OPEN).count()
    assert Supplied.objects.get().value == 37
    look(window, "2-eligible")
    entitled.get_by_role("link", name="为什么").click()
    row = window.locator("tr", has=window.get_by_role("rowheader", name="从业人员"))
    expect(row).to_contain_text("37人")
    look(window, "3-why")


def test_a_wrong_answer_is_told_beside_the_question_and_changes_nothing(window, look):
    answer(window, "很多")
    expect(window.get_by_role("alert").filter(has_text="应为整数")).to_be_visible()
    expect(item(window, OPEN).get_by_label("从业人员")).to_have_value("很多")
    look(window, "told")
    assert not Supplied.objects.exists()
