"""Trees for the solver: what the reference evaluates, as formulas over every possible row.

All facts are taken as known; what is unknown is unknown because the law says nothing (a `null`, a
definition that has lapsed) or a divisor is zero. A node that has no formula here becomes a free
value of its type: what is then proved still holds, and every example is judged again by the
reference before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any, Self

import z3

from ballast.engine.reference import Row
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.tree import Node
from ballast.rules.types import Type
from ballast.verification import values
from ballast.verification.domains import LATEST, Classes, Domain, classes, declared, domain
from ballast.verification.values import FALSE, Term, Value

#: How many days before the law's an example's day should lie.
_NEAR = 366


@dataclass(frozen=True)
class Span:
    """Days, both included, between which no parameter and no definition changes."""

    start: date
    end: date | None


@dataclass
class Encoder:
    """Encodes trees under the law of `span`; collects the facts that they read and their limits.

    `row` begins the names of the solver's variables, to tell several rows apart.
    """

    vocabulary: Vocabulary
    span: Span
    classes: Classes
    domains: dict[tuple[str, str], Domain] = field(default_factory=dict)
    sides: list[Term] = field(default_factory=list)
    done: dict[Node, Value] = field(default_factory=dict)
    as_of: Term = field(default_factory=lambda: z3.Int("as_of"))
    row: str = ""

    @classmethod
    def over(
        cls,
        nodes: Iterable[Node],
        vocabulary: Vocabulary,
        span: Span,
        held: Iterable[tuple[str, str]] = (),
    ) -> Self:
        """An encoder for `nodes`; `held` are codes of a row, by codelist, kept apart."""
        below = [part for node in nodes for part in opened(node, vocabulary, span.start)]
        return cls(vocabulary, span, classes(below, held))

    @property
    def limits(self) -> list[Term]:
        """What holds of every row: the bounds of the facts read so far, the days of the span."""
        found = [limit for each in self.domains.values() for limit in each.limits]
        last = self.span.end or LATEST
        days = [self.as_of >= values.ordinal(self.span.start), self.as_of <= values.ordinal(last)]
        return [*found, *self.sides, *days]

    @property
    def plain(self) -> list[Term]:
        """Hints: days near the law's, shares of a tenth, other numbers of ten thousand or more."""
        dates = [item.variable for item in self.domains.values() if item.kind.kind == "date"]
        near = [z3.And(day <= self.as_of, day > self.as_of - _NEAR) for day in dates]
        numbers = [item for item in self.domains.values() if item.kind.kind == "number"]
        hints = [hint for item in numbers for hint in _usual(item)]
        return [*near, *hints, *(item.variable > 0 for item in numbers)]

    def value(self, node: Node) -> Value:
        """`node` as the solver sees it."""
        if node not in self.done:
            encode = _ENCODE.get(type(node), _free)
            self.done[node] = encode(self, node)
        return self.done[node]

    def values(self, nodes: Sequence[Node]) -> list[Value]:
        """Several nodes."""
        return [self.value(node) for node in nodes]

    def floor(self, top: Term, bottom: Term) -> Term:
        """`top` divided by `bottom` without the rest; nothing is said where `bottom` is zero."""
        whole = z3.Int(f"{self.row}floor:{len(self.sides)}")
        between = z3.And(bottom * whole <= top, top < bottom * (whole + 1))
        self.sides.append(z3.Implies(bottom > 0, between))
        return whole

    def read(self, model: z3.ModelRef) -> dict[tuple[str, str], Any]:
        """The facts of the row in `model`."""
        return {key: domain.read(model) for key, domain in self.domains.items() if key[0]}

    def owned(self, _model: z3.ModelRef) -> Mapping[str, Sequence[Row]]:
        """The rows that the row's enterprise owns in `_model`: no table is looked at."""
        return {}

    def as_given(self, row: Row, _owned: Mapping[str, Sequence[Row]]) -> list[Term]:
        """Hints: that every fact stays what it is in `row`."""
        return [domain.holds(row[key]) for key, domain in self.domains.items() if key in row]

    def place(self, text: str, kind: Type) -> Term:
        """Where an enum's value or a code stands in its domain."""
        examples = self.classes.examples(kind, None, self.vocabulary.codelists.get(kind.codelist))
        return z3.IntVal(examples.index(text)) if text in examples else z3.IntVal(-1)


def _usual(number: Domain) -> Iterator[Term]:
    """That a number is as people know its like."""
    one = 10**number.kind.numerator.scale
    if not number.kind.unit and one > 1:
        yield number.variable * 10 == one
        yield z3.And(number.variable > 0, number.variable < one)
    else:
        yield number.variable >= 10_000 * one
        yield number.variable < 10**9 * one


def opened(node: Node, vocabulary: Vocabulary, day: date) -> Iterator[Node]:
    """`node` and the definitions of all derived facts below it, on `day`."""
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        yield current
        for fact in current.read:
            if isinstance(fact, tree.DerivedOf):
                found = definition(fact, vocabulary, day)
                waiting.extend([found] if found else [])


def definition(fact: tree.DerivedOf, vocabulary: Vocabulary, day: date) -> Node | None:
    """What a derived fact is on `day`, its parameters and the day still open."""
    found = vocabulary.derived[fact.table, fact.name].on(day)
    return found.node if found else None


def _free(encoder: Encoder, node: Any) -> Value:
    """A value of which nothing is known but its type."""
    return _variable(encoder, ("", f"free:{len(encoder.domains)}"), node, None)


def _variable(encoder: Encoder, key: tuple[str, str], node: Node, fact: Any) -> Value:
    if key not in encoder.domains:
        codelist = encoder.vocabulary.codelists.get(node.type.codelist)
        examples = encoder.classes.examples(node.type, fact, codelist)
        encoder.domains[key] = domain(encoder.row + ".".join(key), node.type, fact, examples)
    return encoder.domains[key].value


def _fact(encoder: Encoder, node: Any) -> Value:
    return _variable(encoder, (node.table, node.name), node, declared(encoder.vocabulary, node))


def _derived(encoder: Encoder, node: Any) -> Value:
    found = definition(node, encoder.vocabulary, encoder.span.start)
    return _unknown(node) if found is None else encoder.value(found)


def _unknown(node: Node) -> Value:
    return Value(FALSE if node.type.kind == "bool" else z3.IntVal(0), FALSE)


def _constant(encoder: Encoder, node: Any) -> Value:
    kind, value = node.type, node.value
    if kind.kind == "bool":
        return Value(z3.BoolVal(value))
    if kind.kind == "number":
        return values.number(value)
    if kind.kind == "date":
        return Value(values.ordinal(value))
    return Value(encoder.place(str(value), kind))


def _parameter(encoder: Encoder, node: Any) -> Value:
    held = node.on(encoder.span.start)
    return _unknown(node) if held is None else encoder.value(held)


def _result(encoder: Encoder, node: Any) -> Value:
    return encoder.value(node.on(encoder.span.start))


def _not(encoder: Encoder, node: Any) -> Value:
    item = encoder.value(node.item)
    return Value(z3.Not(item.term), item.known)


def _compare(encoder: Encoder, node: Any) -> Value:
    left, right = encoder.value(node.left), encoder.value(node.right)
    if node.left.type.kind not in ("code", "text"):
        return values.compared(node.operator, left, right)
    constant, other = _sides(node)
    if constant is None:
        return _free(encoder, node)
    same = _equal(encoder, other, str(constant.value))
    return Value(same.term if node.operator == "=" else z3.Not(same.term), same.known)


def _sides(node: tree.Compare) -> tuple[tree.Constant | None, Node]:
    if isinstance(node.right, tree.Constant):
        return node.right, node.left
    return (node.left, node.right) if isinstance(node.left, tree.Constant) else (None, node.left)


def _equal(encoder: Encoder, item: Node, text: str) -> Value:
    return _matching(encoder, item, lambda example: example == text)


def _matching(encoder: Encoder, item: Node, test: Callable[[str], bool]) -> Value:
    """Whether the example that a code stands for passes `test`."""
    value = encoder.value(item)
    found = [place for place, example in enumerate(_examples(encoder, item)) if test(example)]
    return Value(z3.Or([value.term == place for place in found]), value.known)


def _examples(encoder: Encoder, item: Node) -> tuple[str, ...]:
    if isinstance(item, tree.FactOf):
        return encoder.domains[item.table, item.name].examples
    codelist = encoder.vocabulary.codelists.get(item.type.codelist)
    return tuple(encoder.classes.examples(item.type, None, codelist))


def _one_of(encoder: Encoder, node: Any) -> Value:
    if node.item.type.kind in ("code", "text"):
        texts = {str(option.value) for option in node.options}
        return _matching(encoder, node.item, lambda example: example in texts)
    item = encoder.value(node.item)
    found = [values.compared("=", item, encoder.value(option)) for option in node.options]
    return values.disjunction(found)


def _within(encoder: Encoder, node: Any) -> Value:
    return _matching(encoder, node.item, lambda example: example.startswith(node.prefixes))


def _negate(encoder: Encoder, node: Any) -> Value:
    item = encoder.value(node.item)
    return replace(item, term=-item.term)


def _case(encoder: Encoder, node: Any) -> Value:
    last = _unknown(node) if node.otherwise is None else encoder.value(node.otherwise)
    for test, value in reversed(node.branches):
        holds, then = encoder.value(test), encoder.value(value)
        (one, other), scale = values.aligned([then, last])
        known = z3.And(holds.known, z3.If(holds.term, then.known, last.known))
        last = Value(z3.If(holds.term, one, other), known, scale)
    return last


def _extreme(encoder: Encoder, node: Any) -> Value:
    items = encoder.values(node.items)
    terms, scale = values.aligned(items)
    lower = node.which == "least"
    best = reduce(lambda a, b: z3.If((b < a) if lower else (b > a), b, a), terms)
    return Value(best, values.all_known(items), scale)


def _year(encoder: Encoder, node: Any) -> Value:
    item = encoder.value(node.item)
    year = z3.Int(f"{encoder.row}year:{len(encoder.sides)}")
    begins = values.new_year(year) <= item.term
    encoder.sides.append(z3.And(begins, item.term < values.new_year(year + 1)))
    return Value(year, item.known)


_ENCODE: dict[type[Node], Callable[[Encoder, Any], Value]] = {
    tree.Constant: _constant,
    tree.FactOf: _fact,
    tree.DerivedOf: _derived,
    tree.ParameterOf: _parameter,
    tree.ResultOf: _result,
    tree.AsOf: lambda encoder, _node: Value(encoder.as_of),
    tree.Not: _not,
    tree.AllOf: lambda encoder, node: values.conjunction(encoder.values(node.items)),
    tree.AnyOf: lambda encoder, node: values.disjunction(encoder.values(node.items)),
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Within: _within,
    tree.Add: lambda encoder, node: reduce(values.total, encoder.values(node.items)),
    tree.Negate: _negate,
    tree.Multiply: lambda encoder, node: values.product(
        encoder.value(node.left), encoder.value(node.right)
    ),
    tree.Divide: lambda encoder, node: values.quotient(
        encoder.value(node.left), encoder.value(node.right)
    ),
    tree.Case: _case,
    tree.Extreme: _extreme,
    tree.Round: lambda encoder, node: values.rounded(
        node.mode, encoder.value(node.item), node.digits, encoder.floor
    ),
    tree.YearOf: _year,
}
