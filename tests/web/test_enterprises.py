"""Facts of enterprises: loaded, supplied, confirmed, objected to; verdicts follow at once."""

from __future__ import annotations

from datetime import date

import pytest
from enterprise_facts import DAY, RENT, fact_rows

from ballast_web.enterprises import services, verdicts
from ballast_web.enterprises.models import FactRow, Supplied
from ballast_web.enterprises.services import Cell
from ballast_web.enterprises.states import SuppliedState
from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(enterprise):
    """A small manufacturer that rents state-owned rooms; its number of staff is not known."""
    fact_rows(enterprise)
    return enterprise


@pytest.fixture
def owner(acting, firm):
    return acting(Role.OWNER, firm)


@pytest.fixture
def officer(acting, city):
    return acting(Role.POLICY, city)


def rent(firm):
    (found,) = [each for each in verdicts.findings(firm, DAY) if each.rule_id == RENT]
    return found


def staff(firm):
    return Cell("enterprise", firm.code, "staff")


def test_a_missing_fact_leaves_the_verdict_open_and_is_named(firm):
    found = rent(firm)
    assert found.verdict == "unknown"
    assert "enterprise.staff" in found.missing


def test_a_supplied_fact_counts_at_once(firm, owner):
    services.supply(owner, firm, staff(firm), "37人")
    found = rent(firm)
    assert (found.verdict, found.amount_fen) == ("eligible", 3 * 10_000_00)
    assert (found.measure, found.kind, found.key) == ("（五）", "rent_relief", "ZL1")


def test_a_finding_and_its_explanation_agree(firm, owner):
    services.supply(owner, firm, staff(firm), "37")
    told = verdicts.explained(firm, RENT, "ZL1", DAY)
    assert told.verdict.outcome == rent(firm).verdict
    assert told.verdict.amount == rent(firm).amount_fen


def test_a_later_correction_replaces_the_earlier_one(firm, owner):
    services.supply(owner, firm, staff(firm), "37")
    services.supply(owner, firm, staff(firm), "370", "漏报分公司")
    assert [each.state for each in Supplied.objects.order_by("pk")] == ["replaced", "supplied"]
    assert Supplied.objects.get(state="supplied").before == 37
    assert rent(firm).verdict == "ineligible"


def test_a_refused_fact_no_longer_counts(firm, owner, officer):
    supplied = services.supply(owner, firm, staff(firm), "37")
    services.decide(officer, supplied, "refuse", "与社保登记不符")
    assert rent(firm).verdict == "unknown"
    with pytest.raises(WrongState):
        services.decide(officer, supplied, "confirm")


def test_a_confirmed_fact_keeps_counting(firm, owner, officer):
    supplied = services.supply(owner, firm, staff(firm), "37")
    assert services.decide(officer, supplied, "confirm").state == SuppliedState.CONFIRMED
    assert rent(firm).verdict == "eligible"


def test_an_officers_own_entry_is_confirmed_from_the_start(firm, officer):
    assert services.supply(officer, firm, staff(firm), "37").state == SuppliedState.CONFIRMED


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("staff", "三十七个半", "整数（人）"),
        ("staff", "-3", "不小于0"),
        ("revenue", "很多", "数字，至多2位小数（元）"),
        ("founded_on", "去年", "日期，如2022-03-01"),
        ("listed", "也许", "“是”或“否”"),
        ("kind", "合伙", "个体工商户"),
        ("industry", "X99", "GB/T 4754"),
        ("staff", "  ", "一个具体的值"),
    ],
)
def test_a_value_that_the_vocabulary_refuses_is_explained(firm, owner, name, text, said):
    with pytest.raises(BadValue, match=said):
        services.supply(owner, firm, Cell("enterprise", firm.code, name), text)
    assert not Supplied.objects.exists()


@pytest.mark.parametrize(
    "cell",
    [
        Cell("enterprise", "ELSE", "staff"),
        Cell("enterprise", "", "uscc"),
        Cell("lease", "ZL9", "monthly_rent"),
        Cell("nothing", "1", "staff"),
        Cell("city", "440100", "city"),
    ],
)
def test_a_fact_that_is_not_ones_own_is_not_found(firm, owner, cell):
    with pytest.raises(NotHere):
        services.supply(owner, firm, cell, "1")


def test_nobody_supplies_facts_of_an_enterprise_that_is_not_theirs(
    firm, other_enterprise, acting, other_city
):
    stranger = acting(Role.OWNER, other_enterprise)
    with pytest.raises(NotHere):
        services.supply(stranger, firm, staff(firm), "37")
    with pytest.raises(NotHere):
        services.supply(acting(Role.POLICY, other_city), firm, staff(firm), "37")
    with pytest.raises(NotAllowed):
        services.supply(acting(Role.AUDITOR, other_city), firm, staff(firm), "37")


def test_an_officer_of_another_city_decides_nothing(firm, owner, acting, other_city):
    supplied = services.supply(owner, firm, staff(firm), "37")
    with pytest.raises(NotHere):
        services.decide(acting(Role.POLICY, other_city), supplied, "confirm")


def test_a_register_that_is_newer_goes_before_what_was_supplied(firm, owner):
    services.supply(owner, firm, staff(firm), "37")
    row = FactRow.objects.get(table="enterprise")
    row.values |= {"staff": 900}
    row.save()
    assert rent(firm).verdict == "eligible"
    row.as_of = date(2100, 1, 1)
    row.save()
    assert rent(firm).verdict == "ineligible"


def test_a_row_that_no_register_has_is_added_by_its_facts(firm, owner):
    services.supply(owner, firm, staff(firm), "37")
    given = {"state_owned": "是", "county": "天河区", "monthly_rent": "2万", "months_leased": "12"}
    services.supply_row(owner, firm, "lease", "ZL2", {**given, "risk_listed": "否"})
    found = {each.key: each for each in verdicts.findings(firm, DAY) if each.rule_id == RENT}
    assert found["ZL2"].amount_fen == 6 * 10_000_00
    with pytest.raises(BadValue, match="尚未登记的编号"):
        services.supply_row(owner, firm, "lease", "ZL1", given)


def test_an_objection_is_answered_by_a_keeper_of_facts(firm, owner, officer):
    made = services.object_to_fact(owner, firm, Cell("lease", "ZL1", "monthly_rent"), "租金有误")
    assert made.held == "月租金：1万元"
    with pytest.raises(BadValue, match="答复"):
        services.answer(officer, made, "reject", " ")
    services.answer(officer, made, "reject", "以备案合同为准")
    made.refresh_from_db()
    assert (made.state, made.answer) == ("rejected", "以备案合同为准")
    with pytest.raises(WrongState):
        services.answer(owner, made, "withdraw", "")


def test_each_write_stands_in_the_audit_log(firm, owner, officer):
    supplied = services.supply(owner, firm, staff(firm), "37")
    services.decide(officer, supplied, "confirm")
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["fact.supplied", "fact.confirmed"]


def test_an_owner_names_and_ends_clerks(firm, owner):
    membership = services.name_clerk(owner, "clerk-1", "经办甲", "Right-Horse-9")
    assert (membership.organisation, membership.role) == (firm, Role.CLERK)
    services.end_clerk(owner, membership.pk)
    assert not firm.memberships.filter(role=Role.CLERK).exists()
