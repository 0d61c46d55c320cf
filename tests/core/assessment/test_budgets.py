"""Budgets spent: never more than there is, in order or in proportion, to the last 分."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballast.assessment.allocation import allocate
from ballast.assessment.run import assess
from ballast.cli import app
from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.layout import Layout, RuleLayout
from ballast.errors import Invalid
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, write_manifest
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.telling import told

DAY = date(2022, 12, 31)
CODE = "91440300708461136T"
VOCABULARY = load_vocabulary(home("vocabulary"))
RULE = """\
label: 购置补助
measure: （九）
subject: equipment_purchase
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  share: {label: 补助比例, unit: ratio, values: {2022-01-01: 10%}}
conditions:
  新购: {is: newly_bought, clause: （九）}
benefit:
  kind: subsidy
  amount: unit_value * share
  rounding: {to: 分, mode: down}
budget:
  appropriation: {label: 预算, unit: CNY, values: {2022-01-01: 100元}}
  order: [purchased_on]
  share: {省级: 50%, 市级: 50%}
  clause: （九）
"""
ENTERPRISES = """\
label: 企业奖励
measure: （九）
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  award: {label: 奖励, unit: CNY, values: {2022-01-01: 80元}}
conditions:
  省内: {is: "within(city, '440000')", clause: （九）}
benefit: {kind: award, amount: award, rounding: {to: 分, mode: down}}
budget:
  appropriation: {label: 预算, unit: CNY, values: {2022-01-01: 100元}}
  order: [city]
  share: {省级: 50%, 市级: 50%}
  clause: （九）
"""


def library(folder, text=RULE):
    package = folder / "policies" / "x" / "2022-y"
    package.mkdir(parents=True, exist_ok=True)
    (package / "subsidy.yaml").write_text(text, encoding="utf-8")
    return load_library(folder / "policies", VOCABULARY)


def snapshot(folder, purchases):
    """Facts of one enterprise with purchases of (value, day)."""
    tables = {
        "enterprise": [{"uscc": CODE, "city": "440300"}],
        "equipment_purchase": [
            {
                "purchase": f"P{place}",
                "uscc": CODE,
                "newly_bought": True,
                "unit_value": None if value is None else Decimal(value),
                "purchased_on": bought,
            }
            for place, (value, bought) in enumerate(purchases)
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        schema = arrow_schema(VOCABULARY.entities[name])
        full = [{field.name: row.get(field.name) for field in schema} for row in rows]
        pq.write_table(pa.Table.from_pylist(full, schema), folder / f"{name}.parquet")
    counts = {name: len(rows) for name, rows in tables.items()}
    write_manifest(folder, Manifest(as_of=DAY, synthetic=True, source="试验", tables=counts))
    return open_snapshot(folder, VOCABULARY.entities)


def spent(folder, purchases, text=RULE):
    """What each purchase is granted, in yuan, and the summary."""
    run = assess(
        snapshot(folder / "facts", purchases),
        library(folder, text),
        VOCABULARY,
        DAY,
        folder / "run",
    )
    (allocation,) = run.allocations
    (file,) = (folder / "run").glob("*.allocation.parquet")
    rows = sorted(pq.read_table(file).to_pylist(), key=lambda row: row["key"])
    return [
        None if row["granted"] is None else Decimal(row["granted"]) / 100 for row in rows
    ], allocation


def in_may(*values):
    return [(value, date(2022, 5, place + 1)) for place, value in enumerate(values)]


def test_the_first_in_time_are_served_until_a_claim_no_longer_fits(tmp_path):
    granted, allocation = spent(tmp_path, in_may("400", "500", "200", "50"))
    assert granted == [40, 50, 0, 0]
    assert (allocation.granted, allocation.left, allocation.short) == (90, 10, 2)


def test_a_rule_tells_its_budget(tmp_path):
    (rule,) = library(tmp_path).rules
    lines = list(told(rule, VOCABULARY, DAY))
    assert "资金总额（条款（九））：100.00元" in lines
    assert "资金分担（条款（九））：省级50%、市级50%" in lines


def test_enterprises_themselves_stand_in_the_queue_by_their_city(tmp_path):
    granted, allocation = spent(tmp_path, [], ENTERPRISES)
    assert granted == [80]
    assert allocation.borne == {"省级": 40, "市级": 40}


def test_the_claim_that_no_longer_fits_gets_the_rest_where_the_rule_says_so(tmp_path):
    text = RULE.replace("order: [purchased_on]", "order: [purchased_on]\n  partial: true")
    granted, allocation = spent(tmp_path, in_may("400", "500", "200", "50"), text)
    assert granted == [40, 50, 10, 0]
    assert allocation.left == 0


def test_the_order_is_that_of_the_named_facts_and_not_of_the_rows(tmp_path):
    days = [date(2022, 6, 1), date(2022, 3, 1), None]
    granted, _ = spent(tmp_path, list(zip(["900", "900", "100"], days, strict=True)))
    assert granted == [0, 90, 0]


def test_a_short_budget_is_shared_in_proportion_to_the_last_fen(tmp_path):
    text = RULE.replace("order: [purchased_on]", "when_short: prorate")
    granted, allocation = spent(tmp_path, in_may("1000", "1000", "1000"), text)
    assert sorted(granted) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert allocation.left == 0
    assert allocation.short == 3


def test_a_budget_that_suffices_gives_everybody_all(tmp_path):
    for text in (RULE, RULE.replace("order: [purchased_on]", "when_short: prorate")):
        granted, allocation = spent(tmp_path, in_may("300", "200"), text)
        assert granted == [30, 20]
        assert allocation.left == 50


def test_a_claim_of_unknown_amount_waits_and_takes_no_place(tmp_path):
    granted, allocation = spent(tmp_path, in_may("400", None, "600"))
    assert granted == [40, None, 60]
    assert allocation.waiting == 1


def test_the_purses_bear_the_whole_cost_the_last_one_the_odd_fen(tmp_path):
    _, allocation = spent(tmp_path, in_may("0.30", "0.50"))
    assert allocation.granted == Decimal("0.08")
    assert allocation.borne == {"省级": Decimal("0.03"), "市级": Decimal("0.05")}


def test_without_an_appropriation_the_cost_is_only_shared(tmp_path):
    text = RULE.replace(
        "  appropriation: {label: 预算, unit: CNY, values: {2022-01-01: 100元}}\n", ""
    )
    granted, allocation = spent(tmp_path, in_may("9000", "9000"), text)
    assert granted == [900, 900]
    assert allocation.appropriation is None
    assert allocation.left is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("市级: 50%", "市级: 40%", "make 100% together"),
        ("order: [purchased_on]", "order: [bought_on]", "purchased_on"),
        (
            "unit: CNY, values: {2022-01-01: 100元}",
            "unit: 人, values: {2022-01-01: 100人}",
            "unit: CNY",
        ),
        ("  amount: unit_value * share\n", "", "a benefit with an `amount`"),
    ],
)
def test_a_budget_that_cannot_be_is_refused(tmp_path, old, new, words):
    assert old in RULE
    with pytest.raises(Invalid, match=words):
        library(tmp_path, RULE.replace(old, new))


def test_assess_tells_what_became_of_the_budget(tmp_path):
    library(tmp_path)
    facts = snapshot(tmp_path / "facts", in_may("400", "900")).path
    out = tmp_path / "out"
    arguments = ["assess", "--policies", tmp_path / "policies", "--facts", facts, "--out", out]
    result = CliRunner().invoke(app, [*map(str, arguments), "--as-of", "2022-12-31"])
    assert result.exit_code == 0, result.output
    assert "预算" in result.output
    assert "省级" in (out / "budgets.csv").read_text(encoding="utf-8-sig")


FEN = st.none() | st.integers(0, 50) | st.integers(0, 9 * 10**15)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("budget")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    claims=st.lists(FEN, max_size=12),
    pot=st.integers(0, 300) | st.integers(0, 10**16),
    short=st.sampled_from(["queue", "partial", "prorate"]),
    part=st.sampled_from(["50%", "33.3333%", "0%", "100%"]),
)
def test_no_grant_exceeds_its_claim_and_all_together_not_the_budget(
    folder, claims, pot, short, part
):
    granted, borne = granted_by_sql(folder, claims, pot, short, part)
    known = [
        (claim, grant) for claim, grant in zip(claims, granted, strict=True) if claim is not None
    ]
    whole = sum(claim for claim, _ in known)
    assert all(
        (claim is None) == (grant is None) for claim, grant in zip(claims, granted, strict=True)
    )
    assert all(0 <= grant <= claim for claim, grant in known)
    assert sum(grant for _, grant in known) <= pot
    if whole <= pot:
        assert all(claim == grant for claim, grant in known)
    elif short == "prorate":
        assert sum(grant for _, grant in known) == pot
        assert all(abs(grant * whole - claim * pot) < whole for claim, grant in known)
    else:
        assert granted == served(claims, pot, partial=short == "partial")
    assert sum(borne) == sum(grant for _, grant in known)


def served(claims, pot, partial):
    """The queue served by hand: nobody behind the first who goes short gets anything."""
    granted, open_ = [], True
    for claim in claims:
        fits = claim is not None and claim <= pot
        gift = claim if open_ and fits else pot if open_ and partial and claim is not None else 0
        granted.append(None if claim is None else gift)
        if claim is not None and open_:
            pot, open_ = pot - gift, fits
    return granted


def granted_by_sql(folder, claims, pot, short, part):
    """The grants in order, and what the purses bear, as the engine works them out."""
    rest = f"{100 - Decimal(part.rstrip('%'))}%"
    text = RULE.replace("100元", f"{Decimal(pot) / 100}元").replace(
        "省级: 50%, 市级: 50%", f"省级: {part}, 市级: '{rest}'"
    )
    text = text.replace(
        "order: [purchased_on]",
        f"when_short: {'prorate' if short == 'prorate' else 'queue'}\n  partial: {str(short == 'partial').lower()}",
    )
    (rule,) = library(folder, text).rules
    packed = RuleLayout(id=rule.id, label="", conditions=("新购",), pays=True)
    layout = Layout(
        subject="equipment_purchase", key="purchase", owner="uscc", facts=(), rules=(packed,)
    )
    keys = [f"P{place:03}" for place in range(len(claims))]
    table = {"key": keys, "owner": keys, "city": keys, packed.state: [0] * len(claims)}
    table = {
        name: pa.array(values, pa.string() if name in ("key", "owner", "city") else pa.int32())
        for name, values in table.items()
    }
    table[packed.amount] = pa.array(claims, pa.int64())
    pq.write_table(pa.table(table), folder / "equipment_purchase.parquet")
    facts = folder / "facts"
    facts.mkdir(exist_ok=True)
    pq.write_table(
        pa.table({"purchase": pa.array(keys, pa.string())}), facts / "equipment_purchase.parquet"
    )
    engine = DuckDB({"equipment_purchase": facts / "equipment_purchase.parquet"}, folder, threads=1)
    allocation = allocate(engine, rule, layout, Path(folder), DAY)
    (file,) = folder.glob("*.allocation.parquet")
    granted = [
        row["granted"]
        for row in sorted(pq.read_table(file).to_pylist(), key=lambda row: row["key"])
    ]
    return granted, [int(yuan * 100) for yuan in allocation.borne.values()]
