"""Where definitions of one word disagree: an example, how many, which measures it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.errors import Invalid, Problem
from ballast.facts.snapshot import Snapshot
from ballast.rules.derived import Vocabulary, expression_problem
from ballast.rules.library import Library
from ballast.rules.parse import ExpressionError, parse_condition
from ballast.rules.questions import question
from ballast.rules.rule import Rule
from ballast.rules.ruleset import Period
from ballast.rules.tree import Node
from ballast.sources import Source
from ballast.verification.encoder import Encoder, Span
from ballast.verification.solver import Example, ask
from ballast.verification.spans import derived_below
from ballast.vocabulary.concepts import Concept, load_concepts


@dataclass(frozen=True)
class Compiled:
    """A concept with a typed tree for each definition."""

    name: str
    concept: Concept
    path: Path
    nodes: Mapping[str, Node]


@dataclass(frozen=True)
class Clash:
    """`yes` holds where `no` fails: an example, or None where the law leaves no such row.

    `measures` are the rules that rest on either definition; `counted` says how many rows of a
    snapshot clash so, None without a snapshot.
    """

    concept: str
    yes: str
    no: str
    example: Example | None
    measures: tuple[str, ...]
    counted: int | None = None


def load_compiled(folder: Path, vocabulary: Vocabulary) -> list[Compiled]:
    """The concepts of the folder `vocabulary/`, compiled. Raises Invalid with every problem."""
    found: list[Compiled] = []
    problems: list[Problem] = []
    for name, (concept, source) in load_concepts(folder / "concepts").items():
        try:
            found.append(_compiled(name, concept, source, vocabulary))
        except Invalid as error:
            problems.extend(error.problems)
    if problems:
        raise Invalid(problems)
    return found


def _compiled(name: str, concept: Concept, source: Source, vocabulary: Vocabulary) -> Compiled:
    scope = vocabulary.scope(concept.subject)
    nodes: dict[str, Node] = {}
    problems: list[Problem] = []
    for key, text in concept.definitions.items():
        try:
            nodes[key] = parse_condition(text, scope)
        except ExpressionError as error:
            problems.append(expression_problem(source, ("definitions", key), error))
    if problems:
        raise Invalid(problems)
    return Compiled(name, concept, source.path, nodes)


def clashes(
    compiled: Compiled,
    library: Library,
    vocabulary: Vocabulary,
    day: date,
    snapshot: Snapshot | None = None,
) -> Iterator[Clash]:
    """Every pair of definitions that some enterprise meets the one of and not the other."""
    encoder = Encoder.over(compiled.nodes.values(), vocabulary, Span(day, day))
    counted = _counted(compiled, vocabulary, day, snapshot) if snapshot else {}
    for yes, no in permutations(compiled.nodes, 2):
        holds, fails = (encoder.value(compiled.nodes[name]) for name in (yes, no))
        answer = ask(encoder, {"yes": holds.holds, "no": fails.fails}, encoder.plain)
        measures = _measures((compiled.nodes[yes], compiled.nodes[no]), library, vocabulary)
        if answer.example or not answer.proved:
            number = counted.get((yes, no), 0) if snapshot else None
            yield Clash(compiled.concept.label, yes, no, answer.example, measures, number)


def _measures(nodes: Iterable[Node], library: Library, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The rules that rest on one of the definitions: on the derived facts that it names."""
    named = {fact.name for node in nodes for fact in node.read}
    stems = {name.split("_at_least_")[0] for name in named}
    found = []
    for rule in library.rules:
        below = {fact.name.split("_at_least_")[0] for fact in derived_below(rule.trees, vocabulary)}
        if below & stems:
            found.append(rule.id)
    return tuple(found)


def _counted(
    compiled: Compiled, vocabulary: Vocabulary, day: date, snapshot: Snapshot
) -> dict[tuple[str, str], int]:
    """How many rows each pair of definitions judges differently."""
    rule = _as_rule(compiled, day)
    tables = frozenset(snapshot.tables)
    plan = Plan(compiled.concept.subject, (rule,), vocabulary, day, tables=tables)
    found: dict[tuple[str, str], int] = {}
    for state, rows in DuckDB(snapshot.tables).states(plan):
        failed, unknown = plan.layout.rules[0].split(state)
        for yes, no in permutations(compiled.nodes, 2):
            if no in failed and yes not in (*failed, *unknown):
                found[yes, no] = found.get((yes, no), 0) + rows
    return found


def _as_rule(compiled: Compiled, day: date) -> Rule:
    """The definitions as conditions of one rule, so that one query answers them all."""
    texts = compiled.concept.definitions
    asked = {name: (texts[name], node) for name, node in compiled.nodes.items()}
    period = Period.model_validate({"from": day, "to": day})
    return question(compiled.name, compiled.concept.subject, asked, period)
