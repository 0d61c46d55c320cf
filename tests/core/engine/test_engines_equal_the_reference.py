"""Every engine is held to the reference, to the last 分, on random vocabularies, rules and rows."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ballast.engine import backends
from ballast.engine.compiled.function import compiled
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge
from ballast.errors import Invalid
from ballast.rules import build
from ballast.rules.derived import Definition, DerivedFact, Vocabulary
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.rule import compile_rule
from ballast.rules.ruleset import RuleSet
from ballast.sources import Source
from ballast.vocabulary.facts import Entity

#: More by BALLAST_EXAMPLES=2000, for a long search.
EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "60"))
DAY = date(2022, 6, 30)
NOWHERE = Source(Path("random.yaml"), "", {}, {})

COLUMNS = {
    "money": {"label": "金额", "type": "money", "unit": "CNY", "source": "随机"},
    "cost": {"label": "费用", "type": "money", "unit": "CNY", "minimum": 0, "source": "随机"},
    "staff": {"label": "人数", "type": "integer", "unit": "人", "minimum": 0, "source": "随机"},
    "change": {"label": "增减", "type": "integer", "source": "随机"},
    "share": {"label": "份额", "type": "ratio", "source": "随机"},
    "flag": {"label": "标记", "type": "bool", "source": "随机"},
    "kind": {"label": "类别", "type": "enum", "values": {"a": "甲", "b": "乙"}, "source": "随机"},
    "code": {"label": "代码", "type": "code", "codelist": "industries", "source": "随机"},
    "day": {"label": "日期", "type": "date", "source": "随机"},
}
#: The bounds that a random vocabulary may set: none, narrow, or up to what 64 bits just hold.
MAXIMA = {
    "money": [None, 10, 90_000_000_000_000],
    "cost": [None, 10, 1_000_000],
    "staff": [None, 20, 1_000],
    "change": [None, 20, 2**62 - 1],
    "share": [None, 1, 2],
}
PLACES = {"money": 2, "cost": 2, "share": 6}
DEFAULTS = {
    "money": 9 * 10**13,
    "cost": 9 * 10**13,
    "staff": 10**12,
    "change": 10**12,
    "share": 999,
}
PLAIN = {
    "flag": st.booleans(),
    "kind": st.sampled_from(["a", "b"]),
    "code": st.sampled_from(["C39", "C3912", "D44", "I65"]),
    "day": st.dates(date(2021, 12, 30), date(2023, 1, 2)),
}
ARROW = {
    "money": pa.decimal128(18, 2),
    "cost": pa.decimal128(18, 2),
    "staff": pa.int64(),
    "change": pa.int64(),
    "share": pa.decimal128(9, 6),
    "flag": pa.bool_(),
    "kind": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
}
ENTERPRISE = {
    "label": "企业",
    "key": "uscc",
    "facts": {
        "uscc": {"label": "代码号", "type": "code", "source": "随机"},
        "city": {"label": "市", "type": "code", "codelist": "regions", "source": "随机"},
        "owned": {"label": "所有", "type": "money", "unit": "CNY", "minimum": 0, "source": "随机"},
        "big": {"label": "大", "type": "bool", "source": "随机"},
    },
}


def entity(columns, maxima):
    keys = {
        "id": {"label": "号", "type": "code", "source": "随机"},
        "uscc": ENTERPRISE["facts"]["uscc"],
    }
    facts = keys | {name: COLUMNS[name] | bound(maxima.get(name)) for name in columns}
    return Entity.model_validate({"label": "行", "key": "id", "owner": "uscc", "facts": facts})


def bound(most):
    return {} if most is None else {"maximum": most}


def values(name, most):
    """Values of a column within its bounds, often small ones, so that limits are met."""
    if name in PLAIN:
        return PLAIN[name]
    most = most or DEFAULTS[name]
    least = 0 if name in ("cost", "staff") else -most
    near = (max(least, -10), min(most, 10))
    if name in PLACES:
        wide = st.decimals(least, most, places=PLACES[name])
        return wide | st.decimals(*near, places=2)
    return st.integers(least, most) | st.integers(*near)


def joined(*parts):
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map(
        "".join
    )


NUMBERS = st.sampled_from(["0", "1", "2", "3", "0.5", "0.07", "12"])
WHOLE = st.sampled_from(["staff", "change", "3", "12"])
SHARES = st.sampled_from(["share", "0.05", "0.5", "1"])
ROUNDINGS = st.sampled_from(["round_half_up", "round_down", "round_up"])


def amounts(depth):
    """Texts of money without an open division."""
    if depth == 0:
        return st.sampled_from(["money", "cost", "enterprise.owned"])
    below, tests = amounts(depth - 1), conditions(depth - 1)
    return st.one_of(
        below,
        joined("(", below, st.sampled_from([" + ", " - "]), below, ")"),
        joined("(", below, " * ", SHARES, ")"),
        joined("(", below, " * ", st.sampled_from(["staff", "3"]), ")"),
        joined("(-", below, ")"),
        joined("case when ", tests, " then ", below, " else ", below, " end"),
        joined("case when ", tests, " then ", below, " else null end"),
        joined(
            st.sampled_from(["least(", "greatest(", "at_most(", "at_least("]),
            below,
            ", ",
            below,
            ")",
        ),
        joined(
            ROUNDINGS, "(", quotients(depth - 1), ", ", st.sampled_from(["0", "1", "2", "4"]), ")"
        ),
    )


def quotients(depth):
    """Texts of money with an open division."""
    below = amounts(depth)
    return st.one_of(
        joined(below, " / staff"),
        joined("(", below, " / 7 + ", below, ")"),
        joined(below, " * share / (staff + 1)"),
        joined("(", below, " / 12 - ", below, " / staff)"),
    )


def conditions(depth):
    """Texts of conditions."""
    operators = st.sampled_from([" = ", " <> ", " < ", " <= ", " > ", " >= "])
    plain = st.one_of(
        st.sampled_from(
            ["flag", "enterprise.big", "kind = '甲'", "kind in ('a', 'b')", "true", "派生"]
        ),
        joined("staff", operators, st.sampled_from(["10", "0"])),
        joined("change", operators, NUMBERS),
        joined("within(code, ", st.sampled_from(["'C'", "'C39', 'D'", "'I65'"]), ")"),
        joined(
            "day between date '2022-01-01' and ", st.sampled_from(["as_of", "date '2022-12-31'"])
        ),
        joined("year(day)", operators, "2022"),
        joined("cost / enterprise.owned", operators, SHARES),
        joined("staff / staff", operators, "1"),
    )
    if depth == 0:
        return plain
    below = conditions(depth - 1)
    return st.one_of(
        plain,
        joined("not (", below, ")"),
        joined("(", below, " and ", below, ")"),
        joined("(", below, " or ", below, ")"),
        joined("case when ", below, " then ", below, " else ", below, " end"),
        joined(amounts(depth - 1), operators, amounts(depth - 1)),
        joined(quotients(depth - 1), operators, amounts(depth - 1)),
    )


@st.composite
def situations(draw):
    """A vocabulary with a derived fact, rules over it, and rows with absent facts."""
    columns = draw(st.permutations(list(COLUMNS)))
    maxima = {name: draw(st.sampled_from(options)) for name, options in MAXIMA.items()}
    entities = {"row": entity(columns, maxima), "enterprise": Entity.model_validate(ENTERPRISE)}
    vocabulary = Vocabulary(entities, {})
    try:
        node = parse(
            draw(conditions(1).filter(lambda text: "派生" not in text)), vocabulary.scope("row")
        )
        definition = Definition(date(2020, 1, 1), None, build.condition(node), "随机")
        fact = DerivedFact("row", "derived", "派生", node.type, (definition,))
        vocabulary = Vocabulary(entities, {("row", "derived"): fact})
        rules = tuple(
            draw(rule_texts(vocabulary, place)) for place in range(draw(st.integers(1, 3)))
        )
    except ExpressionError:
        assume(False)
    rows = draw(st.lists(row_values(columns, maxima), min_size=1, max_size=6))
    owner = {
        "owned": draw(values("cost", None) | st.none()),
        "big": draw(st.booleans() | st.none()),
    }
    return vocabulary, rules, rows, owner


@st.composite
def rule_texts(draw, vocabulary, place):
    tests = draw(st.lists(conditions(2), min_size=1, max_size=3))
    amount = draw(st.none() | amounts(2) | quotients(1))
    rounding = {
        "to": draw(st.sampled_from(["分", "元"])),
        "mode": draw(st.sampled_from(["half_up", "down", "up"])),
    }
    written = RuleSet.model_validate(
        {
            "label": "随机",
            "measure": "一",
            "subject": "row",
            "effect": {"from": date(2022, 1, 1)},
            "conditions": {
                f"条件{at}": {"is": test, "clause": "一"} for at, test in enumerate(tests)
            },
            "benefit": {"kind": "award", "amount": amount, "rounding": rounding},
        }
    )
    try:
        return compile_rule(written, NOWHERE, f"random/{place}", vocabulary)
    except Invalid as error:
        assert "37 digits" in str(error), error
        assume(False)


def row_values(columns, maxima):
    facts = {name: values(name, maxima.get(name)) | st.none() for name in columns}
    return st.fixed_dictionaries(facts)


def reference_verdicts(vocabulary, rules, rows, owner):
    for row in rows:
        facts = {("row", name): value for name, value in row.items()}
        facts |= {("enterprise", name): value for name, value in owner.items()}
        yield [judge(rule, World(facts, vocabulary, DAY)) for rule in rules]


def compiled_verdicts(vocabulary, rules, rows, owner):
    judge_row = compiled(Plan("row", rules, vocabulary, DAY))
    for row in rows:
        facts = {("row", name): value for name, value in row.items()}
        facts |= {("enterprise", name): value for name, value in owner.items()}
        yield list(judge_row(facts))


def tables(rows, owner):
    """The rows and the one enterprise that owns them."""
    table = {name: pa.array([row[name] for row in rows], ARROW[name]) for name in rows[0]}
    table |= {
        "id": pa.array([str(at) for at in range(len(rows))]),
        "uscc": pa.array(["E"] * len(rows)),
    }
    enterprise = {"uscc": pa.array(["E"]), "city": pa.array(["440100"])}
    enterprise |= {
        "owned": pa.array([owner["owned"]], pa.decimal128(18, 2)),
        "big": pa.array([owner["big"]], pa.bool_()),
    }
    return {"row": pa.table(table), "enterprise": pa.table(enterprise)}


def verdicts_of(name, address, vocabulary, rules, rows, owner):
    """What the engine `name` says, from Parquet files as in a run."""
    plan = Plan("row", rules, vocabulary, DAY)
    with TemporaryDirectory() as folder:
        paths = {table: Path(folder, f"{table}.parquet") for table in ("row", "enterprise")}
        for table, content in tables(rows, owner).items():
            pq.write_table(content, paths[table])
        engine = backends.connect(name, paths, Path(folder), address)
        try:
            packed = sorted(engine.rows(plan), key=lambda row: int(row["key"]))
        finally:
            if name != "spark":  # one session serves all examples
                engine.close()
    return [[verdict for _, verdict in plan.layout.verdicts(row)] for row in packed]


def thorough(examples):
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@thorough(EXAMPLES)
@given(situations())
def test_the_compiled_function_gives_the_reference_verdict_to_the_last_fen(situation):
    assert list(compiled_verdicts(*situation)) == list(reference_verdicts(*situation))


@thorough(EXAMPLES)
@given(situations())
def test_duckdb_gives_the_reference_verdict_to_the_last_fen(situation):
    assert verdicts_of("duckdb", None, *situation) == list(reference_verdicts(*situation))


@thorough(EXAMPLES)
@given(situations())
def test_postgresql_gives_the_reference_verdict_to_the_last_fen(postgresql, situation):
    found = verdicts_of("postgresql", postgresql, *situation)
    assert found == list(reference_verdicts(*situation))


@pytest.mark.xdist_group("spark")
@thorough(max(1, EXAMPLES // 10))
@given(situations())
def test_spark_gives_the_reference_verdict_to_the_last_fen(spark, situation):
    assert verdicts_of("spark", spark, *situation) == list(reference_verdicts(*situation))
