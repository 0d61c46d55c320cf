"""Aggregates for the solver: over a handful of rows that the enterprise owns, each there or not.

Few rows are enough to find an example and never enough to prove that there is none, so that only
what looks for examples encodes aggregates; elsewhere they are free values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import pairwise, zip_longest
from typing import Self

import z3

from ballast.engine.reference import Row
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.verification import values
from ballast.verification.encoder import Encoder, Span
from ballast.verification.values import FALSE, TRUE, Term, Value


@dataclass(frozen=True)
class OwnedRow:
    """A row that may be there: `facts` encodes trees over it alone."""

    there: Term
    facts: Encoder

    def counts(self, node: tree.Aggregate) -> Value:
        """Whether the row is there and passes the filter of `node`."""
        if node.where is None:
            return Value(self.there)
        holds = self.facts.value(node.where)
        known = z3.Or(z3.Not(self.there), holds.known)
        return Value(z3.And(self.there, holds.term), known)


@dataclass
class Owning(Encoder):
    """An encoder of trees about `subject` in which an aggregate looks at `most` rows of a table.

    In the subject's own table the first of them is the judged row.
    """

    subject: str = ""
    most: int = 2
    tables: dict[str, list[OwnedRow]] = field(default_factory=dict)

    def value(self, node: Node) -> Value:
        """`node` as the solver sees it, aggregates over the owned rows."""
        if isinstance(node, tree.Aggregate) and node not in self.done:
            self.done[node] = _aggregate(node, self.rows(node.table))
        return super().value(node)

    def rows(self, table: str) -> list[OwnedRow]:
        """The rows of a table, the first ones first to be there."""
        if table not in self.tables:
            self.tables[table] = [self._row(table, place) for place in range(self.most)]
        return self.tables[table]

    def _row(self, table: str, place: int) -> OwnedRow:
        if (table, place) == (self.subject, 0):
            return OwnedRow(TRUE, self)
        name = f"{table}:{place}:"
        facts = Encoder(self.vocabulary, self.span, self.classes, row=name)
        return OwnedRow(z3.Bool(f"{name}there"), facts)

    @classmethod
    def about(cls, rule: Rule, vocabulary: Vocabulary, day: date, most: int) -> Self:
        """An encoder of all that `rule` evaluates, under the law of `day`."""
        made = cls.over(rule.trees, vocabulary, Span(day, day))
        made.subject, made.most = rule.subject, most
        made.values(rule.trees)
        return made

    @property
    def others(self) -> list[OwnedRow]:
        """The rows of all tables without the judged one."""
        return [row for rows in self.tables.values() for row in rows if row.facts is not self]

    @property
    def limits(self) -> list[Term]:
        """What holds of every row, owned ones too: none is there without those before it."""
        found = super().limits
        found += [limit for row in self.others for limit in row.facts.limits]
        for rows in self.tables.values():
            found += [z3.Implies(b.there, a.there) for a, b in pairwise(rows)]
        return found

    @property
    def plain(self) -> list[Term]:
        """Hints: as few rows as may be, and theirs like those of the judged row."""
        few = [z3.Not(row.there) for row in self.others]
        return [*super().plain, *few, *(hint for row in self.others for hint in row.facts.plain)]

    def owned(self, model: z3.ModelRef) -> dict[str, list[Row]]:
        """The rows of each table that are there in `model`."""
        return {
            table: [
                {key: value for key, value in row.facts.read(model).items() if key[0] == table}
                for row in rows
                if z3.is_true(model.eval(row.there, model_completion=True))
            ]
            for table, rows in self.tables.items()
        }

    def as_given(self, row: Row, owned: Mapping[str, Sequence[Row]]) -> list[Term]:
        """Hints: that every fact stays what it is in `row` and in the rows of `owned`."""
        pairs = [
            (each, held)
            for table, rows in self.tables.items()
            for each, held in zip_longest(rows, owned[table])
            if each.facts is not self
        ]
        there = [each.there if held else z3.Not(each.there) for each, held in pairs]
        facts = (hint for each, held in pairs for hint in each.facts.as_given(held or {}, {}))
        return [*super().as_given(row, owned), *there, *facts]


def _aggregate(node: tree.Aggregate, rows: Sequence[OwnedRow]) -> Value:
    counted = [row.counts(node) for row in rows]
    tests = values.all_known(counted)
    if node.which == "count":
        return Value(_total([z3.If(each.term, 1, 0) for each in counted]), tests)
    items = [row.facts.value(node.item) for row in rows]
    terms, scale = values.aligned(items)
    pairs = list(zip(counted, items, strict=True))
    known = z3.And(tests, *(z3.Implies(test.term, item.known) for test, item in pairs))
    if node.which == "sum":
        parts = [z3.If(test.term, term, 0) for test, term in zip(counted, terms, strict=True)]
        return Value(_total(parts), known, scale)
    best, some = _best(node.which == "min", counted, terms)
    return Value(best, z3.And(known, some), scale)


def _total(terms: Sequence[Term]) -> Term:
    return reduce(lambda a, b: a + b, terms)


def _best(lower: bool, counted: Sequence[Value], terms: Sequence[Term]) -> tuple[Term, Term]:
    """The least or greatest of the terms that count, and whether any does."""
    best, some = z3.IntVal(0), FALSE
    for test, term in zip(counted, terms, strict=True):
        better = z3.Or(z3.Not(some), (term < best) if lower else (term > best))
        best = z3.If(z3.And(test.term, better), term, best)
        some = z3.Or(some, test.term)
    return best, some
