"""A case as officers handle it, from acceptance to the second vote, button by button."""

from __future__ import annotations

import pytest
from application_fixtures import REFUND, change_fact

from ballast_web.applications.models import PublicObjection
from ballast_web.applications.states import State
from ballast_web.enterprises import services as facts
from ballast_web.enterprises.models import Supplied
from ballast_web.enterprises.states import SuppliedState

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(people, signed_in):
    """Press a button as somebody; the page afterwards."""

    def pressed(who: str, found, action: str, **given: object) -> str:
        client, address = signed_in(people[who]), f"/staff/application/{found.pk}/"
        answer = client.post(address, {"action": action, **given}, follow=True)
        found.refresh_from_db()
        return answer.content.decode()

    return pressed


def test_a_case_goes_from_acceptance_to_the_second_vote(until, press):
    found = until(State.SUBMITTED)
    assert "已受理。" in press("officer", found, "accept")
    assert "已提出拟同意意见。" in press("officer", found, "recommend", amount="20,000")
    assert found.amount_fen == 2_000_000
    assert "还须另一名审批人核准" in press("approver", found, "approve")
    assert "已核准。" in press("second", found, "approve")
    assert found.state == State.APPROVED


def test_the_page_tells_verdict_facts_rule_and_history(until, people, signed_in):
    found = until(State.REVIEWING)
    page = signed_in(people["officer"]).get(f"/staff/application/{found.pk}/").content.decode()
    judgement = found.judgements.get()
    for said in ("符合条件", "测试登记", judgement.rule_digest[:12], "还有20个工作日", "受理"):
        assert said in page


@pytest.mark.parametrize(
    ("action", "state"),
    [("request_supplement", State.SUPPLEMENT), ("reject", State.REJECTED)],
)
def test_what_ends_or_stops_a_review_needs_a_reason(action, state, until, press):
    found = until(State.REVIEWING)
    assert "须写明理由" in press("officer", found, action, text=" ")
    assert found.state == State.REVIEWING
    press("officer", found, action, text="租赁合同缺页")
    assert (found.state, found.reason) == (state, "租赁合同缺页")


def test_an_officer_has_no_button_to_approve_and_cannot_without_one(until, press):
    found = until(State.RECOMMENDED)
    page = press("officer", found, "approve")
    assert "无权核准申报" in page
    assert found.first_approver is None


def test_one_approver_does_not_vote_twice(until, press, people, signed_in):
    found = until(State.RECOMMENDED)
    press("approver", found, "approve")
    page = signed_in(people["approver"]).get(f"/staff/application/{found.pk}/").content.decode()
    assert 'value="approve"' not in page
    press("approver", found, "approve")
    assert found.second_approver is None


def test_a_changed_fact_is_shown_before_anybody_votes_and_stops_the_vote(
    until, press, known, people, signed_in
):
    found = until(State.RECOMMENDED)
    change_fact(known, "lease", monthly_rent="5000.00")
    page = signed_in(people["approver"]).get(f"/staff/application/{found.pk}/").content.decode()
    assert "按目前数据重新判定，与上次不同" in page
    assert "本案已暂停" in press("approver", found, "approve")
    assert found.first_approver is None


def test_what_the_enterprise_typed_is_confirmed_on_the_page(until, press, known, people):
    change_fact(known, "lease", monthly_rent=None)
    cell = facts.Cell("lease", "ZL1", "monthly_rent")
    facts.supply(people["owner"], known, cell, "20000")
    found = until(State.REVIEWING)
    assert "尚未核实" in press("officer", found, "recommend")
    press("officer", found, "confirm", supplied=Supplied.objects.get().pk)
    assert Supplied.objects.get().state == SuppliedState.CONFIRMED
    press("officer", found, "recommend")
    assert found.amount_fen == 6_000_000


def test_an_objection_is_registered_and_settled_on_the_page(until, press, known):
    found = until(State.PUBLICISED, REFUND, known.code)
    press("officer", found, "objection", text="反映裁员人数不实")
    objection = PublicObjection.objects.get()
    press("officer", found, "settle", objection=objection.pk, text="经核查属实，人数无误")
    objection.refresh_from_db()
    assert objection.answer == "经核查属实，人数无误"


@pytest.mark.parametrize(
    ("action", "given", "said"),
    [
        ("recommend", {"amount": "12.345"}, "至多两位小数"),
        ("recommend", {"amount": "30000.01"}, "超过规则判定的可兑付金额"),
        ("settle", {"objection": "1"}, "公示异议"),
        ("confirm", {"supplied": "x"}, "这项填报"),
        ("pay", {}, "页面上的按钮"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_done(action, given, said, until, press):
    found = until(State.REVIEWING)
    assert said in press("officer", found, action, **given)
    assert found.state == State.REVIEWING
