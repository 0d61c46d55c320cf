"""Money too short for all: shared out at the window's end, by two persons, to the 分."""

from __future__ import annotations

from datetime import date

import pytest
from application_fixtures import INSURED, REFUND, change_fact, take
from django.db import IntegrityError, transaction
from enterprise_facts import fact_rows
from money_fixtures import somebody_else
from web_fixtures import firm

from ballast.rules.budgets import Budget as WrittenBudget
from ballast_web.applications import services
from ballast_web.applications.errors import (
    NotYetShared,
    SameDistributor,
    SharesChanged,
    WindowClosed,
)
from ballast_web.applications.models import Application, Distribution
from ballast_web.applications.services import funding
from ballast_web.applications.states import State
from ballast_web.errors import NotAllowed, NotHere
from ballast_web.kernel.roles import Role
from ballast_web.payments import services as payments
from ballast_web.payments.verification import findings

pytestmark = pytest.mark.django_db
PRORATED = WrittenBudget.model_validate(
    {
        "appropriation": {"label": "额度", "unit": "CNY", "values": {date(2022, 1, 1): "1元"}},
        "when_short": "prorate",
        "clause": "一",
    }
)
LAST = date(2022, 9, 5)
AFTER = date(2022, 9, 13)
#: What each enterprise paid in, in yuan, and 90% of it in 分.
PAID = {"10000.00": 900_000, "3333.30": 299_997, "777.70": 69_993}


@pytest.fixture(autouse=True)
def window(settings, tmp_path, monkeypatch, business_day):
    """The rule prorates, and applications end on 5 September."""
    monkeypatch.setattr(funding, "budget_of", lambda _rule: PRORATED)
    text = settings.BALLAST_PROCEDURE.read_text(encoding="utf-8")
    settings.BALLAST_PROCEDURE = tmp_path / "procedure.yaml"
    line = f"default:\n  window_until: {{2020-01-01: {LAST}}}"
    settings.BALLAST_PROCEDURE.write_text(text.replace("default:", line, 1), encoding="utf-8")


@pytest.fixture
def group(people, acting, city, business_day):
    """Three enterprises, each with both votes of its own city's approvers."""
    found = []
    for number, paid in enumerate(PAID):
        holder = firm(f"91440101HC000{number}GROUP", f"合成企业{number}", "440106")
        fact_rows(holder, **{**INSURED, "unemployment_contribution": paid})
        theirs = {**people, "owner": acting(Role.OWNER, holder)}
        case = services.begin(theirs["owner"], REFUND, holder.code)
        for step in ("submit", "accept", "recommend", "publicise"):
            take(theirs, case, step, business_day)
        found.append(case)
    business_day(AFTER)
    for case in found:
        services.approve(people["approver"], case)
        services.approve(people["second"], case)
    return found


@pytest.fixture
def pair(acting, province):
    """Who proposes and who carries out."""
    return acting(Role.APPROVER, province), somebody_else(Role.APPROVER, province)


def states(cases) -> set[str]:
    return set(Application.objects.filter(pk__in=[each.pk for each in cases]).values_list("state"))


def expected(claims: list[int], pot: int) -> list[int]:
    """Largest remainder, written out once more."""
    whole = sum(claims)
    if whole <= pot:
        return claims
    base = [claim * pot // whole for claim in claims]
    rest = [claim * pot % whole for claim in claims]
    for place in sorted(range(len(claims)), key=lambda each: -rest[each])[: pot - sum(base)]:
        base[place] += 1
    return base


@pytest.mark.parametrize("pot", [1, 2, 99_999, 500_000, 1_000_003, 1_269_989, 1_269_990, 5_000_000])
def test_the_money_is_shared_out_to_the_last_fen_and_never_beyond(
    pot, group, pair, funded, province
):
    budget = funded(province, cap_fen=pot, rule=REFUND, year=2022)
    made = services.propose_distribution(pair[0], REFUND)
    services.carry_out(pair[1], made)
    parts = expected(list(PAID.values()), pot)
    budget.refresh_from_db()
    assert budget.committed_fen == made.granted_fen == min(pot, sum(PAID.values()))
    for case, part in zip(group, parts, strict=True):
        case.refresh_from_db()
        state = State.PAYABLE if part else State.PUBLICISED
        assert (case.state, case.queued_at is None) == (state, bool(part))
        assert case.amount_fen == part or not part
    assert list(findings()) == []


def test_both_votes_alone_grant_nothing_before_the_money_is_shared_out(
    group, funded, province, people
):
    funded(province, cap_fen=5_000_000, rule=REFUND, year=2022)
    assert states(group) == {(State.PUBLICISED,)}
    assert services.serve_queue(REFUND) == []
    assert services.rules_waited_for() == []
    group[0].refresh_from_db()
    assert services.position(group[0]) is None
    assert group[0].transitions.order_by("-pk")[0].label == "等待按比例分配"


def test_who_proposes_does_not_carry_out(group, pair, funded, province):
    funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    made = services.propose_distribution(pair[0], REFUND)
    with pytest.raises(SameDistributor):
        services.carry_out(pair[0], made)
    with pytest.raises(SameDistributor):
        services.refuse_distribution(pair[0], made, "再算")
    with pytest.raises(IntegrityError), transaction.atomic():
        Distribution.objects.filter(pk=made.pk).update(decided_by=made.proposed_by)
    assert states(group) == {(State.PUBLICISED,)}


def test_only_approvers_carry_out_and_only_their_own_units(
    group, pair, funded, province, acting, people
):
    funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    made = services.propose_distribution(acting(Role.POLICY, province), REFUND)
    with pytest.raises(NotAllowed):
        services.carry_out(somebody_else(Role.POLICY, province), made)
    with pytest.raises(NotHere):
        services.carry_out(people["approver"], made)


def test_a_city_does_not_share_out_the_provinces_money(group, people, funded, province):
    funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    with pytest.raises(NotYetShared, match="资金由广东省工业和信息化厅承担"):
        services.propose_distribution(people["approver"], REFUND)


def test_nothing_is_shared_out_before_the_window_ends(group, pair, funded, province, business_day):
    funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    business_day(LAST)
    with pytest.raises(NotYetShared):
        services.propose_distribution(pair[0], REFUND)


def test_nothing_is_shared_out_while_a_case_is_undecided(
    group, pair, funded, province, known, people, business_day
):
    funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    business_day(LAST)
    case = services.begin(people["owner"], REFUND, known.code)
    services.submit(people["owner"], case)
    business_day(AFTER)
    with pytest.raises(NotYetShared, match="还有1件申报没有办结"):
        services.propose_distribution(pair[0], REFUND)
    services.reject(people["officer"], case, "材料不实")
    assert services.propose_distribution(pair[0], REFUND).granted_fen == 500_000


def test_after_the_windows_last_day_nobody_applies(known, people, business_day):
    case = services.begin(people["owner"], REFUND, known.code)
    business_day(date(2022, 9, 6))
    with pytest.raises(WindowClosed, match="2022-09-05截止"):
        services.submit(people["owner"], case)


def test_a_changed_budget_refuses_the_proposal_and_a_new_one_stands(
    group, pair, funded, province, acting
):
    budget = funded(province, cap_fen=500_000, rule=REFUND, year=2022)
    made = services.propose_distribution(pair[0], REFUND)
    change = payments.propose_cap(acting(Role.FINANCE, province), budget, 600_000, "追加", "more")
    payments.decide_cap(somebody_else(Role.FINANCE, province), change, True)
    with pytest.raises(SharesChanged, match="可用资金"):
        services.carry_out(pair[1], made)
    assert states(group) == {(State.PUBLICISED,)}
    budget.refresh_from_db()
    assert budget.reserved_fen == 0
    with pytest.raises(NotYetShared, match="已有一份方案等待复核"):
        services.propose_distribution(pair[0], REFUND)
    services.refuse_distribution(pair[1], made, "预算已追加")
    again = services.propose_distribution(pair[0], REFUND)
    assert services.carry_out(pair[1], again).granted_fen == 600_000


def test_whose_verdict_changed_leaves_the_group_and_the_rest_is_shared_out_anew(
    group, pair, funded, province
):
    funded(province, cap_fen=300_000, rule=REFUND, year=2022)
    made = services.propose_distribution(pair[0], REFUND)
    change_fact(group[0].enterprise, "enterprise", laid_off=90)
    with pytest.raises(NotYetShared, match="还有1件"):
        services.carry_out(pair[1], made)
    group[0].refresh_from_db()
    assert "不裁员或少裁员" in group[0].stopped
    services.refuse(pair[1], group[0], "裁员超过标准")
    with pytest.raises(SharesChanged, match="有增减"):
        services.carry_out(pair[1], made)
    services.refuse_distribution(pair[1], made, "一户退出")
    again = services.propose_distribution(pair[0], REFUND)
    services.carry_out(pair[1], again)
    amounts = again.portions.order_by("pk").values_list("granted_fen", flat=True)
    assert list(amounts) == expected([299_997, 69_993], 300_000)
