"""Money set aside, approved, given back: never beyond the budget, never twice."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from money_fixtures import somebody_else

from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.payments import services
from ballast_web.payments.errors import BudgetShort, KeyReused, SamePerson, SharesWrong
from ballast_web.payments.models import Budget, JournalEntry, PaymentOrder, Posting, Reservation
from ballast_web.payments.services import Claim
from ballast_web.payments.sharing import Share

pytestmark = pytest.mark.django_db


def balances_of(budget):
    row = Budget.objects.get(pk=budget.pk)
    return row.cap_fen, row.reserved_fen, row.committed_fen, row.paid_fen


def test_a_budget_opens_when_another_person_approves_it(city, funded):
    assert balances_of(funded(city, 500)) == (500, 0, 0, 0)


def test_nobody_approves_what_they_proposed(city, acting):
    change = services.open_budget(
        acting(Role.FINANCE, city),
        city,
        name="专项",
        year=2022,
        rules=["a/b"],
        cap_fen=5,
        reason="年初预算",
        key="k",
    )
    with pytest.raises(SamePerson):
        services.decide_cap(acting(Role.FINANCE, city), change, True)
    assert balances_of(change.budget) == (0, 0, 0, 0)


def test_what_is_reserved_is_no_longer_left(city, enterprise, funded, reserved):
    budget = funded(city, 1000)
    reserved(budget, enterprise, 400)
    assert balances_of(budget) == (1000, 400, 0, 0)


def test_the_last_fen_may_be_reserved_and_not_one_more(city, enterprise, funded, reserved):
    budget = funded(city, 1000)
    reserved(budget, enterprise, 1000)
    with pytest.raises(BudgetShort):
        reserved(budget, enterprise, 1)
    assert balances_of(budget) == (1000, 1000, 0, 0)
    assert Reservation.objects.count() == 1


def test_the_same_key_reserves_once(city, enterprise, funded, reserved):
    budget = funded(city)
    first, second = (reserved(budget, enterprise, 400, "one") for _ in range(2))
    assert first == second
    assert balances_of(budget)[1] == 400


def test_a_key_is_not_taken_for_another_claim(city, enterprise, funded, reserved):
    budget = funded(city)
    reserved(budget, enterprise, 300, "one")
    with pytest.raises(KeyReused):
        reserved(budget, enterprise, 200, "one")


def test_purses_share_and_the_shares_make_the_whole(province, city, enterprise, funded, acting):
    budgets = [funded(province), funded(city)]
    shares = [Share(each, 1, 2) for each in budgets]
    made = services.reserve(acting(Role.APPROVER, city), "c", enterprise, shares, 101, "c")
    assert [share.amount_fen for share in made.shares.all()] == [50, 51]


def test_where_one_purse_is_short_neither_is_touched(province, city, enterprise, funded, acting):
    wide, narrow = funded(province), funded(city, 10)
    shares = [Share(wide, 1, 2), Share(narrow, 1, 2)]
    with pytest.raises(BudgetShort):
        services.reserve(acting(Role.APPROVER, city), "c", enterprise, shares, 100, "c")
    assert balances_of(wide)[1] == balances_of(narrow)[1] == 0
    assert not Posting.objects.exclude(source="appropriated").exists()


@pytest.mark.parametrize("parts", [[(1, 2)], [(1, 2), (1, 3)], [(3, 2), (-1, 2)]])
def test_shares_that_make_no_whole_are_refused(province, city, enterprise, funded, acting, parts):
    budgets = [funded(province), funded(city)]
    shares = [Share(budget, *part) for budget, part in zip(budgets, parts, strict=False)]
    with pytest.raises(SharesWrong):
        services.reserve(acting(Role.APPROVER, city), "c", enterprise, shares, 100, "c")


def test_nothing_is_reserved_for_nothing(city, enterprise, funded, reserved):
    with pytest.raises(BadValue):
        reserved(funded(city), enterprise, 0)


def test_a_city_reserves_nothing_for_another_citys_enterprise(
    city, other_city, enterprise, other_enterprise, funded, acting
):
    with pytest.raises(NotHere):
        services.reserve(
            acting(Role.APPROVER, other_city), "c", enterprise, [Share(funded(city))], 1, "c"
        )


def test_a_purse_bears_nothing_outside_its_territory(city, other_enterprise, funded):
    with pytest.raises(NotHere):
        services.reserve(platform("测试"), "c", other_enterprise, [Share(funded(city))], 1, "c")


def test_an_enterprise_reserves_nothing(city, enterprise, funded, acting):
    with pytest.raises(NotAllowed):
        services.reserve(
            acting(Role.OWNER, enterprise), "c", enterprise, [Share(funded(city))], 1, "c"
        )


def test_what_is_approved_is_owed(city, enterprise, funded, reserved, acting):
    budget = funded(city)
    made = reserved(budget, enterprise, 400)
    for _ in range(2):
        services.commit(acting(Role.APPROVER, city), made)
    assert balances_of(budget)[1:3] == (400, 400)


def test_an_approval_makes_the_orders_once_there_is_an_account(
    city, enterprise, funded, reserved, account, acting
):
    made = reserved(funded(city), enterprise, 400)
    services.commit(acting(Role.APPROVER, city), made)
    assert not PaymentOrder.objects.exists()
    account(enterprise)
    assert PaymentOrder.objects.get().amount_fen == 400
    account(enterprise, number="4400999988887777")
    assert PaymentOrder.objects.count() == 1


@pytest.mark.parametrize("approved", [False, True])
def test_what_is_released_is_left_again(city, enterprise, funded, reserved, acting, approved):
    budget = funded(city)
    made = reserved(budget, enterprise, 400)
    if approved:
        services.commit(acting(Role.APPROVER, city), made)
    for _ in range(2):
        services.release(acting(Role.APPROVER, city), made, "撤回申报")
    assert balances_of(budget) == (1_000_000, 0, 0, 0)
    with pytest.raises(WrongState):
        services.commit(acting(Role.APPROVER, city), made)


def test_what_is_with_the_bank_is_not_released(city, enterprise, sent, acting):
    order = sent(city, enterprise)
    with pytest.raises(WrongState):
        services.release(acting(Role.APPROVER, city), order.reservation, "撤回申报")


def test_a_cap_does_not_fall_below_what_is_reserved(city, enterprise, funded, reserved, acting):
    budget = funded(city, 1000)
    reserved(budget, enterprise, 600)
    change = services.propose_cap(acting(Role.FINANCE, city), budget, 599, "压减", "less")
    with pytest.raises(BudgetShort):
        services.decide_cap(somebody_else(Role.FINANCE, city), change, True)
    lower = services.propose_cap(acting(Role.FINANCE, city), budget, 600, "压减", "lower")
    services.decide_cap(somebody_else(Role.FINANCE, city), lower, True)
    assert balances_of(budget)[:2] == (600, 600)


def test_at_the_years_end_what_is_left_goes_and_what_is_owed_stays(
    city, enterprise, funded, reserved, acting
):
    budget = funded(city, 1000)
    made = reserved(budget, enterprise, 600)
    services.close_year(acting(Role.APPROVER, city), budget, "end")
    assert balances_of(budget)[:2] == (600, 600)
    services.commit(acting(Role.APPROVER, city), made)
    with pytest.raises(WrongState):
        reserved(budget, enterprise, 1)


def claims_of(budget, enterprise, *amounts):
    return [
        Claim(f"c{place}", enterprise, [Share(budget)], fen, f"c{place}")
        for place, fen in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("when_short", "partial", "expected"),
    [
        ("queue", False, [40, None, None]),
        ("queue", True, [40, 60, None]),
        ("prorate", False, [18, 46, 36]),
    ],
)
def test_where_money_is_short_the_rule_says_who_gets_what(
    city, enterprise, funded, acting, when_short, partial, expected
):
    budget = funded(city, 100)
    claims = claims_of(budget, enterprise, 40, 100, 80)
    who = acting(Role.APPROVER, city)
    for _ in range(2):
        served = services.reserve_in_order(who, claims, when_short, partial)
        assert [each and each.amount_fen for each in served] == expected
    assert balances_of(budget)[1] == sum(fen or 0 for fen in expected)


@pytest.mark.parametrize(
    "table", ["payments_journalentry", "payments_posting", "payments_reservationshare"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount_fen = 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_ledger(
    city, enterprise, funded, reserved, table, statement
):
    reserved(funded(city), enterprise, 400)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_database_refuses_an_entry_that_is_not_the_sum_of_its_postings(city, funded):
    budget = funded(city)
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.create(
            entry_id="x", budget=budget, source="available", target="reserved", amount_fen=5
        )
        JournalEntry.objects.create(key="x", kind="reserve", amount_fen=6)


def test_the_database_refuses_another_posting_to_an_entry_that_stands(city, funded):
    budget = funded(city)
    standing = JournalEntry.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.create(
            entry=standing, budget=budget, source="available", target="reserved", amount_fen=5
        )


def test_the_database_refuses_a_move_that_nothing_makes(city, funded):
    budget = funded(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(
            entry_id="x", budget=budget, source="available", target="paid", amount_fen=5
        )


@pytest.mark.parametrize(
    "change", [{"reserved_fen": 2_000_000}, {"committed_fen": 1}, {"paid_fen": 1}, {"paid_fen": -1}]
)
def test_the_database_refuses_balances_that_cannot_be(city, funded, change):
    budget = funded(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=budget.pk).update(**change)
