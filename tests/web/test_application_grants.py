"""No second grant, whoever is quicker; queues; automatic cases; the money that comes and goes."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from application_fixtures import LEASE, REFUND, REFUNDED, change_fact, take
from django.db import IntegrityError, connection, transaction
from enterprise_facts import RENT
from money_fixtures import somebody_else

from ballast.rules.budgets import Budget as WrittenBudget
from ballast_web.applications import services
from ballast_web.applications.errors import AlreadyApplied, AlreadyGranted
from ballast_web.applications.models import Application, Purpose
from ballast_web.applications.services import decision, exclusion, funding
from ballast_web.applications.states import GRANTED, State
from ballast_web.applications.tasks import serve_queues
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run, Standing
from ballast_web.enterprises.signals import run_finished
from ballast_web.jobs.models import Job
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.payments import services as payments
from ballast_web.payments.models import PaymentOrder

NATIONAL_RENT = "miit/2022-consolidate-recovery/12-service-rent-relief"
QUEUE = WrittenBudget.model_validate(
    {
        "appropriation": {"label": "额度", "unit": "CNY", "values": {date(2022, 1, 1): "1元"}},
        "clause": "一",
    }
)


def twin(found: Application, **changes) -> Application:
    """The same case once more, as a measure that excludes the first would have it."""
    held = Application.objects.get(pk=found.pk)
    kept = found.judgements.filter(purpose=Purpose.RECOMMENDATION).order_by("-pk").first()
    kept = kept or found.judgements.order_by("-pk")[0]
    held.pk = None
    for name, value in changes.items():
        setattr(held, name, value)
    held.save()
    kept.pk, kept.application, kept._state.adding = None, held, True
    kept.save()
    return held


def at_once(*acts) -> list[object]:
    """What each act gives or raises, all begun at the same moment in threads of their own."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(10)
            results[place] = acts[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db
def test_measures_that_exclude_each_other_share_a_group():
    rules = {rule.id: rule for rule in library.current().library.rules}
    assert exclusion.group_of(rules[RENT]) == exclusion.group_of(rules[NATIONAL_RENT]) == RENT
    assert exclusion.group_of(rules[REFUND]) == REFUND


@pytest.mark.django_db
def test_a_grant_refuses_another_of_the_group_in_an_overlapping_period(until, people):
    granted = until(State.APPROVED)
    other = twin(
        granted,
        rule=NATIONAL_RENT,
        period="",
        state=State.RECOMMENDED,
        second_approver=None,
    )
    with pytest.raises(AlreadyGranted, match="国有房屋租金减免"):
        exclusion.check_not_granted(other)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_grant_of_the_group(until):
    granted = until(State.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin(granted, rule=NATIONAL_RENT)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_grant_at_once_one_is_refused(until, people):
    for number in range(3):
        first = until(State.RECOMMENDED)
        services.approve(people["approver"], first)
        second = twin(first, period=f"另{number}")
        results = at_once(
            lambda first=first: services.approve(people["second"], first),
            lambda second=second: services.approve(people["second"], second),
        )
        assert sorted(type(each).__name__ for each in results) == ["AlreadyGranted", "Application"]
        granted = Application.objects.filter(state__in=GRANTED)
        assert granted.count() == 1
        granted.update(state=State.CLAWED_BACK)
        Application.objects.exclude(state=State.CLAWED_BACK).update(state=State.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_be_granted(until, people, monkeypatch):
    """The control: what the lock prevents happens without it, where writers run side by side."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: nothing runs side by side")
    first = until(State.RECOMMENDED)
    services.approve(people["approver"], first)
    second = twin(first, period="另")
    meet = threading.Barrier(2)
    monkeypatch.setattr(decision, "hold_object", lambda _held: None)
    check = exclusion.check_not_granted

    def checked(held):
        check(held)
        meet.wait(10)

    monkeypatch.setattr(decision, "check_not_granted", checked)
    at_once(
        lambda: services.approve(people["second"], first),
        lambda: services.approve(people["second"], second),
    )
    assert Application.objects.filter(state__in=GRANTED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_at_once_all_hold_the_same_draft(known, people):
    results = at_once(*[lambda: services.begin(people["owner"], RENT, LEASE)] * 4)
    assert {getattr(each, "pk", each) for each in results} == {Application.objects.get().pk}


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_live_application(until):
    found = until(State.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin(found)


@pytest.mark.django_db
def test_a_short_budget_queues_where_the_rule_says_so_and_serves_in_order(
    until, people, funded, province, known, business_day, monkeypatch, acting
):
    monkeypatch.setattr(funding, "budget_of", lambda _rule: QUEUE)
    budget = funded(province, cap_fen=REFUNDED - 1, rule=REFUND, year=2022)
    found = until(State.PUBLICISED, REFUND, known.code)
    take(people, found, "approve", business_day)
    found.refresh_from_db()
    assert (found.state, services.position(found)) == (State.PUBLICISED, 1)
    before = (found.transitions.count(), found.judgements.count(), AuditEntry.objects.count())
    assert services.serve_queue(REFUND) == []
    assert before == (
        found.transitions.count(),
        found.judgements.count(),
        AuditEntry.objects.count(),
    )
    change = payments.propose_cap(acting(Role.FINANCE, province), budget, REFUNDED, "追加", "more")
    payments.decide_cap(somebody_else(Role.FINANCE, province), change, True)
    assert [serve_queues.enqueue().return_value for _ in range(2)] == [1, 0]
    found.refresh_from_db()
    assert (found.state, found.queued_at) == (State.PAYABLE, None)


@pytest.mark.django_db
def test_whom_a_changed_verdict_meets_in_the_queue_leaves_it(
    until, people, funded, province, known, business_day, monkeypatch
):
    monkeypatch.setattr(funding, "budget_of", lambda _rule: QUEUE)
    funded(province, cap_fen=1, rule=REFUND, year=2022)
    found = until(State.PUBLICISED, REFUND, known.code)
    take(people, found, "approve", business_day)
    change_fact(known, "enterprise", laid_off=90)
    assert services.serve_queue(REFUND) == [found]
    found.refresh_from_db()
    assert (found.state, found.queued_at, found.second_approver) == (State.PUBLICISED, None, None)
    assert "不裁员或少裁员" in found.stopped


def run_of(firm, **changes) -> Run:
    run = Run.objects.create(as_of=date(2022, 9, 1), library_version=0)
    said = {"verdict": "eligible", "amount_fen": REFUNDED, "payable_fen": REFUNDED, **changes}
    Standing.objects.create(run=run, enterprise=firm, rule=REFUND, key=firm.code, **said)
    Standing.objects.create(run=run, enterprise=firm, rule=RENT, key=LEASE, **said)
    return run


@pytest.mark.django_db
def test_an_automatic_measure_opens_its_case_once_and_two_persons_approve_it(
    known, people, funded, province, business_day
):
    funded(province, cap_fen=REFUNDED, rule=REFUND, year=2022)
    run = run_of(known)
    assert (services.create_automatic(run), services.create_automatic(run)) == (1, 0)
    found = Application.objects.get()
    assert (found.rule, found.automatic, found.state) == (REFUND, True, State.RECOMMENDED)
    assert (found.amount_fen, found.recommended_by) == (REFUNDED, None)
    assert found.transitions.get().acting_as == "平台：免申即享"
    take(people, found, "publicise", business_day)
    take(people, found, "approve", business_day)
    found.refresh_from_db()
    assert found.state == State.PAYABLE


@pytest.mark.django_db
def test_a_finished_run_opens_the_automatic_cases_by_itself(known, people):
    run = run_of(known)
    for _ in range(2):
        run_finished.send(Run, run=run)
    found = Application.objects.get()
    assert (found.rule, found.automatic) == (REFUND, True)
    results = (
        Job.objects.filter(label="免申即享立案").order_by("pk").values_list("result", flat=True)
    )
    assert list(results) == [1, 0]


@pytest.mark.django_db
def test_an_automatic_case_takes_over_a_draft_and_leaves_what_no_longer_holds(known, people):
    draft = services.begin(people["owner"], REFUND, known.code)
    assert services.create_automatic(run_of(known)) == 1
    draft.refresh_from_db()
    assert (draft.automatic, draft.state) == (True, State.RECOMMENDED)
    with pytest.raises(AlreadyApplied):
        services.begin(people["owner"], REFUND, known.code)


@pytest.mark.django_db
def test_what_the_run_found_and_facts_deny_since_opens_no_case(known):
    change_fact(known, "enterprise", laid_off=90)
    assert services.create_automatic(run_of(known)) == 0


@pytest.mark.django_db
def test_an_automatic_case_may_begin_in_review(known, people, settings, tmp_path):
    text = settings.BALLAST_PROCEDURE.read_text(encoding="utf-8")
    settings.BALLAST_PROCEDURE = tmp_path / "procedure.yaml"
    settings.BALLAST_PROCEDURE.write_text(
        text.replace("{2020-01-01: recommended}", "{2020-01-01: reviewing}"), encoding="utf-8"
    )
    services.create_automatic(run_of(known))
    found = Application.objects.get()
    assert (found.state, found.amount_fen) == (State.REVIEWING, None)
    services.recommend(people["officer"], found)
    assert found.amount_fen == REFUNDED


@pytest.mark.django_db
def test_an_application_follows_its_money(
    until, known, funded, province, account, receipt, acting, people
):
    funded(province, cap_fen=REFUNDED, rule=REFUND, year=2022)
    account(known)
    found = until(State.PAYABLE, REFUND, known.code)
    finance, other = acting(Role.FINANCE, province), somebody_else(Role.FINANCE, province)
    batch = payments.prepare_batch(finance, province, None, "csv_file", "batch")
    payments.approve_batch(other, batch)
    order = PaymentOrder.objects.get()
    receipt(province, (order.number, "9000.00", "成功"))
    found.refresh_from_db()
    assert found.state == State.PAID
    for fen, state in ((400_000, State.PAID), (500_000, State.CLAWED_BACK)):
        asked = payments.claw_back(finance, order, fen, "虚报", f"claw-{fen}")
        payments.confirm_clawback(other, asked)
        found.refresh_from_db()
        assert found.state == state
    assert found.recovered_fen == REFUNDED
    labels = [each.label for each in found.transitions.order_by("-pk")[:3]]
    assert labels == ["登记追回", "登记部分追回", "登记拨付"]


@pytest.mark.django_db
def test_a_returned_payment_returns_the_application_too(
    until, known, funded, province, account, receipt, acting
):
    funded(province, cap_fen=REFUNDED, rule=REFUND, year=2022)
    account(known)
    found = until(State.PAYABLE, REFUND, known.code)
    batch = payments.prepare_batch(
        acting(Role.FINANCE, province), province, None, "csv_file", "batch"
    )
    payments.approve_batch(somebody_else(Role.FINANCE, province), batch)
    receipt(province, (PaymentOrder.objects.get().number, "9000.00", "退回"))
    found.refresh_from_db()
    assert found.state == State.RETURNED
