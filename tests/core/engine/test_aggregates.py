"""Aggregates over what enterprises own: the reference and DuckDB agree at every trap."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ballast.assessment.explain import explain_enterprise
from ballast.assessment.run import assess
from ballast.assessment.verdicts import connect
from ballast.content import home
from ballast.engine import bounds
from ballast.engine.reference import World, judge
from ballast.errors import FactsOutOfBounds, TooManyRows
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, write_manifest
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library

VOCABULARY = load_vocabulary(home("vocabulary"))
DAY = date(2022, 12, 31)
FIRM, OTHER = "91440300708461136T", "914401017594374000"
WAN = Decimal(10_000)
RULE = """
label: 设备更新奖励
measure: 一
subject: {subject}
effect: {{from: 2022-01-01, to: null}}
parameters:
  floor: {{label: 合计下限, unit: CNY, values: {{2022-01-01: 500万元}}}}
conditions:
  达到: {{is: "{text}", clause: 一}}
benefit: {{kind: award, amount: "{amount}", rounding: {{to: 分, mode: down}}}}
"""
SUM = "sum(equipment_purchase.unit_value)"
THIS_YEAR = " filter (where year(equipment_purchase.purchased_on) = year(as_of))"


def library(tmp_path, text, amount=SUM, subject="enterprise", vocabulary=VOCABULARY):
    folder = tmp_path / "policies" / "x" / "2022-award"
    folder.mkdir(parents=True)
    rule = RULE.format(text=text, amount=amount, subject=subject)
    (folder / "award.yaml").write_text(rule, encoding="utf-8")
    return load_library(tmp_path / "policies", vocabulary)


def purchase(value, day=date(2022, 5, 1), owner=FIRM, **more):
    worth = None if value is None else value * WAN
    return {"unit_value": worth, "purchased_on": day, "uscc": owner, **more}


def snapshot(tmp_path, **tables):
    folder = tmp_path / "facts"
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        entity = VOCABULARY.entities[name]
        full = [
            {entity.key: f"{name}{at}"}
            | {fact: row.get(fact) for fact in entity.facts if fact in row}
            for at, row in enumerate(rows)
        ]
        table = pa.Table.from_pylist(full, arrow_schema(entity))
        pq.write_table(table, folder / f"{name}.parquet")
    counts = {name: len(rows) for name, rows in tables.items()}
    write_manifest(folder, Manifest(as_of=DAY, synthetic=True, source="试验", tables=counts))
    return open_snapshot(folder, VOCABULARY.entities)


def judged(tmp_path, text, purchases, amount=SUM, **tables):
    """Verdict, amount in yuan and missing facts of FIRM, by the run and by the reference alike."""
    rules = library(tmp_path, text, amount)
    tables = {"enterprise": [{"uscc": FIRM}, {"uscc": OTHER}], **tables}
    if purchases is not None:
        tables["equipment_purchase"] = purchases
    facts = snapshot(tmp_path, **tables)
    run = assess(facts, rules, VOCABULARY, DAY, tmp_path / "out")
    asked = f"SELECT verdict, amount, missing FROM verdicts WHERE key = '{FIRM}'"
    outcome, yuan, missing = connect(run.folder).execute(asked).fetchone()
    (explained,) = explain_enterprise(FIRM, rules.rules, VOCABULARY, facts, DAY)
    fen = None if yuan is None else int(yuan * 100)
    assert explained.verdict.outcome == outcome
    assert explained.verdict.amount == fen
    assert list(explained.verdict.missing) == missing
    return outcome, yuan, missing


def test_a_sum_adds_the_rows_of_the_enterprise_alone(tmp_path):
    purchases = [purchase(200), purchase(300), purchase(900, owner=OTHER)]
    assert judged(tmp_path, f"{SUM} >= floor", purchases) == ("eligible", Decimal(5_000_000), [])


def test_a_filter_leaves_out_the_rows_where_it_is_false(tmp_path):
    purchases = [purchase(499), purchase(100, date(2021, 12, 31))]
    found = judged(tmp_path, f"{SUM}{THIS_YEAR} >= floor", purchases)
    assert found == ("ineligible", None, [])


def test_a_row_whose_filter_is_unknown_leaves_the_whole_open(tmp_path):
    purchases = [purchase(900), purchase(1, None)]
    found = judged(tmp_path, f"{SUM}{THIS_YEAR} >= floor", purchases)
    assert found == ("unknown", None, ["equipment_purchase.purchased_on"])


def test_a_value_that_is_unknown_in_a_row_that_counts_leaves_a_sum_open(tmp_path):
    purchases = [purchase(900), purchase(None)]
    found = judged(tmp_path, f"{SUM} >= floor", purchases)
    assert found == ("unknown", None, ["equipment_purchase.unit_value"])


def test_a_value_that_is_unknown_in_a_row_that_does_not_count_asks_for_nothing(tmp_path):
    purchases = [purchase(900), purchase(None, date(2021, 1, 1))]
    amount = f"{SUM}{THIS_YEAR}"
    found = judged(tmp_path, f"{amount} >= floor", purchases, amount)
    assert found == ("eligible", Decimal(9_000_000), [])


def test_a_row_that_is_settled_by_half_its_filter_asks_for_nothing(tmp_path):
    new, long = "equipment_purchase.newly_bought", "equipment_purchase.minimum_life > 3"
    text = f"{SUM} filter (where {new} and {long}) >= floor"
    purchases = [
        purchase(600, newly_bought=True, minimum_life=10),
        purchase(None, newly_bought=False),
    ]
    outcome, _, missing = judged(tmp_path, text, purchases, "floor")
    assert (outcome, missing) == ("eligible", [])


def test_a_count_does_not_look_at_values(tmp_path):
    purchases = [purchase(None), purchase(None)]
    text = "count(equipment_purchase.unit_value) = 2"
    assert judged(tmp_path, text, purchases, "floor")[0] == "eligible"


@pytest.mark.parametrize("purchases", [[], [purchase(900, owner=OTHER)]])
def test_without_rows_a_sum_and_a_count_are_zero(tmp_path, purchases):
    text = f"{SUM} = 0 and count(equipment_purchase.purchase) = 0"
    assert judged(tmp_path, text, purchases) == ("eligible", Decimal(0), [])


def test_without_a_row_that_counts_a_sum_is_zero(tmp_path):
    purchases = [purchase(900, date(2021, 1, 1))]
    assert judged(tmp_path, f"{SUM}{THIS_YEAR} = 0", purchases, "floor")[0] == "eligible"


def test_what_has_no_rows_hides_no_other_missing_fact(tmp_path):
    text = "min(equipment_purchase.unit_value) >= floor and staff > 0"
    assert judged(tmp_path, text, []) == ("unknown", None, ["enterprise.staff"])


def test_without_rows_a_least_and_a_greatest_are_unknown(tmp_path):
    text = "min(equipment_purchase.unit_value) >= floor"
    assert judged(tmp_path, text, []) == ("unknown", None, [])


def test_without_a_row_that_counts_a_greatest_is_unknown(tmp_path):
    text = f"max(equipment_purchase.unit_value){THIS_YEAR} >= floor"
    purchases = [purchase(900, date(2021, 1, 1))]
    assert judged(tmp_path, text, purchases) == ("unknown", None, [])


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f"{SUM}{THIS_YEAR} = 0", ["equipment_purchase.unit_value"]),
        ("count(equipment_purchase.purchase) = 0", ["equipment_purchase.purchase"]),
    ],
)
def test_over_a_table_that_is_not_at_hand_an_aggregate_is_unknown_and_not_zero(
    tmp_path, text, missing
):
    assert judged(tmp_path, text, None) == ("unknown", None, missing)


def test_the_earliest_and_latest_dates_are_compared_as_dates(tmp_path):
    text = (
        "min(equipment_purchase.purchased_on) = date '2021-12-31' "
        "and months_between(max(equipment_purchase.purchased_on), as_of) = 7"
    )
    purchases = [purchase(1, date(2021, 12, 31)), purchase(2, date(2022, 5, 31))]
    assert judged(tmp_path, text, purchases)[0] == "eligible"


def test_a_sum_past_64_bits_stays_exact(tmp_path):
    most = Decimal("90000000000000.00")
    rows = [{"unit_value": most, "uscc": FIRM} for _ in range(2000)]
    text = f"{SUM} = {2000 * most.to_integral_value()} * floor / 5000000"
    found = judged(tmp_path, text, [*rows, {"unit_value": Decimal("0.00"), "uscc": FIRM}], "floor")
    assert found[0] == "eligible"


def test_aggregates_of_two_tables_stand_side_by_side(tmp_path):
    text = f"{SUM} > sum(lease.monthly_rent * lease.months_leased)"
    leases = [{"uscc": FIRM, "monthly_rent": Decimal("100.01"), "months_leased": 12}]
    assert judged(tmp_path, text, [purchase(1)], "floor", lease=leases)[0] == "eligible"


def test_what_an_enterprise_owns_is_judged_by_all_that_its_owner_owns(tmp_path):
    rules = library(tmp_path, f"unit_value * 2 > {SUM}", subject="equipment_purchase")
    purchases = [purchase(600), purchase(300), purchase(900, owner=OTHER)]
    facts = snapshot(
        tmp_path, enterprise=[{"uscc": FIRM}, {"uscc": OTHER}], equipment_purchase=purchases
    )
    run = assess(facts, rules, VOCABULARY, DAY, tmp_path / "out")
    found = connect(run.folder).execute("SELECT verdict, amount FROM verdicts ORDER BY key")
    assert found.fetchall() == [
        ("eligible", Decimal(9_000_000)),
        ("ineligible", None),
        ("eligible", Decimal(9_000_000)),
    ]


def test_a_derived_fact_with_an_aggregate_reaches_every_rule(tmp_path):
    text = """
label: 设备购置合计
subject: enterprise
type: money
unit: CNY
versions:
  2020-01-01: {is: sum(equipment_purchase.unit_value), source: 试验}
"""
    shutil.copytree(home("vocabulary"), tmp_path / "vocabulary")
    (tmp_path / "vocabulary" / "derived" / "bought.yaml").write_text(text, encoding="utf-8")
    vocabulary = load_vocabulary(tmp_path / "vocabulary")
    rules = library(tmp_path, "monthly_rent < enterprise.bought", "floor", "lease", vocabulary)
    (rule,) = rules.rules
    row = {("lease", "monthly_rent"): Decimal(1)}
    owned = {"equipment_purchase": [{("equipment_purchase", "unit_value"): Decimal(7)}]}
    assert judge(rule, World(row, vocabulary, DAY, owned)).outcome == "eligible"
    assert judge(rule, World(row, vocabulary, DAY)).missing == ("equipment_purchase.unit_value",)


def test_facts_of_owned_rows_outside_their_bounds_are_refused(tmp_path):
    with pytest.raises(FactsOutOfBounds, match=r"equipment_purchase.unit_value"):
        judged(tmp_path, f"{SUM} >= floor", [purchase(Decimal("-0.01"))])


def test_more_rows_of_one_owner_than_sums_are_proved_for_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ROWS", 2)
    with pytest.raises(TooManyRows, match=f"{FIRM} owns 3 rows of equipment_purchase"):
        judged(tmp_path, f"{SUM} >= floor", [purchase(1), purchase(2), purchase(3)])
