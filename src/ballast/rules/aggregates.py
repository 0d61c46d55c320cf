"""Aggregates over what an enterprise owns: which names stand inside them, and their types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ballast.rules import build, tree
from ballast.rules.build import TOO_LARGE, Rejected
from ballast.rules.scope import OWNER, Scope
from ballast.rules.tree import Node
from ballast.rules.types import Overflow, Range, Type

Which = Literal["sum", "count", "min", "max"]

#: The most rows of one table that an enterprise may own; more are refused before a run. It keeps
#: sums within their bounds.
MOST_ROWS = 10**6


@dataclass(frozen=True)
class Inside(Scope):
    """The names inside an aggregate: facts of owned tables with their table, parameters, as_of."""

    def _table(self, written: str) -> str:
        owned = {name: item.label for name, item in self.entities.items() if item.owner}
        for name, label in owned.items():
            if written in (name, label):
                return name
        tables = ", ".join(f"{name} ({label})" for name, label in owned.items())
        if written:
            raise Rejected(f"the table “{written}” inside an aggregate", tables)
        allowed = f"table.fact, a parameter or as_of; the tables are {tables}"
        raise Rejected("a fact without its table inside an aggregate", allowed)


def inside(scope: Scope) -> Inside:
    """The names that stand inside an aggregate of an expression with the names of `scope`."""
    if scope.subject != OWNER and scope.entities[scope.subject].owner is None:
        allowed = f"rules about {OWNER} or about what an enterprise owns"
        raise Rejected(f"an aggregate in a rule about {scope.subject}", allowed)
    return Inside(scope.subject, scope.entities, {}, scope.parameters, scope.codelists)


def aggregate(which: Which, item: Node, where: Node | None, scope: Scope) -> Node:
    """`item` over the rows where `where` is true; both read declared facts of one owned table."""
    if where is not None:
        build.condition(where)
    tables = {fact.table for fact in item.read}
    if not tables:
        raise Rejected(f"{which} of no fact", f"{which}(table.fact)")
    tables |= {fact.table for fact in (where.read if where else ())}
    if len(tables) > 1:
        raise Rejected(f"facts of {' and '.join(sorted(tables))} in one aggregate", "one table")
    (table,) = tables
    label = scope.entities[table].label
    return tree.Aggregate(_type(which, item), which, table, label, item, where)


def _type(which: Which, item: Node) -> Type:
    kind = item.type
    if which == "count":
        if not isinstance(item, tree.FactOf):
            raise Rejected("count of an expression", "count(table.fact) filter (where …)")
        return Type("number", numerator=Range(0, MOST_ROWS))
    if kind.is_quotient:
        rounded = "round_half_up(a / b, 2) around it"
        raise Rejected(f"a division that is not rounded inside {which}", rounded)
    if which == "sum":
        return kind.spanning(_total(build.numeric(item).type.numerator))
    if kind.kind not in ("number", "date"):
        raise Rejected(f"{which} of {kind}s", "numbers or dates")
    return kind


def _total(one: Range) -> Range:
    try:
        return one * Range(0, MOST_ROWS)
    except Overflow:
        raise TOO_LARGE from None
