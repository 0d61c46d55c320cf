"""Generated cases as a `.tests.yaml` holds them: what varies, and what the rule says of it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from ballast.engine.reference import Row
from ballast.engine.verdict import Verdict
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.verification.drafts import Made
from ballast.verification.solver import Example

_CURRENCIES = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元"}


def case_text(
    rule: Rule, vocabulary: Vocabulary, day: date, given: Example, made: Sequence[Made]
) -> str:
    """The file; cases that differ in nothing stand in it once."""
    cases = [_case(item, given, rule, vocabulary) for item in made]
    text = {
        "as_of": day,
        "given": _given(given, vocabulary),
        "cases": [each for at, each in enumerate(cases) if each not in cases[:at]],
    }
    return yaml.dump(text, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


class _Plain(yaml.SafeDumper):
    """Writes what stands in several places in each of them."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Nothing is named and referred to."""
        return True


def _given(given: Example, vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts of each table; of one that is aggregated, its rows."""
    found: dict[str, Any] = {}
    for (table, name), value in given.row.items():
        if table not in given.owned:
            found.setdefault(table, {})[name] = _fact(vocabulary, table, name, value)
    return found | {table: _rows(vocabulary, rows) for table, rows in given.owned.items()}


def _rows(vocabulary: Vocabulary, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {name: _fact(vocabulary, table, name, value) for (table, name), value in row.items()}
        for row in rows
    ]


def _case(made: Made, given: Example, rule: Rule, vocabulary: Vocabulary) -> dict[str, Any]:
    row, owned = made.example.row, made.example.owned
    facts = {
        (name if table == rule.subject else f"{table}.{name}"): _fact(
            vocabulary, table, name, value
        )
        for (table, name), value in row.items()
        if given.row.get((table, name)) != value and table not in owned
    }
    for table, rows in given.owned.items():
        if owned.get(table) != rows:
            facts[table] = _rows(vocabulary, owned[table]) if table in owned else None
    return {"case": made.sentence, "facts": facts, "expect": _expected(made.verdict, rule)}


def _expected(verdict: Verdict, rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"verdict": verdict.outcome}
    if verdict.outcome == "eligible" and rule.amount is not None:
        amount = verdict.amount
        found["amount"] = None if amount is None else f"{Decimal(amount).scaleb(-2)}元"
    lists: Mapping[str, tuple[str, ...]] = {
        "failed": verdict.failed,
        "unknown": verdict.unknown,
        "missing": verdict.missing,
    }
    return found | {name: list(items) for name, items in lists.items() if items}


def _fact(vocabulary: Vocabulary, table: str, name: str, value: Any) -> Any:
    """A value as a case file holds it: numbers with their unit."""
    unit = vocabulary.entities[table].facts[name].unit
    if not isinstance(value, Decimal):
        return value
    if unit is None and value == int(value):
        return int(value)
    text = f"{value.normalize():f}" if value else "0"
    return f"{text}{_CURRENCIES.get(unit or '', unit or '')}" if unit != "ratio" else text
