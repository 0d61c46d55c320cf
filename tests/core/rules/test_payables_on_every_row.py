"""Every combination of two rules' verdicts, amounts and choice: DuckDB, the reference, the law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pyarrow as pa
import pytest
from rules_support import VOCABULARY, library, rule_text

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge

DAY = date(2022, 6, 30)
GRANTED = (True, False, None)
AMOUNTS = (Decimal(0), Decimal(5), Decimal(9), None)
CHOICES = ("low", "high", "other", None)
CAP = "  most: {label: 合计上限, unit: CNY, values: {2022-01-01: 10元}}\n"
COLUMNS = {
    "injury_insured": pa.bool_(),
    "restricted_industry": pa.bool_(),
    "property_tax": pa.decimal128(18, 2),
    "stamp_tax": pa.decimal128(18, 2),
    "name": pa.string(),
}
ROWS = [
    dict(zip(COLUMNS, values, strict=True))
    for values in product(GRANTED, GRANTED, AMOUNTS, AMOUNTS, CHOICES)
]
MORE = {"从高": "", "择一": ", choice: name", "可叠加": ", at_most: most"}


def rules(folder, word):
    def text(other, condition, amount):
        combine = f"combine: {{exclusive_with: [{other}], rule: {word}{MORE[word]}}}\n"
        written = rule_text(condition, amount, more=combine)
        return written.replace("conditions:", f"{CAP}conditions:")

    return library(
        folder,
        low=text("high", "injury_insured", "property_tax"),
        high=text("low", "restricted_industry", "stamp_tax"),
    ).rules


@pytest.fixture(scope="module", params=MORE)
def judged(request, tmp_path_factory):
    """The word, and for each row what the reference and DuckDB say by each rule."""
    chosen = rules(tmp_path_factory.mktemp("policies"), request.param)
    plan = Plan("enterprise", chosen, VOCABULARY, DAY)
    table = {name: pa.array([row[name] for row in ROWS], kind) for name, kind in COLUMNS.items()}
    table["uscc"] = pa.array([f"{place:04}" for place in range(len(ROWS))])
    table["city"] = pa.array(["440100"] * len(ROWS))
    engine = DuckDB(threads=1)
    engine.connection.register("enterprise", pa.table(table))
    found = sorted(engine.rows(plan), key=lambda row: row["key"])
    packed = [[verdict for _, verdict in plan.layout.verdicts(row)] for row in found]
    worlds = [
        World({("enterprise", k): v for k, v in row.items()}, VOCABULARY, DAY) for row in ROWS
    ]
    return request.param, packed, [[judge(rule, each) for rule in chosen] for each in worlds]


def test_duckdb_pays_what_the_reference_pays(judged):
    _, packed, reference = judged
    assert packed == reference


def test_who_is_not_eligible_is_paid_nothing_known(judged):
    verdicts = [verdict for row in judged[2] for verdict in row]
    assert all(each.payable is None for each in verdicts if each.outcome != "eligible")


def test_nobody_is_paid_more_than_the_amount(judged):
    paid = [each for row in judged[2] for each in row if each.payable is not None]
    assert len(paid) > 50
    assert all(each.payable == 0 or 0 < each.payable <= each.amount for each in paid)


def test_together_rules_pay_what_their_word_allows(judged):
    word, _, reference = judged
    for high, low in reference:
        if high.payable is None or low.payable is None:
            continue
        total, amounts = high.payable + low.payable, (high.amount, low.amount)
        if word == "从高":
            assert total == max(amounts)
        if word == "择一":
            assert total in amounts
            assert not (high.payable and low.payable)
        if word == "可叠加":
            assert total == min(sum(amounts), 1000)
            assert high.payable == min(high.amount, 1000)


def test_a_rule_alone_is_paid_whole(judged):
    for high, low in judged[2]:
        for one, other in ((high, low), (low, high)):
            if one.outcome == "eligible" and other.outcome == "ineligible":
                most = 1000 if judged[0] == "可叠加" else one.amount
                assert one.payable == (None if one.amount is None else min(one.amount, most))
