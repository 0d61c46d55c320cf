"""Two drafts of a rule: proved equal, or told apart by an enterprise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from verification_support import RULE, VOCABULARY, with_conditions, written

from ballast.verification.difference import differences


def compared(folder, before, after):
    old, new = written(folder / "old", before), written(folder / "new", after)
    return {item.kind: item for item in differences(old, new, VOCABULARY)}


def test_the_same_condition_in_other_words_is_proved_to_be_the_same(tmp_path):
    one = with_conditions(够大="unit_value >= floor and newly_bought")
    other = with_conditions(够大="not (unit_value < floor or not newly_bought)")
    assert compared(tmp_path, one, other) == {}


def test_a_higher_floor_loses_those_between(tmp_path):
    found = compared(tmp_path, RULE, RULE.replace("500万元", "600万元"))
    assert list(found) == ["loses"]
    value = found["loses"].example.row["equipment_purchase", "unit_value"]
    assert Decimal(5_000_000) <= value < Decimal(6_000_000)
    assert found["loses"].before.outcome == "eligible"
    assert found["loses"].after.failed == ("够大",)


def test_a_strict_bound_instead_of_an_inclusive_one_loses_exactly_the_bound(tmp_path):
    found = compared(tmp_path, RULE, RULE.replace("unit_value >= floor", "unit_value > floor"))
    assert list(found) == ["loses"]
    assert found["loses"].example.row["equipment_purchase", "unit_value"] == Decimal(5_000_000)


def test_another_rate_gives_more_and_never_less(tmp_path):
    found = compared(tmp_path, RULE, RULE.replace("unit_value * 0.1", "unit_value * 0.2"))
    assert list(found) == ["more"]
    assert found["more"].after.amount > found["more"].before.amount


def test_another_rounding_is_seen_by_a_single_fen(tmp_path):
    found = compared(tmp_path, RULE, RULE.replace("mode: down", "mode: half_up"))
    assert list(found) == ["more"]
    assert found["more"].after.amount == found["more"].before.amount + 1


def test_a_longer_effect_gains_on_the_new_days_alone(tmp_path):
    found = compared(tmp_path, RULE, RULE.replace("to: 2022-12-31", "to: 2023-06-30"))
    assert list(found) == ["gains"]
    assert found["gains"].example.day >= date(2023, 1, 1)
    assert found["gains"].before is None
