"""What each fact may be: the solver's variable, its limits, and how to read it back.

Codes are split into the classes that the rules tell apart (C39 or not, 440300 or not), one example
for each, so that the solver decides over every code of a classification by a handful of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.tree import Node
from ballast.rules.types import Type
from ballast.verification.values import Term, Value
from ballast.vocabulary.codes import Codelist, Regions
from ballast.vocabulary.facts import Fact

#: The last day of a law without an end, for the solver.
LATEST = date(2100, 12, 31)
#: A text that no rule names.
OTHER_TEXT = "其他"


@dataclass(frozen=True)
class Domain:
    """A variable with its limits; `examples` are the values that its numbers stand for, if any."""

    variable: Term
    value: Value
    limits: tuple[Term, ...]
    kind: Type
    examples: tuple[str, ...] = ()

    def read(self, model: z3.ModelRef) -> Any:
        """The fact's value in `model`, as a row holds it."""
        found = model.eval(self.variable, model_completion=True)
        if self.kind.kind == "bool":
            return z3.is_true(found)
        number = found.as_long()
        if self.kind.kind == "number":
            return Decimal(number).scaleb(-self.kind.numerator.scale)
        return date.fromordinal(number) if self.kind.kind == "date" else self.examples[number]

    def holds(self, value: Any) -> Term:
        """That the variable stands for `value`, as a row holds it."""
        if isinstance(value, bool):
            return self.variable == z3.BoolVal(value)
        if isinstance(value, date):
            return self.variable == value.toordinal()
        if self.kind.kind == "number":
            return self.variable == int(Decimal(value).scaleb(self.kind.numerator.scale))
        return self.variable == self.examples.index(str(value))


def domain(name: str, kind: Type, fact: Fact | None, examples: Sequence[str]) -> Domain:
    """The domain of a value of type `kind`; `fact` narrows a date's limits."""
    if kind.kind == "bool":
        variable = z3.Bool(name)
        return Domain(variable, Value(variable), (), kind)
    variable = z3.Int(name)
    if kind.kind == "number":
        span = kind.numerator
        limits = (variable >= span.low, variable <= span.high)
        return Domain(variable, Value(variable, scale=span.scale), limits, kind)
    if kind.kind == "date":
        first, last = _days(fact)
        limits = (variable >= first.toordinal(), variable <= last.toordinal())
        return Domain(variable, Value(variable), limits, kind)
    limits = (variable >= 0, variable < len(examples))
    return Domain(variable, Value(variable), limits, kind, tuple(examples))


def _days(fact: Fact | None) -> tuple[date, date]:
    low, high = (fact.minimum, fact.maximum) if fact else (None, None)
    first = low if isinstance(low, date) else date.min
    return first, high if isinstance(high, date) else date.max


@dataclass(frozen=True)
class Classes:
    """The tests that a set of trees makes on each codelist's codes and on texts."""

    prefixes: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]

    def examples(self, kind: Type, fact: Fact | None, codelist: Codelist | None) -> list[str]:
        """One value for each answer that the tests can have together."""
        if kind.kind == "enum":
            return list(kind.values)
        named = self.values.get(kind.codelist, ())
        if codelist is None:
            return [*dict.fromkeys(named), OTHER_TEXT]
        level = fact.level if fact else None
        found: dict[tuple[bool, ...], str] = {}
        for code in _codes(codelist, level, named):
            answers = [code.startswith(each) for each in self.prefixes.get(kind.codelist, ())]
            found.setdefault((*answers, *(code == each for each in named)), code)
        return list(found.values())


def _codes(codelist: Codelist, level: str | None, named: Iterable[str]) -> list[str]:
    """The codes that a register would hold: of the level, else the most detailed first."""
    codes = [*codelist.entries, *(code for code in named if code in codelist)]
    if level and isinstance(codelist, Regions):
        return [code for code in codes if codelist.fits(code, level)]
    return sorted(codes, key=lambda code: (-len(code.rstrip("0")), code))


def classes(nodes: Iterable[Node], held: Iterable[tuple[str, str]] = ()) -> Classes:
    """The tests on codes and texts in `nodes`, which hold no derived facts any more.

    `held` are codes (by codelist) that stand for themselves though no rule names them.
    """
    prefixes: dict[str, dict[str, None]] = {}
    values: dict[str, dict[str, None]] = {}
    for codelist, code in held:
        values.setdefault(codelist, {})[code] = None
    for node in (part for root in nodes for part in tree.walk(root)):
        if isinstance(node, tree.Within):
            prefixes.setdefault(node.item.type.codelist, {}).update(dict.fromkeys(node.prefixes))
        elif isinstance(node, tree.Constant) and node.type.kind in ("code", "text"):
            values.setdefault(node.type.codelist, {})[str(node.value)] = None
    return Classes(_tuples(prefixes), _tuples(values))


def _tuples(found: Mapping[str, Mapping[str, None]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(items) for name, items in found.items()}


def declared(vocabulary: Vocabulary, node: tree.FactOf) -> Fact:
    """The declaration of a fact."""
    return vocabulary.entities[node.table].facts[node.name]
