"""An application from the form to the money: judged, kept, decided by two, paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from application_fixtures import (
    LEASE,
    REFUND,
    REFUNDED,
    RELIEF,
    change_fact,
    take,
)
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from enterprise_facts import RENT

from ballast_web.applications import errors, judging, services
from ballast_web.applications.models import Application, Judgement, Transition
from ballast_web.applications.states import State
from ballast_web.catalogue import library
from ballast_web.enterprises import services as facts
from ballast_web.kernel.roles import Role
from ballast_web.payments.errors import BudgetShort, NoBudget
from ballast_web.payments.models import Reservation

pytestmark = pytest.mark.django_db


def test_what_was_judged_is_kept_with_values_sources_version_and_clause(until):
    found = until(State.SUBMITTED)
    kept = found.judgements.get()
    assert (kept.verdict, kept.payable_fen, found.payable_fen) == ("eligible", RELIEF, RELIEF)
    assert kept.clause == "粤办函〔2022〕41号（五）"
    assert len(kept.rule_digest) == 64
    rent = next(each for each in kept.facts if each["name"] == "monthly_rent")
    assert (rent["value"], rent["source"], rent["as_of"]) == ("10000.00", "测试登记", "2022-06-30")
    assert {each["clause"] for each in kept.conditions} == {"（五）"}


def test_a_draft_is_found_again_and_a_second_application_refused(known, people):
    draft = services.begin(people["owner"], RENT, LEASE)
    assert services.begin(people["owner"], RENT, LEASE) == draft
    services.submit(people["owner"], draft)
    with pytest.raises(errors.AlreadyApplied, match="已提交"):
        services.begin(people["owner"], RENT, LEASE)


def test_what_was_judged_stands_until_a_fact_changes(known):
    def word():
        return judging.judged(known, RENT, LEASE, date(2022, 9, 1))

    before = word()
    assert word() is before
    change_fact(known, "lease", monthly_rent="9000.00")
    assert word() is not before
    assert word().payable != before.payable


def test_after_withdrawal_one_may_apply_anew(until, people):
    first = until(State.SUBMITTED)
    services.withdraw(people["owner"], first)
    assert services.begin(people["owner"], RENT, LEASE).pk != first.pk


def test_who_is_not_entitled_cannot_submit_and_is_told_which_condition_fails(known, people):
    change_fact(known, "lease", state_owned=False)
    draft = services.begin(people["owner"], RENT, LEASE)
    with pytest.raises(errors.NotEntitled, match="国有房屋（五）"):
        services.submit(people["owner"], draft)


def test_the_object_of_somebody_else_cannot_be_applied_for(known, other_enterprise, acting):
    with pytest.raises(Exception, match="没有找到"):
        services.begin(acting(Role.OWNER, other_enterprise), RENT, LEASE)


def test_what_was_supplied_must_be_confirmed_before_a_recommendation(known, people):
    change_fact(known, "lease", months_leased=None)
    draft = services.begin(people["owner"], RENT, LEASE)
    cell = facts.Cell("lease", LEASE, "months_leased")
    supplied = facts.supply(people["owner"], known, cell, "12")
    services.submit(people["owner"], draft)
    services.accept(people["officer"], draft)
    with pytest.raises(errors.StillOpen, match="当年实际承租月数尚未核实"):
        services.recommend(people["officer"], draft)
    facts.decide(people["officer"], supplied, "confirm")
    services.recommend(people["officer"], draft)
    assert (draft.state, draft.amount_fen) == (State.RECOMMENDED, RELIEF)


def test_what_is_unknown_may_be_submitted_but_not_recommended(known, people):
    change_fact(known, "lease", months_leased=None)
    draft = services.begin(people["owner"], RENT, LEASE)
    services.submit(people["owner"], draft)
    services.accept(people["officer"], draft)
    with pytest.raises(errors.StillOpen, match="尚缺数据：当年实际承租月数"):
        services.recommend(people["officer"], draft)


def test_two_persons_approve_and_never_the_one_who_recommended(until, people, city):
    found = until(State.RECOMMENDED)
    officer = people["officer"].person
    membership = officer.memberships.create(
        organisation=city, role=Role.APPROVER, since=date(2020, 1, 1)
    )
    with pytest.raises(errors.SamePerson, match="提出过意见"):
        services.approve(type(people["officer"])(membership), found)
    services.approve(people["approver"], found)
    assert (found.state, found.second_approver) == (State.RECOMMENDED, None)
    with pytest.raises(errors.SamePerson, match="核准过"):
        services.approve(people["approver"], found)
    services.approve(people["second"], found)
    assert found.state == State.APPROVED
    assert found.first_approver != found.second_approver


@pytest.mark.parametrize(
    "change",
    [
        {"second_approver": None},
        {"second_approver": "first"},
        {"recommended_by": "first"},
    ],
)
def test_the_database_itself_wants_two_others_for_a_grant(until, change):
    found = until(State.APPROVED)
    given = {name: found.first_approver if who == "first" else who for name, who in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(**given)


def test_the_database_itself_refuses_more_than_the_verdict(until):
    found = until(State.RECOMMENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(amount_fen=RELIEF + 1)


@pytest.mark.parametrize("model", [Transition, Judgement])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_history_and_judgements_cannot_be_changed(until, model, how):
    until(State.SUBMITTED)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = model.objects.all()
        rows.update(application=F("application")) if how == "update" else rows._raw_delete(
            "default"
        )


def test_less_than_all_may_be_recommended_but_never_more(until, people):
    found = until(State.REVIEWING)
    with pytest.raises(errors.AmountTooHigh, match=r"30,000\.00"):
        services.recommend(people["officer"], found, "", RELIEF + 1)
    services.recommend(people["officer"], found, "按实际核减", RELIEF - 100)
    assert found.amount_fen == RELIEF - 100


def test_a_changed_amount_stops_the_case_until_it_is_recommended_anew(until, people, known):
    found = until(State.RECOMMENDED)
    services.approve(people["approver"], found)
    change_fact(known, "lease", monthly_rent="8000.00")
    services.approve(people["second"], found)
    assert (found.state, found.first_approver) == (State.RECOMMENDED, None)
    assert found.stopped == "可兑付金额由30,000.00元变为24,000.00元"
    with pytest.raises(errors.StillOpen, match="重新提出意见"):
        services.approve(people["second"], found)
    services.recommend(people["officer"], found)
    assert (found.stopped, found.amount_fen) == ("", 2_400_000)
    services.approve(people["approver"], found)
    services.approve(people["second"], found)
    assert found.state == State.APPROVED


def test_a_changed_verdict_stops_the_case_and_cannot_be_recommended(until, people, known):
    found = until(State.RECOMMENDED)
    change_fact(known, "lease", state_owned=False)
    services.approve(people["approver"], found)
    assert found.stopped.startswith("结论由“符合条件”变为“不符合条件”：国有房屋")
    with pytest.raises(errors.NotEntitled):
        services.recommend(people["officer"], found)
    services.send_back(people["officer"], found, "房屋性质有变")
    services.reject(people["officer"], found, "不属于国有房屋，不符合（五）")
    assert (found.state, found.amount_fen) == (State.REJECTED, None)


def test_an_unchanged_case_is_not_recommended_twice(until, people):
    found = until(State.RECOMMENDED)
    with pytest.raises(errors.StillOpen, match="没有变化"):
        services.recommend(people["officer"], found)


def test_the_law_of_the_day_of_submission_decides_after_its_end(until, people, business_day):
    found = until(State.RECOMMENDED)
    business_day(date(2023, 2, 1))
    services.approve(people["approver"], found)
    services.approve(people["second"], found)
    assert (found.state, found.stopped) == (State.APPROVED, "")


def test_what_is_published_since_changes_nothing_for_what_was_submitted(
    until, people, monkeypatch, tmp_path
):
    found = until(State.REVIEWING)
    before = library.current()
    since = replace(before, version=before.version + 1, folder=tmp_path)
    monkeypatch.setattr(library, "current", lambda: since)
    with pytest.raises(errors.NotInForce):
        services.begin(people["owner"], RENT, "ZL2")
    services.recommend(people["officer"], found)
    kept = found.judgements.order_by("-pk")[0]
    assert (kept.library_version, kept.payable_fen) == (before.version, RELIEF)


def test_publicity_runs_working_days_and_an_objection_holds_the_approval(
    until, people, business_day
):
    found = until(State.RECOMMENDED, REFUND, people["owner"].organisation.code)
    with pytest.raises(errors.StillOpen, match="尚未公示"):
        services.approve(people["approver"], found)
    services.publicise(people["officer"], found)
    assert found.public_until == date(2022, 9, 8)  # five working days after 1 September
    with pytest.raises(errors.StillOpen, match="公示到"):
        services.approve(people["approver"], found)
    objection = services.register_objection(people["officer"], found, "裁员人数不实")
    business_day(date(2022, 9, 9))
    with pytest.raises(errors.StillOpen, match="异议尚未处理"):
        services.approve(people["approver"], found)
    services.settle_objection(people["officer"], objection, "经核查，裁员1人，数据属实")
    services.approve(people["approver"], found)
    assert found.first_approver == people["approver"].person


def test_a_measure_without_publicity_is_not_publicised(until, people):
    with pytest.raises(errors.StillOpen, match="无需公示"):
        services.publicise(people["officer"], until(State.RECOMMENDED))


def test_approval_sets_the_money_aside_and_follows_it(until, funded, province, known):
    budget = funded(province, cap_fen=REFUNDED, rule=REFUND, year=2022)
    found = until(State.PAYABLE, REFUND, known.code)
    budget.refresh_from_db()
    assert (found.state, found.amount_fen) == (State.PAYABLE, REFUNDED)
    assert (budget.left_fen, budget.committed_fen) == (0, REFUNDED)
    assert Reservation.objects.get().claim_reference == found.number


def test_a_short_budget_refuses_the_approval_and_nothing_is_written(
    until, people, funded, province, known, business_day
):
    budget = funded(province, cap_fen=REFUNDED - 1, rule=REFUND, year=2022)
    found = until(State.PUBLICISED, REFUND, known.code)
    with pytest.raises(BudgetShort, match="余额不足"):
        take(people, found, "approve", business_day)
    found.refresh_from_db()
    assert (found.state, found.second_approver) == (State.PUBLICISED, None)
    budget.refresh_from_db()
    assert budget.reserved_fen == 0


def test_without_any_budget_the_approval_says_so(until, people, known, business_day):
    found = until(State.PUBLICISED, REFUND, known.code)
    with pytest.raises(NoBudget):
        take(people, found, "approve", business_day)


def test_a_rejected_application_tells_its_reason_and_reserves_nothing(until, people):
    found = until(State.REVIEWING)
    with pytest.raises(errors.ReasonNeeded):
        services.reject(people["officer"], found, "  ")
    services.reject(people["officer"], found, "租约与备案不一致")
    assert (found.state, found.reason) == (State.REJECTED, "租约与备案不一致")
    assert not Reservation.objects.exists()
