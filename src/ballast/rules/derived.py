"""The vocabulary compiled: declared facts, and derived facts as typed trees in order of need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ballast.errors import Invalid, Problem
from ballast.rules import build, tree
from ballast.rules.bands import DecisionTable, Facts
from ballast.rules.bounds import OF_A_TABLE, compared, contradictions
from ballast.rules.build import Rejected
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.scope import Named, Results, Scope
from ballast.rules.tree import Node
from ballast.rules.types import Type
from ballast.sources import Location, Source
from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.declared import load_declared
from ballast.vocabulary.derived import Derived, Parameter, Version, load_derived
from ballast.vocabulary.facts import Entity


@dataclass(frozen=True)
class Definition:
    """What a derived fact is from a day on, until another day (inclusive) or for good.

    `known` is the day on which that became known, None where it always was.
    """

    start: date
    until: date | None
    node: Node
    source: str
    known: date | None = None


@dataclass(frozen=True)
class DerivedFact:
    """A derived fact with its definitions by day of effect, then by day of becoming known."""

    table: str
    name: str
    label: str
    type: Type
    definitions: tuple[Definition, ...]

    def on(self, day: date, known_at: date | None = None) -> Definition | None:
        """The definition in force on `day` as known on `known_at` (None: now), if there is one."""
        held = [
            item
            for item in self.definitions
            if item.start <= day and tree.is_known(item.known, known_at)
        ]
        return held[-1] if held and (held[-1].until is None or day <= held[-1].until) else None


@dataclass(frozen=True)
class Vocabulary:
    """All that rules may ask. `derived` is in order of need: none rests on a later one.

    `folder` is where it was read from.
    """

    entities: Mapping[str, Entity]
    derived: Mapping[tuple[str, str], DerivedFact]
    codelists: Mapping[str, Codelist] = field(default_factory=dict)
    folder: Path | None = None

    def scope(
        self,
        subject: str,
        parameters: Mapping[str, Parameter] | None = None,
        published: date | None = None,
        results: Results | None = None,
    ) -> Scope:
        """The names for expressions about the rows of `subject`, as `dated` reads parameters."""
        names = {key: Named(fact.label, fact.type) for key, fact in self.derived.items()}
        given = dated(parameters or {}, published)
        return Scope(subject, self.entities, names, given, self.codelists, results)

    def definition(
        self, fact: tree.DerivedOf, day: date, known_at: date | None = None
    ) -> Node | None:
        """The tree behind a derived fact on `day` as known on `known_at` (None: as known now).

        Its parameters are resolved; None where no law known then defines the fact.
        """
        found = self.derived[fact.table, fact.name].on(day, known_at)
        return tree.on_day(found.node, day, known_at) if found else None

    def declared(
        self, node: Node, day: date, known_at: date | None = None
    ) -> tuple[tree.FactOf, ...]:
        """The declared facts that `node` rests on, through all derived ones, each once."""
        return tuple(dict.fromkeys(self._declared(node, day, known_at)))

    def aggregates(
        self, node: Node, day: date, known_at: date | None = None
    ) -> tuple[tree.Aggregate, ...]:
        """The aggregates that `node` rests on, through all derived facts, each once."""
        return tuple(dict.fromkeys(self._aggregates(node, day, known_at)))

    def _aggregates(self, node: Node, day: date, known_at: date | None) -> Iterator[tree.Aggregate]:
        yield from node.aggregates
        for fact in node.own_read:
            below = (
                self.definition(fact, day, known_at) if isinstance(fact, tree.DerivedOf) else None
            )
            if below is not None:
                yield from self._aggregates(below, day, known_at)

    def _declared(self, node: Node, day: date, known_at: date | None) -> Iterator[tree.FactOf]:
        for fact in node.read:
            if isinstance(fact, tree.FactOf):
                yield fact
            elif (below := self.definition(fact, day, known_at)) is not None:
                yield from self._declared(below, day, known_at)


def dated(
    parameters: Mapping[str, Parameter], published: date | None = None
) -> dict[str, tree.ParameterOf]:
    """Declared parameters as nodes; the bounds span all their values.

    `published` is since when a value is known that does not say so itself.
    """
    return {name: _parameter(name, item, published) for name, item in parameters.items()}


def _parameter(name: str, declared: Parameter, published: date | None) -> tree.ParameterOf:
    found = (
        (day, entry.known or published, build.written(str(entry.value), declared.label))
        for day, entries in declared.values.items()
        for entry in entries
    )
    values = tuple(sorted(found, key=lambda item: (item[0], item[1] or date.min)))
    kind = values[0][2].type
    for _, _, value in values[1:]:
        kind = kind.spanning(kind.numerator | value.type.numerator)
    return tree.ParameterOf(kind, name, declared.label, values)


def load_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary in `folder`, compiled. Raises NotFound, or Invalid with every problem."""
    declared = load_declared(folder)
    compiled = Vocabulary(declared.entities, {}, declared.codelists, folder)
    pending = load_derived(folder / "derived")
    problems: list[Problem] = []
    while pending:
        compiled, left, problems = _compile_those_ready(compiled, pending)
        if len(left) == len(pending):
            raise Invalid(problems)
        pending = left
    return compiled


def _compile_those_ready(
    compiled: Vocabulary, pending: Mapping[str, tuple[Derived, Source]]
) -> tuple[Vocabulary, dict[str, tuple[Derived, Source]], list[Problem]]:
    """Compile what rests only on what is compiled already; the rest waits for the next round."""
    left: dict[str, tuple[Derived, Source]] = {}
    problems: list[Problem] = []
    for name, (declared, source) in pending.items():
        try:
            new = _compile(name, declared, source, compiled)
        except Invalid as error:
            left[name] = (declared, source)
            problems.extend(error.problems)
        else:
            compiled = replace(compiled, derived={**compiled.derived, **new})
    return compiled, left, problems


def _compile(
    name: str, declared: Derived, source: Source, compiled: Vocabulary
) -> dict[tuple[str, str], DerivedFact]:
    if declared.subject not in compiled.entities:
        allowed = ", ".join(compiled.entities)
        raise Invalid([source.problem(("subject",), declared.subject, allowed)])
    scope = compiled.scope(declared.subject, declared.parameters)
    found: dict[tuple[str, str], DerivedFact] = {}
    for at, day, version in _versions(declared, source):
        nodes = _nodes(name, declared, version, scope, (source, at))
        reads = OF_A_TABLE if version.bands else compared(nodes[0][2])
        if problems := list(contradictions(at, version.bounds, reads, source)):
            raise Invalid(problems)
        for key, named, node in nodes:
            fact = DerivedFact(declared.subject, key, named.label, named.type, ())
            fact = found.get((declared.subject, key), fact)
            added = Definition(day, version.until, node, version.source, version.known)
            kind = _spanning(fact.type, named.type)
            definitions = (*fact.definitions, added)
            found[declared.subject, key] = replace(fact, type=kind, definitions=definitions)
    return found


def _versions(declared: Derived, source: Source) -> Iterator[tuple[Location, date, Version]]:
    """Every version with its place in the file, by day of effect, then of becoming known."""
    for day, entries in sorted(declared.versions.items()):
        for place, version in sorted(
            enumerate(entries), key=lambda entry: entry[1].known or date.min
        ):
            listed: Location = ("versions", day, place)
            yield (listed if listed in source.places else listed[:-1]), day, version


def _spanning(one: Type, other: Type) -> Type:
    """A number's type with bounds that hold for both versions of its definition."""
    if one.kind != "number":
        return one
    return one.spanning(one.numerator | other.numerator)


def _nodes(
    name: str, declared: Derived, version: Version, scope: Scope, place: tuple[Source, Location]
) -> Facts:
    source, at = place
    if version.bands is not None:
        try:
            return DecisionTable(name, declared, version.bands, scope).facts()
        except Rejected as error:
            raise Invalid([source.problem((*at, "bands"), error.given, error.allowed)]) from None
    try:
        return [(name, *_expression(declared, version.expression or "", scope))]
    except ExpressionError as error:
        raise Invalid([expression_problem(source, (*at, "is"), error)]) from None


def _expression(declared: Derived, text: str, scope: Scope) -> tuple[Named, Node]:
    node = parse(text, scope)
    if node.type.kind != _KINDS.get(declared.type, declared.type):
        raise ExpressionError(str(node.type), f"a {declared.type}", 0, len(text))
    if node.type.is_quotient:
        raise ExpressionError("an open division", "round_half_up(…, 2)", 0, len(text))
    return Named(declared.label, node.type), node


_KINDS = dict.fromkeys(("integer", "decimal", "money", "ratio"), "number")


def expression_problem(source: Source, at: Location, error: ExpressionError) -> Problem:
    """An expression's error as a problem at its place in the file."""
    return source.problem(at, error.given, error.allowed, error.start, error.width)
