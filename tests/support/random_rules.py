"""Random vocabularies, rules and rows: what every engine is held to the reference on."""

from __future__ import annotations

from datetime import date

from hypothesis import assume
from hypothesis import strategies as st

from ballast.content import home
from ballast.errors import Invalid
from ballast.rules import build
from ballast.rules.combining import combined
from ballast.rules.derived import Definition, DerivedFact, Vocabulary
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.references import amount_of, granted
from ballast.rules.rule import compile_rule
from ballast.rules.ruleset import RuleSet
from ballast.sources import read
from ballast.vocabulary.facts import Entity

DAY = date(2022, 6, 30)
#: Where problems of random rules would be shown.
SOURCE = read(home("vocabulary") / "facts" / "lease.yaml")

#: A cap with more digits than 分, which payments must not have.
LIMIT = {date(2022, 1, 1): "10.005元"}

COLUMNS = {
    "money": {"label": "金额", "type": "money", "unit": "CNY", "source": "随机"},
    "cost": {"label": "费用", "type": "money", "unit": "CNY", "minimum": 0, "source": "随机"},
    "staff": {"label": "人数", "type": "integer", "unit": "人", "minimum": 0, "source": "随机"},
    "change": {"label": "增减", "type": "integer", "source": "随机"},
    "share": {"label": "份额", "type": "ratio", "source": "随机"},
    "flag": {"label": "标记", "type": "bool", "source": "随机"},
    "kind": {
        "label": "类别",
        "type": "enum",
        "values": {"a": "甲", "b": "乙", "c": "丙"},
        "source": "随机",
    },
    "code": {"label": "代码", "type": "code", "codelist": "industries", "source": "随机"},
    "day": {"label": "日期", "type": "date", "source": "随机"},
    "months": {
        "label": "期限",
        "type": "integer",
        "unit": "个月",
        "minimum": -12_000,
        "maximum": 12_000,
        "source": "随机",
    },
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
    "kind": st.sampled_from(["a", "b", "c"]),
    "code": st.sampled_from(["C39", "C3912", "D44", "I65"]),
    "day": st.dates(date(2021, 12, 30), date(2023, 1, 2))
    | st.sampled_from([date(2020, 2, 29), date(2021, 1, 31), date.min, date.max]),
    "months": st.integers(-13, 13) | st.sampled_from([-12_000, 12_000]),
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


#: What enterprises own, in a second random table.
OWNED_COLUMNS = ("cost", "staff", "change", "share", "flag", "kind", "day")


def owned_entity(maxima):
    facts = {"id": COLUMNS["code"], "holder": ENTERPRISE["facts"]["uscc"]}
    facts |= {name: COLUMNS[name] | bound(maxima.get(name)) for name in OWNED_COLUMNS}
    return Entity.model_validate({"label": "物", "key": "id", "owner": "holder", "facts": facts})


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


#: Filters of aggregates over what an enterprise owns; some are unknown in single rows.
FILTERS = st.sampled_from(
    [
        "",
        "thing.flag",
        "not thing.flag or thing.kind = '甲'",
        "thing.change > 3 and thing.flag",
        "year(thing.day) = year(as_of)",
        "thing.change / thing.staff > 1",
        "case when thing.flag then thing.change > 0 else thing.kind = 'b' end",
        "months_between(thing.day, as_of) >= 3",
        "false",
    ]
).map(lambda test: test and f" filter (where {test})")


def aggregates(which, *items):
    return joined(st.sampled_from(which), "(", st.sampled_from(items), ")", FILTERS)


OWNED_MONEY = aggregates(
    ["sum", "min", "max"],
    "thing.cost",
    "thing.cost * thing.share",
    "case when thing.flag then thing.cost else thing.cost * 2 end",
    "round_up(thing.cost / 7, 2)",
    "round_down(thing.cost / thing.staff, 0)",
)
OWNED_COUNTS = st.one_of(
    aggregates(["count"], "thing.id", "thing.cost"),
    aggregates(["sum", "min", "max"], "thing.change", "thing.change * thing.share"),
)
DATES = st.one_of(
    st.sampled_from(["day", "as_of", "date '2022-02-28'"]),
    joined("add_months(day, ", st.sampled_from(["months", "-1", "12", "1"]), ")"),
    aggregates(["min", "max"], "thing.day", "add_months(thing.day, 1)"),
)


def amounts(depth):
    """Texts of money without an open division."""
    if depth == 0:
        plain = ["money", "cost", "enterprise.owned", "amount_of('先')"]
        return st.sampled_from(plain) | OWNED_MONEY
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
            [
                *("flag", "enterprise.big", "kind = '甲'", "kind in ('a', 'b')", "true"),
                *("派生", "granted('先')"),
            ]
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
        joined(OWNED_COUNTS, operators, NUMBERS),
        joined(DATES, operators, DATES),
        joined("days_between(", DATES, ", ", DATES, ")", operators, NUMBERS),
        joined("months_between(", DATES, ", ", DATES, ")", operators, NUMBERS),
        joined("enterprise.看齐", operators, "money"),
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
    """A vocabulary with derived facts, rules over it, and rows with absent facts.

    Of what enterprises own: rows of the enterprise, of another, of nobody known; or no such table.
    """
    columns = draw(st.permutations(list(COLUMNS)))
    maxima = {name: draw(st.sampled_from(options)) for name, options in MAXIMA.items()}
    entities = {
        "row": entity(columns, maxima),
        "enterprise": Entity.model_validate(ENTERPRISE),
        "thing": owned_entity(maxima),
    }
    vocabulary = Vocabulary(entities, {})
    try:
        total = parse(draw(OWNED_MONEY), vocabulary.scope("enterprise"))
        first = Definition(date(2020, 1, 1), None, total, "随机")
        fact = DerivedFact("enterprise", "matching", "看齐", total.type, (first,))
        vocabulary = Vocabulary(entities, {("enterprise", "matching"): fact})
        node = parse(
            draw(conditions(1).filter(lambda text: not {"派", "先"} & set(text))),
            vocabulary.scope("row"),
        )
        definition = Definition(date(2020, 1, 1), None, build.condition(node), "随机")
        fact = DerivedFact("row", "derived", "派生", node.type, (definition,))
        vocabulary = Vocabulary(entities, {**vocabulary.derived, ("row", "derived"): fact})
        names = "abc"[: draw(st.integers(1, 3))]
        word = draw(st.sampled_from(["", "从高", "择一", "可叠加"])) if len(names) > 1 else ""
        rules = ()
        for name in names:
            rules = (*rules, draw(rule_texts(vocabulary, rules, group(word, name, names))))
        rules = combined(rules, vocabulary)
    except ExpressionError as error:
        assert "37 digits" in error.given, error
        assume(False)
    except Invalid as error:
        assert "37 digits" in str(error), error
        assume(False)
    rows = draw(st.lists(row_values(columns, maxima), min_size=1, max_size=6))
    owner = {
        "owned": draw(values("cost", None) | st.none()),
        "big": draw(st.booleans() | st.none()),
    }
    things = draw(st.none() | st.lists(thing_values(maxima), max_size=5))
    return vocabulary, rules, rows, owner, things


def thing_values(maxima):
    facts = {name: values(name, maxima.get(name)) | st.none() for name in OWNED_COLUMNS}
    return st.fixed_dictionaries({**facts, "holder": st.sampled_from(["E", "E", "E", "F", None])})


def result(vocabulary, earlier, asked):
    """What the last rule before says; where none is or it gives nothing, a plain fact."""
    if asked == "granted":
        return granted(earlier[-1]) if earlier else vocabulary.scope("row").resolve("", "flag")
    if earlier and earlier[-1].amount is not None:
        return amount_of(earlier[-1])
    return vocabulary.scope("row").resolve("", "cost")


def group(word, name, names):
    """What the rule `name` says of going together with the others; None without a word."""
    others = [f"r/2022/{other}" for other in names if other != name]
    more = {"择一": {"choice": "kind"}, "可叠加": {"at_most": "limit"}}.get(word, {})
    return {"exclusive_with": others, "rule": word, **more} if word else None


def alone():
    """Conditions and amount of a rule that stands alone."""
    tests = st.lists(conditions(2), min_size=1, max_size=3)
    return st.tuples(tests, amounts(2) | quotients(1) | st.none())


def shared():
    """Those of a rule among partners: simple ones, so that several are eligible in one row."""
    tests = st.lists(st.just("true") | conditions(0), min_size=1, max_size=2)
    return st.tuples(tests, st.sampled_from(["money", "cost"]) | amounts(1) | quotients(0))


@st.composite
def rule_texts(draw, vocabulary, earlier, combine):
    tests, amount = draw(shared() if combine else alone())
    deferral = {"kind": "deferral", "until": draw(DATES)}
    rounding = {
        "to": draw(st.sampled_from(["分", "元"])),
        "mode": draw(st.sampled_from(["half_up", "down", "up"])),
    }
    written = RuleSet.model_validate(
        {
            "label": "随机",
            "measure": "一",
            "subject": "row",
            "effect": {"from": draw(st.sampled_from([DAY, date(2022, 7, 1)]))},
            "conditions": {
                f"条件{at}": {"is": test, "clause": "一"} for at, test in enumerate(tests)
            },
            "parameters": {"limit": {"label": "限额", "unit": "CNY", "values": LIMIT}},
            "benefit": {"amount": amount, "rounding": rounding}
            | draw(st.sampled_from([deferral, {"kind": "award"}])),
            "combine": combine,
        }
    )
    return compile_rule(
        written,
        SOURCE,
        f"r/2022/{'abc'[len(earlier)]}",
        vocabulary,
        results=lambda _subject, asked, _name: result(vocabulary, earlier, asked),
    )


def row_values(columns, maxima):
    facts = {name: values(name, maxima.get(name)) | st.none() for name in columns}
    return st.fixed_dictionaries(facts)
