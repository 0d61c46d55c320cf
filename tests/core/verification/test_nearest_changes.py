"""What would make an enterprise eligible: the smallest single change, everything else as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from verification_support import LIBRARY, VOCABULARY, with_conditions, written

from ballast.assessment.cases import load_cases
from ballast.engine.reference import World, judge
from ballast.verification.nearest import nearest

DAY = date(2022, 12, 31)


def changes(rule, **facts):
    row = {("equipment_purchase", name): value for name, value in facts.items()}
    found = nearest(rule, World(row, VOCABULARY, DAY))
    return [(change.fact[1], change.wanted) for change in found]


def test_a_value_under_its_floor_need_only_reach_it(tmp_path):
    (rule,) = written(tmp_path).rules
    assert changes(rule, unit_value=Decimal("4800000")) == [("unit_value", Decimal(5_000_000))]


def test_a_strict_limit_must_be_passed_by_one_fen(tmp_path):
    (rule,) = written(tmp_path, with_conditions(够大="unit_value > floor")).rules
    assert changes(rule, unit_value=Decimal(100)) == [("unit_value", Decimal("5000000.01"))]


def test_of_two_ways_the_smaller_change_comes_first(tmp_path):
    text = with_conditions(一项即可="unit_value >= floor or minimum_life <= 3")
    (rule,) = written(tmp_path, text).rules
    found = changes(rule, unit_value=Decimal("4999999"), minimum_life=10)
    assert found == [("unit_value", Decimal(5_000_000)), ("minimum_life", Decimal(3))]


def test_where_two_facts_fall_short_no_single_change_helps(tmp_path):
    text = with_conditions(够大="unit_value >= floor", 新购="newly_bought")
    (rule,) = written(tmp_path, text).rules
    assert changes(rule, unit_value=Decimal(100), newly_bought=False) == []
    assert changes(rule, unit_value=Decimal(5_000_000), newly_bought=False) == [
        ("newly_bought", True)
    ]


def test_nobody_is_told_to_move_or_to_have_been_founded_on_another_day(tmp_path):
    text = with_conditions(省内="within(enterprise.city, '440000')")
    (rule,) = written(tmp_path, text).rules
    row = {("enterprise", "city"): "450100"}
    assert nearest(rule, World(row, VOCABULARY, DAY)) == []


def test_a_rule_that_waits_for_a_fact_has_no_single_change(tmp_path):
    text = with_conditions(够大="unit_value >= floor", 新购="newly_bought")
    (rule,) = written(tmp_path, text).rules
    assert changes(rule, unit_value=Decimal(100), newly_bought=None) == []


def test_each_change_shown_for_a_committed_case_makes_it_eligible():
    tried = 0
    for rule in LIBRARY.rules:
        for case in load_cases(rule, VOCABULARY).cases:
            for change in nearest(rule, case.world):
                row = {**case.world.row, change.fact: change.wanted}
                assert judge(rule, World(row, VOCABULARY, case.world.day)).outcome == "eligible"
                tried += 1
    assert tried > 10
