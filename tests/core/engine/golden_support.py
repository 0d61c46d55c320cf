"""A small invented vocabulary and rules in which every operator of the language occurs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ballast.engine.plan import Plan
from ballast.facts.schema import arrow_schema
from ballast.rules.derived import Definition, DerivedFact, Vocabulary
from ballast.rules.parse import parse
from ballast.rules.rule import compile_rule
from ballast.rules.ruleset import RuleSet
from ballast.sources import Source
from ballast.vocabulary.facts import Entity

DAY = date(2022, 6, 30)
CODE = "91440300708461136T"


def fact(kind, **more):
    return {"label": more.pop("label"), "type": kind, "source": "试验"} | more


ENTERPRISE = {
    "label": "企业",
    "key": "uscc",
    "facts": {
        "uscc": fact("code", label="代码", codelist="uscc"),
        "city": fact("code", label="市", codelist="regions"),
        "sales": fact("money", label="销售额", unit="CNY", minimum=0),
    },
}
WORKSHOP = {
    "label": "车间",
    "key": "workshop",
    "owner": "uscc",
    "facts": {
        "workshop": fact("code", label="编号"),
        "uscc": fact("code", label="所属企业", codelist="uscc"),
        "cost": fact("money", label="投入", unit="CNY"),
        "staff": fact("integer", label="人数", unit="人", minimum=0),
        "share": fact("ratio", label="占比", minimum=0, maximum=1),
        "green": fact("bool", label="绿色车间"),
        "industry": fact("code", label="行业", codelist="industries"),
        "kind": fact("enum", label="类别", values={"o'old": "旧", "back\\slash": "新"}),
        "opened": fact("date", label="投产日"),
    },
}
#: A name that no database takes whole: 63 bytes are 21 Chinese characters.
LONG = "市级以上绿色工厂和智能制造示范车间设备更新改造奖励办法之二"
DERIVED = {"rate": "round_half_up(cost / staff, 2)", "open_long": "year(opened) < 2020"}
RULES = {
    "award": {
        "conditions": {
            "绿色或新": "green or kind = '新'",
            "在行业内": "within(industry, 'C39', 'C40', 'D') and not kind in ('旧')",
            "人均投入": "rate >= 0.5 * 100 / 3 * cost / greatest(staff, 1)",
            "有效代码": "uscc_status(enterprise.uscc) <> 'invalid'",
        },
        "amount": "at_most(cost * share, cost) / 3 + at_least(-cost, round_up(cost / 7, 0)) + rate * 2",
        "rounding": {"to": "分", "mode": "half_up"},
    },
    LONG: {
        "conditions": {
            "老车间": "open_long",
            "投产日": "opened between date '2000-02-29' and least(as_of, date '2022-12-31')",
            "不过半": "cost / enterprise.sales <= 0.5",
        },
        "amount": "case when green then cost * staff * share else round_down(cost, 1) end",
        "rounding": {"to": "元", "mode": "down"},
    },
    "plain": {
        "conditions": {"有人": "staff > 0"},
        "amount": "cost * share",
        "rounding": {"to": "分", "mode": "up"},
    },
    "owned": {
        "conditions": {
            "合计": "sum(workshop.cost) filter (where workshop.green) > 0",
            "满月": "months_between(opened, add_months(as_of, -1)) >= 6",
            "天数": "days_between(opened, as_of) > count(workshop.workshop)",
        },
        "amount": "max(workshop.cost * workshop.share)",
        "rounding": {"to": "分", "mode": "half_up"},
    },
    "word": {"conditions": {"有人": "staff > 0"}, "amount": None, "rounding": {"mode": "up"}},
}


def vocabulary() -> Vocabulary:
    entities = {
        "enterprise": Entity.model_validate(ENTERPRISE),
        "workshop": Entity.model_validate(WORKSHOP),
    }
    known = Vocabulary(entities, {})
    for name, text in DERIVED.items():
        node = parse(text, known.scope("workshop"))
        definition = Definition(date(2020, 1, 1), None, node, "试验")
        new = DerivedFact("workshop", name, name, node.type, (definition,))
        known = Vocabulary(entities, {**known.derived, ("workshop", name): new})
    return known


def plan() -> Plan:
    known = vocabulary()
    rules = tuple(rule(name, text, known) for name, text in RULES.items())
    return Plan("workshop", rules, known, DAY, tables=frozenset({"workshop", "enterprise"}))


def rule(name, text, known):
    conditions = {key: {"is": each, "clause": "一"} for key, each in text["conditions"].items()}
    benefit = {"kind": "award", "amount": text["amount"], "rounding": text["rounding"]}
    written = RuleSet.model_validate(
        {
            "label": name,
            "measure": "一",
            "subject": "workshop",
            "effect": {"from": date(2022, 1, 1)},
            "conditions": conditions,
            "benefit": benefit,
        }
    )
    return compile_rule(written, Source(Path(name), "", {}, {}), f"试验/{name}", known)


FULL = {
    "uscc": CODE,
    "cost": Decimal("100000.07"),
    "staff": 7,
    "share": Decimal("0.333333"),
    "green": True,
    "industry": "C3912",
    "kind": "back\\slash",
    "opened": date(2019, 12, 31),
}
#: Rows on which engines like to differ: signs, halves, zero, absence, quotes, years.
ROWS = (
    {},
    {"cost": Decimal("-100000.07")},
    {"cost": Decimal("0.07"), "staff": 14},
    {"cost": Decimal("-0.07"), "staff": 14},
    {"cost": Decimal("89999999999999.99"), "staff": 10**12, "share": Decimal(1)},
    {"cost": Decimal("-89999999999999.99"), "staff": 1000, "share": Decimal(1)},
    {"staff": 0},
    {"kind": "o'old", "green": False},
    {"opened": date(2000, 2, 29)},
    {"opened": date(2020, 1, 1)},
    {"uscc": "91440300708461136X"},
    {"industry": "C38", "green": False},
    *({name: None} for name in FULL if name != "uscc"),
)


def rows():
    return [FULL | {"workshop": f"车间 {at}"} | row for at, row in enumerate(ROWS)]


def owners():
    codes = dict.fromkeys(row["uscc"] for row in rows())
    return [{"uscc": code, "city": None, "sales": Decimal("123456.78")} for code in codes]


def tables(folder: Path) -> dict[str, Path]:
    """The rows and their owners as Parquet files in `folder`."""
    paths = {}
    for name, content in {"workshop": rows(), "enterprise": owners()}.items():
        schema = arrow_schema(vocabulary().entities[name])
        paths[name] = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(content, schema), paths[name])
    return paths
