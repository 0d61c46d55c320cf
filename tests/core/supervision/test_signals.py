"""Lamps without their reasons, as nights light them, are the lamps that are shown with reasons."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.content import home
from ballast.engine.reference import World, judge
from ballast.errors import FactTooFine
from ballast.supervision.lamps import load_lamps

TODAY = date(2022, 10, 31)
LAMPS = load_lamps(home("supervision"))
WATCH = LAMPS.on("task", TODAY)
NEAR = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))
SHARES = st.sampled_from([*range(0, 101, 5), 99]).map(lambda percent: Decimal(percent) / 100)
COUNTS = st.integers(0, 3)
TASKS = st.fixed_dictionaries(
    {
        "number": st.just("RW00000001"),
        "kind": st.sampled_from(["target", "work", "duty"]),
        "accepted": st.booleans(),
        "issued_on": NEAR,
        "dated": st.booleans(),
        "complete": st.sampled_from([False, False, False, True]),
        "reports_missing": COUNTS,
        "periods_missed": COUNTS,
        "questions_open": COUNTS,
        "order_overdue": st.booleans(),
    },
    optional={
        "starts_on": st.none() | NEAR,
        "due": st.none() | NEAR,
        "progress": st.none() | SHARES,
        "planned": st.none() | SHARES,
        "reported_on": st.none() | NEAR,
    },
)


@given(TASKS)
def test_a_signal_is_what_is_shown(facts):
    signal, shown = WATCH.signal(facts), WATCH.show(facts)
    assert signal.lamp == shown.lamp
    assert signal.rules == tuple(lit.rule for lit in shown.lit)
    assert signal.missing == shown.missing


@given(TASKS)
def test_a_signal_names_the_rules_that_the_reference_finds_true_of_all_facts(facts):
    world = World({("task", name): value for name, value in facts.items()}, LAMPS.vocabulary, TODAY)
    outcomes = {each.name: judge(each.rule, world).outcome for each in WATCH.rules}
    lit = tuple(name for name, outcome in outcomes.items() if outcome == "eligible")
    signal = WATCH.signal(facts)
    assert signal.rules == (() if facts["complete"] else lit)
    open_ = not facts["complete"] and not lit and "unknown" in outcomes.values()
    assert bool(signal.missing) == open_ == (signal.lamp == "unknown")


def test_a_figure_finer_than_declared_is_refused_of_a_signal_as_of_what_is_shown():
    facts = {"complete": False, "kind": "work", "progress": Decimal(1) / 3}
    for asked in (WATCH.signal, WATCH.show):
        with pytest.raises(FactTooFine):
            asked(facts)
