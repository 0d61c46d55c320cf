"""Decision tables that class an entity by lower bounds, such as the 2017 size classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ballast.rules import build, tree
from ballast.rules.scope import Named, Scope
from ballast.rules.tree import Node
from ballast.rules.types import BOOL, Type
from ballast.vocabulary.derived import Bands, Derived

UNCLASSIFIED = {"unclassified": "本标准不适用"}

#: Derived facts as they are made: identifier, label and type, tree.
Facts = list[tuple[str, Named, Node]]


@dataclass(frozen=True)
class DecisionTable:
    """One version of a table, compiled to four kinds of derived facts.

    For a table `size` with the classes micro, small, medium, large: `size_row` (which row the
    industry falls in), `size_classified`, `size_at_least_small`, `size_at_least_medium`,
    `size_at_least_large`, and `size` itself.
    """

    name: str
    declared: Derived
    bands: Bands
    scope: Scope

    def facts(self) -> Facts:
        """The derived facts in order of need. Raises Rejected."""
        row = self._row()
        named = Named(f"{self.declared.label}行业", row.type)
        place = tree.DerivedOf(row.type, self.scope.subject, f"{self.name}_row", named.label)
        gates = [self._classified(place), *self._thresholds(place)]
        return [(f"{self.name}_row", named, row), *gates, self._class(gates)]

    def _row(self) -> Node:
        """The number of the industry's row; -1 where the table has none."""
        key = self.scope.resolve("", self.bands.key)
        branches = [
            (self._under(key, row.codes), self._number(at))
            for at, row in enumerate(self.bands.rows.values())
        ]
        return build.case(branches, self._number(-1))

    def _under(self, key: Node, codes: list[str]) -> Node:
        codelist = self.scope.codelists.get(key.type.codelist)
        return build.within(key, [build.constant(code) for code in codes], codelist)

    def _number(self, place: int) -> Node:
        """The number of a row, which people read as the row's name."""
        names = {str(at): name for at, name in enumerate(self.bands.rows)} | {"-1": "未列入"}
        constant = build.constant(Decimal(place))
        return replace(constant, type=replace(constant.type, values=names))

    def _classified(self, place: Node) -> tuple[str, Named, Node]:
        named = Named(f"{self.declared.label}有分档", BOOL)
        return f"{self.name}_classified", named, build.compare("<>", place, self._number(-1))

    def _thresholds(self, place: Node) -> Facts:
        """For each class but the lowest, whether all indicators reach its lower bounds."""
        found: Facts = []
        for rank, (value, label) in enumerate(list(self.declared.values.items())[1:]):
            branches = [
                (build.compare("=", place, self._number(at)), self._reached(row.lower, rank))
                for at, row in enumerate(self.bands.rows.values())
            ]
            named = Named(f"{self.declared.label}达到{label}标准", BOOL)
            node = build.case(branches, build.constant(False))
            found.append((f"{self.name}_at_least_{value}", named, node))
        return found

    def _reached(self, lower: dict[str, list[str | int]], rank: int) -> Node:
        return build.both(
            [
                build.compare(">=", self.scope.resolve("", fact), build.written(str(bounds[rank])))
                for fact, bounds in lower.items()
            ],
            tree.AllOf,
        )

    def _class(self, gates: Sequence[tuple[str, Named, Node]]) -> tuple[str, Named, Node]:
        """The first gate not passed names the class, asked from the lowest upwards.

        So one indicator known to be under a threshold settles the class though another is missing.
        """
        values = self.declared.values | UNCLASSIFIED
        kind = Type("enum", values=values, bands=f"{self.scope.subject}.{self.name}")
        *below, highest = [
            tree.Constant(kind, value) for value in ("unclassified", *self.declared.values)
        ]
        passed = [
            tree.DerivedOf(BOOL, self.scope.subject, key, item.label) for key, item, _ in gates
        ]
        branches = [
            (tree.Not(BOOL, gate), value) for gate, value in zip(passed, below, strict=True)
        ]
        return self.name, Named(self.declared.label, kind), build.case(branches, highest)
