"""GoRules zen-engine, one record a call: an expression node with the rules in its own language.

A null in `and`, `or` or a comparison is an error there, so each condition is a number: 0 (false),
1 (unknown), 2 (true). It writes verdict, amount and failed conditions. Reading is by Arrow, and
writing too; the calls between them are what takes the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zen

from benchmarks.population.vectors import CORE, FACTS, MONEY_FACTS, OUTLYING, RULES, TRADES

LIMIT = 10_000
EXPRESSES = frozenset({"verdict", "amount", "failed"})


def test(holds: str, *facts: str) -> str:
    """2 where `holds`, 0 where not, 1 where a fact is absent."""
    absent = " or ".join(f"{fact} == null" for fact in facts)
    return f"{absent} ? 1 : ({holds} ? 2 : 0)"


def within(fact: str, prefixes: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return test(begins(fact, prefixes), fact)


def begins(fact: str, prefixes: Any) -> str:
    return "(" + " or ".join(f"startsWith({fact}, '{each}')" for each in prefixes) + ")"


def both(*tests: str) -> str:
    return f"min([{', '.join(f'({each})' for each in tests)}])"


def either(*tests: str) -> str:
    return f"max([{', '.join(f'({each})' for each in tests)}])"


def chosen(branches: list[tuple[str, str]], otherwise: str) -> str:
    return "".join(f"{test} ? ({value}) : (" for test, value in branches) + (
        otherwise + ")" * len(branches)
    )


def trade() -> str:
    branches = [
        (begins("industry", codes.split()), str(at)) for at, (codes, _) in enumerate(TRADES)
    ]
    return f"industry == null ? -2 : ({chosen(branches, '-1')})"


def gate(rank: int) -> str:
    branches = [
        (
            f"$.trade == {at}",
            both(
                *(test(f"{name} >= {low[rank] * unit(name)}", name) for name, low in bounds.items())
            ),
        )
        for at, (_, bounds) in enumerate(TRADES)
    ]
    return chosen([("$.trade == -2", "1"), *branches], "0")


def unit(name: str) -> int:
    """Money is in 分."""
    return 100 if name in MONEY_FACTS else 1


def limit(name: str, operator: str, bound: int) -> str:
    return test(f"{name} {operator} {bound * unit(name)}", name)


SERVICES = either(
    limit("staff_mean", "<=", 2000),
    limit("revenue", "<=", 1_000_000_000),
    limit("assets_mean", "<=", 1_200_000_000),
)
ESTATE = either(limit("revenue", "<=", 2_000_000_000), limit("assets_mean", "<=", 100_000_000))
OTHERS = either(limit("staff_mean", "<=", 1000), limit("revenue", "<=", 400_000_000))
CONDITIONS: dict[str, str] = {
    "trade": trade(),
    "small_gate": gate(0),
    "medium_gate": gate(1),
    "large": gate(2),
    "sole": test("kind == 'individual_business'", "kind"),
    "company": test("kind == 'company'", "kind"),
    "allowed": test("restricted_industry == false", "restricted_industry"),
    "in_business": both("2 - $.sole", "$.allowed"),
    "low_profit": both(
        "$.in_business",
        limit("taxable_income", "<=", 3_000_000),
        limit("staff_mean", "<=", 300),
        limit("assets_mean", "<=", 50_000_000),
    ),
    "province": within("city", ["44"]),
    "small_scale": test("vat_payer == 'small_scale'", "vat_payer"),
    "relieved": either("$.small_scale", "$.sole", "$.low_profit"),
    "insured_a_year": limit("insured_months", ">=", 12),
    "few_laid_off": (
        "insured_staff == null or laid_off == null or insured_staff == 0 ? 1 : "
        "(laid_off * 1000 <= insured_staff * (insured_staff <= 30 ? 200 : 55) ? 2 : 0)"
    ),
    "injury": test("injury_insured == true", "injury_insured"),
    "manufacturer": within("industry", ["C"]),
    "under_limit": limit("revenue", "<", 400_000_000),
    "sme": both("$.trade == -2 ? 1 : ($.trade >= 0 ? 2 : 0)", "2 - $.large"),
    "above_scale": both(
        "$.company", within("industry", list("BCD")), limit("main_revenue", ">=", 20_000_000)
    ),
    "main_under_limit": limit("main_revenue", "<", 400_000_000),
    "recent": test("founded_on >= 16436", "founded_on"),
    "starting": test("founded_on >= 18262", "founded_on"),
    "services": within("industry", list("FGHILOR")),
    "small": chosen(
        [
            ("$.trade == -2", "1"),
            ("$.trade == -1", "0"),
            ("$.small_gate == 1", "1"),
            ("$.small_gate == 0", "2"),
            ("$.medium_gate == 2 and $.large == 1", "1"),
        ],
        "2 - $.medium_gate",
    ),
    "has_insured": limit("insured_staff", ">", 0),
    "earns_enough": limit("revenue", ">=", 100_000_000),
    "focused": (
        "revenue == null or main_revenue == null or revenue == 0 ? 1 : "
        "(main_revenue * 10 >= revenue * 8 ? 2 : 0)"
    ),
    "profitable": limit("taxable_income", ">", 0),
    "software": within("industry", ["I65"]),
    "ten_people": limit("staff", ">=", 10),
    "productive": test("revenue >= staff * 20000000", "revenue", "staff"),
    "personal": within("industry", ["F52", "H", "O", "R"]),
    "outlying": within("city", OUTLYING),
    "contributes": limit("unemployment_contribution", ">", 0),
    "equipment_sme": both(
        "$.in_business",
        chosen(
            [
                ("industry == null", "1"),
                (begins("industry", ["I63", "I64", "E", "L"]), SERVICES),
                (begins("industry", ["K701"]), ESTATE),
            ],
            OTHERS,
        ),
    ),
    "has_assets": limit("assets", ">=", 5_000_000),
    "people_in_limit": limit("staff_mean", "<=", 1000),
}
TAXES = [
    "resource_tax",
    "urban_maintenance_tax",
    "property_tax",
    "land_use_tax",
    "stamp_tax",
    "farmland_tax",
    "education_surcharge",
    "local_education_surcharge",
]
#: Each amount in 分, and the facts without which it is unknown.
AMOUNTS: tuple[tuple[str, list[str]], ...] = (
    (f"floor(({' + '.join(TAXES)}) * 0.5 + 0.5)", TAXES),
    (
        "kind == null ? -1 : (kind != 'company' or $.sme == 2 ? "
        "floor(unemployment_contribution * 0.9 + 0.5) : ($.sme == 0 and $.trade >= 0 ? "
        "floor(unemployment_contribution * 0.5 + 0.5) : -1))",
        ["unemployment_contribution"],
    ),
    ("floor(injury_premium * 0.2 + 0.5)", ["injury_premium"]),
    (
        "floor((urban_maintenance_tax + education_surcharge + local_education_surcharge)"
        " * (revenue >= 2000000000 ? 0.5 : 1))",
        ["urban_maintenance_tax", "education_surcharge", "local_education_surcharge"],
    ),
    (f"{begins('city', CORE)} ? 10000000 : 15000000", ["city"]),
    ("min([property_tax + land_use_tax, 10000000])", ["property_tax", "land_use_tax"]),
    ("min([insured_staff * 200000, 3000000])", []),
    (
        "revenue >= 500000000000 ? 1000000000 : (revenue >= 100000000000 ? 500000000 : 100000000)",
        [],
    ),
    ("min([floor(revenue * 0.01), 200000000])", []),
    (
        "max([floor((property_tax + land_use_tax + stamp_tax) * 0.3 + 0.5), 50000])",
        ["property_tax", "land_use_tax", "stamp_tax"],
    ),
    ("insured_staff * (insured_staff >= 100 ? 70000 : 35000)", ["insured_staff"]),
    ("min([floor(assets_mean * 0.005 + 0.5), 50000000])", ["assets_mean"]),
)


def results() -> Iterator[tuple[str, str]]:
    """The output of each rule; -1 is no amount, for nulls are dropped."""
    for place, ((conditions, _), (amount, facts)) in enumerate(zip(RULES, AMOUNTS, strict=True), 1):
        names = [f"$.{name}" for name in conditions.split()]
        yield f"v_{place}", f"2 - {both(*names)}"
        yield (
            f"f_{place}",
            " + ".join(f"({name} == 0 ? {1 << at} : 0)" for at, name in enumerate(names)),
        )
        absent = [f"$.v_{place} != 0", *(f"{fact} == null" for fact in facts)]
        yield f"a_{place}", f"{' or '.join(absent)} ? -1 : ({amount})"


def decision() -> dict[str, Any]:
    """The rules as a JSON decision model."""
    written = [*CONDITIONS.items(), *results()]
    expressions = [{"id": name, "key": name, "value": value} for name, value in written]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def records(table: pa.Table) -> list[dict[str, Any]]:
    """The facts of each row; money in 分, days since 1970."""
    columns: dict[str, Any] = {}
    for name in FACTS:
        column = table[name]
        if name in MONEY_FACTS:
            column = pa.compute.multiply(column, pa.scalar(100)).cast(pa.int64())
        columns[name] = column.cast(pa.int32()) if name == "founded_on" else column
    return pa.table(columns).to_pylist()


def evaluator() -> Any:
    """The decision, ready to be asked."""
    return zen.ZenEngine().create_decision(json.dumps(decision()))


def judge(facts: Path, out: Path) -> None:
    asked, table = evaluator(), pq.read_table(facts, columns=["uscc", *FACTS])
    found = [asked.evaluate(record)["result"] for record in records(table)]
    names = [name for name, _ in results()]
    columns = {name: pa.array([int(row[name]) for row in found]) for name in names}
    pq.write_table(pa.table({"key": table["uscc"], **columns}), out)


def answers(out: Path) -> str:
    parts = ", ".join(f"v_{i}, nullif(a_{i}, -1) AS a_{i}, f_{i}" for i in range(1, len(RULES) + 1))
    return f"SELECT key, {parts} FROM read_parquet('{out}')"
