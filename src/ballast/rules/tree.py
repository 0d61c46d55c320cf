"""The tree that an expression becomes: typed nodes that engines and explanations walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal

from ballast.rules.types import Type

Value = bool | Decimal | date | str
Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
Asked = Literal["granted", "amount_of"]


@dataclass(frozen=True)
class Node:
    """One operation; `type` is the type of its result."""

    type: Type

    def __init_subclass__(cls) -> None:
        """Each kind of node keeps its hash once it is known: queries look trees up many times."""
        cls.__hash__ = Node.__hash__  # type: ignore[method-assign]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        kind: Any = type(self)
        return hash((kind, self.type, *(getattr(self, name) for name in _names(kind))))

    @cached_property
    def below(self) -> tuple[Node, ...]:
        """The nodes directly below, in order."""
        kind: Any = type(self)
        return tuple(part for name in _names(kind) for part in _nodes(getattr(self, name)))

    @cached_property
    def read(self) -> tuple[FactOf | DerivedOf, ...]:
        """The facts, declared and derived, that it reads, each once, in order of reading."""
        return tuple(dict.fromkeys(fact for part in self.below for fact in part.read))

    @cached_property
    def own_read(self) -> tuple[FactOf | DerivedOf, ...]:
        """Those that it reads of the row itself and its owner: none inside aggregates."""
        if isinstance(self, FactOf | DerivedOf):
            return self.read
        below = () if isinstance(self, Aggregate) else self.below
        return tuple(dict.fromkeys(fact for part in below for fact in part.own_read))

    @cached_property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """The aggregates in it, each once, outer ones first."""
        own = (self,) if isinstance(self, Aggregate) else ()
        below = (found for part in self.below for found in part.aggregates)
        return tuple(dict.fromkeys((*own, *below)))


@dataclass(frozen=True)
class Constant(Node):
    """A literal, or a parameter's value on the day (`label` then names the parameter)."""

    value: Value
    label: str = ""


@dataclass(frozen=True)
class FactOf(Node):
    """A declared fact of a table."""

    table: str
    name: str
    label: str

    @cached_property
    def read(self) -> tuple[FactOf | DerivedOf, ...]:
        """Itself."""
        return (self,)


@dataclass(frozen=True)
class DerivedOf(Node):
    """A derived fact of a table; its definition on the day stands in the compiled vocabulary."""

    table: str
    name: str
    label: str

    @cached_property
    def read(self) -> tuple[FactOf | DerivedOf, ...]:
        """Itself."""
        return (self,)


@dataclass(frozen=True)
class ParameterOf(Node):
    """A dated parameter: each value holds from its date until the next.

    `values` are (from when, known since when, value) in that order; None is known since ever.
    """

    name: str
    label: str
    values: tuple[tuple[date, date | None, Constant], ...]

    def on(self, day: date, known_at: date | None = None) -> Constant | None:
        """The value in force on `day` as known on `known_at` (None: as known now); None if none."""
        held = self.held(day, known_at)
        return held[2] if held else None

    def is_hidden(self, day: date, known_at: date | None) -> bool:
        """Whether there is a value on `day` that was not known yet on `known_at`."""
        return self.on(day, known_at) is None and self.on(day) is not None

    def held(
        self, day: date, known_at: date | None = None
    ) -> tuple[date, date | None, Constant] | None:
        """That value with its days."""
        held = [each for each in self.values if each[0] <= day and is_known(each[1], known_at)]
        return held[-1] if held else None


@dataclass(frozen=True)
class AsOf(Node):
    """The day for which the run asks."""


@dataclass(frozen=True)
class Not(Node):
    """True where `item` is false; unknown stays unknown."""

    item: Node


@dataclass(frozen=True)
class AllOf(Node):
    """Kleene's and: false as soon as one item is."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf(Node):
    """Kleene's or: true as soon as one item is."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Compare(Node):
    """`left` against `right`; unknown if either is, or if a divisor in them is zero."""

    operator: Comparison
    left: Node
    right: Node


@dataclass(frozen=True)
class OneOf(Node):
    """Whether `item` equals one of the constants."""

    item: Node
    options: tuple[Node, ...]


@dataclass(frozen=True)
class Within(Node):
    """Whether a code lies under one of `codes` in its classification (C39 under C).

    All codes under one begin with its prefix; its label is for people.
    """

    item: Node
    codes: tuple[str, ...]
    prefixes: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Add(Node):
    """The sum of the items."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Negate(Node):
    """Minus `item`."""

    item: Node


@dataclass(frozen=True)
class Multiply(Node):
    """The product of two numbers, one of them no money."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Divide(Node):
    """An exact quotient, unknown where `right` is zero; rounded or compared before it leaves."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Case(Node):
    """The value of the first branch that is true; unknown once a condition is unknown."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None


@dataclass(frozen=True)
class Extreme(Node):
    """The least or the greatest item; unknown if any item is. `named` tells a cap or a floor."""

    which: Literal["least", "greatest"]
    items: tuple[Node, ...]
    named: Literal["", "at_most", "at_least"] = ""


@dataclass(frozen=True)
class Round(Node):
    """`item` at `digits` after the point: half away from zero, toward zero, or away from it."""

    mode: Literal["half_up", "down", "up"]
    item: Node
    digits: int


@dataclass(frozen=True)
class YearOf(Node):
    """The calendar year of a date."""

    item: Node


@dataclass(frozen=True)
class AddMonths(Node):
    """The day that corresponds to `date` so many `months` later (earlier where negative).

    Where that month has no such day, its last day (民法典 §§ 201, 202); unknown outside the years
    1 to 9999.
    """

    date: Node
    months: Node


@dataclass(frozen=True)
class DaysBetween(Node):
    """The days from `start` to `end`; negative where `end` lies before."""

    start: Node
    end: Node


@dataclass(frozen=True)
class MonthsBetween(Node):
    """The full months from `start` to `end`: the most that added to `start` do not pass `end`.

    So 31 January to 28 February is one month (2023), and an `end` one day before is minus one.
    """

    start: Node
    end: Node


@dataclass(frozen=True)
class Aggregate(Node):
    """`item` over the rows of `table` whose owner is the enterprise, where `where` is true.

    Unknown as soon as `where` is unknown in a row, or `item` in a row that counts (`count` does not
    look at it). Of no rows, `sum` and `count` are 0, `min` and `max` unknown: a table that is at
    hand is complete for its owners. Of a table that is not at hand all are unknown, never 0.
    """

    which: Literal["sum", "count", "min", "max"]
    table: str
    label: str
    item: Node
    where: Node | None


@dataclass(frozen=True)
class UsccStatus(Node):
    """How a 统一社会信用代码 stands its checks: valid, confirm (inner check only), invalid."""

    item: Node


@dataclass(frozen=True)
class ResultOf(Node):
    """What another rule says of the row: whether it grants, or its amount (0 where it does not).

    `item` is made of that rule's own trees. It holds from `start` to `end`, the rule's effect, once
    the rule is `published`; on other days the rule grants nothing, which is `never`.
    """

    asked: Asked
    rule: str
    label: str
    start: date
    end: date | None
    published: date
    item: Node
    never: Constant

    def holds(self, day: date, known_at: date | None = None) -> bool:
        """Whether the rule has effect on `day`, as known on `known_at` (None: as known now)."""
        effective = self.start <= day and (self.end is None or day <= self.end)
        return effective and is_known(self.published, known_at) and not self._hidden(day, known_at)

    def _hidden(self, day: date, known_at: date | None) -> bool:
        parameters = (part for part in own(self.item) if isinstance(part, ParameterOf))
        return any(part.is_hidden(day, known_at) for part in parameters)

    def on(self, day: date, known_at: date | None = None) -> Node:
        """What stands for the result on `day`, as known on `known_at`."""
        return self.item if self.holds(day, known_at) else self.never


@cache
def _names(kind: Any) -> tuple[str, ...]:  # what it holds beside its type
    return tuple(entry.name for entry in fields(kind) if entry.name != "type")


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def walk(node: Node, into_aggregates: bool = True) -> Iterator[Node]:
    """`node` and everything below it, parents first; on request not what aggregates hold."""
    yield node
    for part in node.below if into_aggregates or not isinstance(node, Aggregate) else ():
        yield from walk(part, into_aggregates)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """A copy of `node` in which each part is what `change` makes of it."""
    changes: dict[str, Any] = {}
    kind: Any = type(node)
    for name in _names(kind):
        old = getattr(node, name)
        new = _changed(old, change)
        if new is not old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_changed(item, change) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value


def is_known(since: date | None, known_at: date | None) -> bool:
    """Whether what became known on `since` (None: ever) was by `known_at` (None: by now)."""
    return since is None or known_at is None or since <= known_at


def own(node: Node) -> Iterator[Node]:
    """`node` and what is below it, but for other rules' trees."""
    yield node
    for part in () if isinstance(node, ResultOf) else node.below:
        yield from own(part)


def on_day(node: Node, day: date, known_at: date | None = None, named: bool = False) -> Node:
    """`node` with every dated parameter replaced by its value on `day`, as known on `known_at`.

    A parameter that has no value on that day makes what rests on it unknown. Results of other
    rules become these rules' trees, as engines run them; `named` keeps their names, for people.
    """
    if isinstance(node, ParameterOf):
        return node.on(day, known_at) or Case(node.type, (), None)
    if isinstance(node, AsOf):
        return Constant(node.type, day, "判定日")
    if isinstance(node, ResultOf):
        held = on_day(node.on(day, known_at), day, known_at, named)
        return replace(node, item=held) if named else held
    return rebuilt(node, lambda part: on_day(part, day, known_at, named))
