"""A refused application: its enterprise reads the reason, and what it may do about it."""

from __future__ import annotations

import pytest
from application_fixtures import change_fact
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
REASON = "依据（五）：现场核查，所租房屋由私人所有，不属于国有房屋。"


def test_the_owner_reads_why_the_application_was_refused_and_where_to_turn(
    until, people, window_of, look
):
    application = until("reviewing")
    change_fact(application.enterprise, "lease", state_owned=False)
    officer = window_of(people["officer"])
    officer.goto("/staff/work/")
    officer.get_by_role("link", name=application.number).click()
    expect(officer.get_by_text("按目前数据重新判定，与上次不同")).to_be_visible()
    look(officer, "1-case")
    officer.get_by_text("审核不通过", exact=True).click()
    officer.get_by_label("理由（企业可见，须写明依据的条款和事实）").fill(REASON)
    officer.get_by_role("button", name="作出决定").click()
    expect(officer.get_by_text("已作出不予支持的决定")).to_be_visible()
    look(officer, "2-decided")
    owner = window_of(people["owner"])
    owner.goto("/")
    look(owner, "3-home")
    owner.get_by_role("link", name="我的申报").first.click()
    owner.get_by_role("link", name=application.number).click()
    expect(owner.get_by_role("status").get_by_text(REASON)).to_be_visible()
    appeal = owner.get_by_text("行政复议").first
    expect(appeal).to_contain_text("2022年9月1日")
    expect(appeal).to_contain_text("2022年10月31日")
    expect(appeal).to_contain_text("行政诉讼")
    look(owner, "4-reason")
    owner.goto("/messages/")
    look(owner, "5-messages")
