"""Cases generated for a rule: each limit met, just missed and just passed; each fact missing.

They are drafts in the form of `<measure>.tests.yaml`: expectations are what the rule says now, for
an officer to compare with the law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from ballast.engine.reference import World, judge
from ballast.engine.verdict import Verdict
from ballast.errors import NobodyIsEligible
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.rendering import rendered
from ballast.rules.rule import Rule
from ballast.verification.encoder import Encoder, Span
from ballast.verification.limits import comparisons
from ballast.verification.solver import ask
from ballast.verification.spans import spans
from ballast.verification.values import Term, compared, number, total

Row = Mapping[tuple[str, str], Any]


@dataclass(frozen=True)
class Made:
    """A generated case: its sentence, its row and what the rule says of it."""

    sentence: str
    row: Row
    verdict: Verdict


def generated(rule: Rule, vocabulary: Vocabulary, day: date) -> str:
    """The cases as YAML. Raises NobodyIsEligible where no row meets all conditions on `day`."""
    span = next(item for item in spans([rule], vocabulary) if item.end is None or day <= item.end)
    encoder = Encoder.over(rule.trees, vocabulary, Span(day, day))
    encoder.values(rule.trees)
    given = _eligible(rule, encoder, day)
    made = [*_limits(rule, encoder, given, day), *_missing(rule, encoder, given, day)]
    text = {
        "as_of": max(day, span.start),
        "given": _tables(given, vocabulary),
        "cases": [_case(item, given, rule, vocabulary) for item in made],
    }
    return yaml.dump(text, allow_unicode=True, sort_keys=False, width=100)


def _holding(rule: Rule, encoder: Encoder) -> dict[str, Term]:
    return {item.name: encoder.value(item.node).holds for item in rule.conditions}


def _eligible(rule: Rule, encoder: Encoder, day: date) -> Row:
    answer = ask(encoder, _holding(rule, encoder), encoder.plain)
    if answer.example is None:
        raise NobodyIsEligible(rule=rule.label, day=day, conditions="、".join(answer.core))
    return answer.example.row


def _limits(rule: Rule, encoder: Encoder, given: Row, day: date) -> Iterator[Made]:
    """At, just below and just above each number that a condition compares."""
    for condition in rule.conditions:
        for part, path in comparisons(condition.node, encoder):
            others = {k: v for k, v in _holding(rule, encoder).items() if k != condition.name}
            demands = {**others, "path": path}
            for sentence, row in _sides(part, demands, encoder, given):
                yield _made(sentence, row, rule, encoder, day)


def _sides(
    part: tree.Compare, demands: Mapping[str, Term], encoder: Encoder, given: Row
) -> Iterator[tuple[str, Row]]:
    """Rows at the limit and one step to either side, or as near as the solver comes."""
    left, right = encoder.value(part.left), encoder.value(part.right)
    step, near = _step(part), _near(encoder, given)
    for words, operator, away in (("正好等于", "=", 0), ("略低于", "<", -1), ("略高于", ">", 1)):
        side = compared(operator, left, right).holds
        target = total(right, number(step * away))
        hints = [compared("=", left, target).holds, *near]
        answer = ask(encoder, {**demands, "side": side}, hints)
        if answer.example:
            yield f"{rendered(part.left)}{words}{rendered(part.right)}", answer.example.row


def _step(part: tree.Compare) -> Decimal:
    """The smallest change that the compared number can make."""
    kind = part.left.type
    return Decimal(1) if kind.kind == "date" else Decimal(1).scaleb(-kind.numerator.scale)


def _near(encoder: Encoder, given: Row) -> Sequence[Term]:
    """That every fact stays what it is in the common situation."""
    return [domain.holds(given[key]) for key, domain in encoder.domains.items() if key in given]


def _missing(rule: Rule, encoder: Encoder, given: Row, day: date) -> Iterator[Made]:
    """The common situation without one fact."""
    for table, name in given:
        label = encoder.vocabulary.entities[table].facts[name].label
        yield _made(f"不知道{label}", {**given, (table, name): None}, rule, encoder, day)


def _made(sentence: str, row: Row, rule: Rule, encoder: Encoder, day: date) -> Made:
    return Made(sentence, row, judge(rule.alone, World(row, encoder.vocabulary, day)))


def _case(made: Made, given: Row, rule: Rule, vocabulary: Vocabulary) -> dict[str, Any]:
    changed = {key: value for key, value in made.row.items() if given.get(key) != value}
    facts = {
        (name if table == rule.subject else f"{table}.{name}"): _written(
            value, vocabulary.entities[table].facts[name].unit
        )
        for (table, name), value in changed.items()
    }
    return {"case": made.sentence, "facts": facts, "expect": _expected(made.verdict, rule)}


def _expected(verdict: Verdict, rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"verdict": verdict.outcome}
    if verdict.outcome == "eligible" and rule.amount is not None:
        amount = verdict.amount
        found["amount"] = None if amount is None else f"{Decimal(amount).scaleb(-2)}元"
    lists = {"failed": verdict.failed, "unknown": verdict.unknown, "missing": verdict.missing}
    return found | {name: list(items) for name, items in lists.items() if items}


def _tables(row: Row, vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (table, name), value in row.items():
        unit = vocabulary.entities[table].facts[name].unit
        found.setdefault(table, {})[name] = _written(value, unit)
    return found


_CURRENCIES = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元"}


def _written(value: Any, unit: str | None) -> Any:
    """A value as a case file holds it: numbers with their unit."""
    if not isinstance(value, Decimal):
        return value
    if unit is None and value == int(value):
        return int(value)
    text = f"{value.normalize():f}" if value else "0"
    return f"{text}{_CURRENCIES.get(unit or '', unit or '')}" if unit != "ratio" else text
