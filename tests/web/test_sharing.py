"""Who bears what and who gets what: whole 分, nothing lost, nothing beyond what is left."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast_web.errors import BadValue
from ballast_web.kernel.roles import Level
from ballast_web.payments import purses
from ballast_web.payments.amounts import fen_of
from ballast_web.payments.errors import NoBudget
from ballast_web.payments.purses import budgets_of, level_of
from ballast_web.payments.sharing import Drawing, granted, split

HALVES = {1: Fraction(1, 2), 2: Fraction(1, 2)}
weights = st.lists(st.integers(1, 100), min_size=1, max_size=4)


def parts_of(numbers):
    return {place: Fraction(each, sum(numbers)) for place, each in enumerate(numbers)}


@given(st.integers(0, 10**12), weights)
def test_the_shares_make_the_whole_and_each_is_within_a_fen(amount, numbers):
    parts = parts_of(numbers)
    shares = split(amount, parts)
    assert sum(shares.values()) == amount
    assert all(abs(shares[each] - amount * parts[each]) < 1 for each in parts)


def test_of_an_odd_fen_the_last_purse_bears_the_half():
    assert split(101, HALVES) == {1: 50, 2: 51}


drawings = st.lists(
    st.tuples(st.integers(1, 500), st.sampled_from([{1: Fraction(1)}, {2: Fraction(1)}, HALVES])),
    min_size=1,
    max_size=6,
)


@given(
    drawings,
    st.integers(0, 900),
    st.integers(0, 900),
    st.sampled_from(["queue", "prorate"]),
    st.booleans(),
)
def test_nobody_gets_more_than_claimed_and_no_budget_bears_more_than_is_left(
    claims, first, second, when_short, partial
):
    given_claims = [Drawing(*each) for each in claims]
    got = granted(given_claims, {1: first, 2: second}, when_short, partial)
    spent = {1: 0, 2: 0}
    for claim, fen in zip(given_claims, got, strict=True):
        assert 0 <= fen <= claim.amount_fen
        for budget, part in split(fen, claim.parts).items():
            spent[budget] += part
    assert spent[1] <= first
    assert spent[2] <= second


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.integers(0, 2000), st.booleans())
def test_of_one_purse_proration_leaves_nothing_that_somebody_could_have(amounts, left, partial):
    whole = {1: Fraction(1)}
    got = granted([Drawing(each, whole) for each in amounts], {1: left}, "prorate", partial)
    assert sum(got) == min(left, sum(amounts))


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6), st.integers(0, 2000))
def test_a_queue_ends_at_the_first_claim_that_does_not_fit(amounts, left):
    got = granted([Drawing(each, {1: Fraction(1)}) for each in amounts], {1: left}, "queue", False)
    fitting = 0
    while fitting < len(amounts) and sum(amounts[: fitting + 1]) <= left:
        fitting += 1
    assert got == [*amounts[:fitting], *[0] * (len(amounts) - fitting)]


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,234.50", 123_450), ("500万元", 500_000_000), ("1.2亿元", 12_000_000_000), ("0.01元", 1)],
)
def test_amounts_are_read_as_people_write_them(text, fen):
    assert fen_of(text) == fen


@pytest.mark.parametrize("text", ["", "很多", "0.001", "NaN", "1e999999"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BadValue):
        fen_of(text)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("自治区", Level.PROVINCE),
        ("省级财政", Level.PROVINCE),
        ("设区市", Level.CITY),
        ("县", Level.COUNTY),
    ],
)
def test_the_words_of_rules_name_purses(word, level):
    assert level_of(word) == level


def test_a_rule_that_shares_its_cost_names_a_budget_of_each_level(
    province, city, other_city, enterprise, funded, monkeypatch
):
    wide, own = funded(province), funded(city)
    funded(other_city)
    halves = {Level.PROVINCE: Fraction(1, 2), Level.CITY: Fraction(1, 2)}
    monkeypatch.setattr(purses, "_parts", lambda _: halves)
    shares = budgets_of("guangdong/2022-industrial-growth/02-charging-subsidy", enterprise)
    assert [(share.budget, share.part) for share in shares] == [
        (wide, Fraction(1, 2)),
        (own, Fraction(1, 2)),
    ]


def test_a_purse_that_set_nothing_apart_is_told(province, enterprise, funded, monkeypatch):
    funded(province)
    halves = {Level.PROVINCE: Fraction(1, 2), Level.CITY: Fraction(1, 2)}
    monkeypatch.setattr(purses, "_parts", lambda _: halves)
    with pytest.raises(NoBudget, match="市级"):
        budgets_of("guangdong/2022-industrial-growth/02-charging-subsidy", enterprise)


def test_a_budget_of_the_policy_bears_any_of_its_rules(province, enterprise, funded):
    own = funded(province, rule="guangdong/2022-industrial-growth")
    shares = budgets_of("guangdong/2022-industrial-growth/02-charging-subsidy", enterprise)
    assert [share.budget for share in shares] == [own]


def test_a_budget_of_another_year_bears_nothing(province, enterprise, funded):
    funded(province, year=2001)
    with pytest.raises(NoBudget):
        budgets_of("guangdong/2022-industrial-growth/02-charging-subsidy", enterprise)


def test_the_share_that_a_rule_of_the_library_states(db, enterprise):
    parts = purses._parts("guangxi/2022-industrial-follow-up/10-commercial-vehicle-award")
    assert parts == {Level.PROVINCE: Fraction(1, 2), Level.CITY: Fraction(1, 2)}
