"""A rule's cases: situations told in one sentence, with the verdict and amount that law expects.

They stand beside the rule set, in `<measure>.tests.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field

from ballast import quantities
from ballast.engine.reference import World, evaluate, judge
from ballast.engine.verdict import Outcome, Verdict
from ballast.errors import NotAQuantity, Problem
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.rules.types import unit_of
from ballast.sources import Location, Source, load
from ballast.vocabulary.facts import Declaration, Fact


class Expectation(Declaration):
    """What a case expects; what it leaves out is not compared (but `amount: null` is).

    A case without `payable` is about the rule alone: facts that only its partners ask for are not
    missing in it.
    """

    verdict: Outcome
    amount: str | None = None
    payable: str | None = None
    until: date | None = None
    failed: list[str] = Field(default_factory=list)
    unknown: list[str] = Field(default_factory=list)
    missing: list[str] | None = None


class CaseText(Declaration):
    """One situation: its sentence, the facts in which it differs from `given`, what is expected."""

    case: str
    facts: dict[str, Any] = Field(default_factory=dict)
    expect: Expectation


class Cases(Declaration):
    """The file: the day, a common situation, and the cases that vary it.

    `given` holds the facts of the judged row and of its enterprise and, for aggregates, lists of
    rows that the enterprise owns; a case's `facts` replace such a list whole, null takes the table
    away. In a list of the subject's own table the first row is the judged one.
    `never_missing` names facts, with the reason, that a condition could read but never waits for.
    """

    as_of: date
    given: dict[str, dict[str, Any] | list[dict[str, Any]]]
    never_missing: dict[str, str] = Field(default_factory=dict)
    cases: list[CaseText] = Field(min_length=1)


@dataclass(frozen=True)
class Case:
    """A case ready to run."""

    text: CaseText
    world: World
    place: int


@dataclass(frozen=True)
class CaseFile:
    """The cases of a rule; `problems` are what could not be understood."""

    source: Source
    cases: tuple[Case, ...]
    never_missing: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def case_path(rule: Rule) -> Path:
    """Where the cases of `rule` stand."""
    return rule.path.with_name(f"{rule.path.stem}.tests.yaml")


def load_cases(rule: Rule, vocabulary: Vocabulary) -> CaseFile:
    """The cases of `rule`. Raises NotFound or Invalid."""
    written, source = load(case_path(rule), Cases)
    reader = _FactReader(rule, vocabulary, source)
    given = reader.given(written.given)
    cases = []
    for place, text in enumerate(written.cases):
        row, owned = reader.changed(given, text.facts, place)
        cases.append(Case(text, World(row, vocabulary, written.as_of, owned), place))
    return CaseFile(source, tuple(cases), frozenset(written.never_missing), reader.problems)


def check_cases(rule: Rule, vocabulary: Vocabulary) -> list[Problem]:
    """Every case whose verdict is not the expected one, with both, as problems."""
    file = load_cases(rule, vocabulary)
    return [
        *file.problems,
        *(problem for case in file.cases for problem in _failures(rule, case, file)),
    ]


def _failures(rule: Rule, case: Case, file: CaseFile) -> Iterator[Problem]:
    for name, got, wanted in unexpected(rule, case):
        at: Location = ("cases", case.place, "expect")
        given = f"{case.text.case}: {name} is {got}"
        yield file.source.problem(at, given, f"{wanted} is expected")


def unexpected(rule: Rule, case: Case) -> Iterator[tuple[str, object, object]]:
    """What of a case came out otherwise: its name in `expect`, what came out, what was expected.

    Amounts are integer 分.
    """
    together = "payable" in case.text.expect.model_fields_set
    found = judge(rule if together else rule.alone, case.world)
    for name, got, wanted in _compared(found, case.text.expect):
        if got != wanted:
            yield name, got, wanted


def _compared(found: Verdict, expect: Expectation) -> Iterator[tuple[str, object, object]]:
    yield "verdict", found.outcome, expect.verdict
    yield "failed", list(found.failed), expect.failed
    yield "unknown", list(found.unknown), expect.unknown
    if expect.missing is not None:
        yield "missing", list(found.missing), expect.missing
    if expect.verdict != "eligible":
        return
    for name in expect.model_fields_set & {"amount", "payable"}:
        text = getattr(expect, name)
        fen = None if text is None else int(quantities.parse(text).value * 100)
        yield name, getattr(found, name), fen
    if "until" in expect.model_fields_set:
        yield "until", found.until, expect.until


#: Facts of one row by table and name.
Facts = dict[tuple[str, str], Any]
#: The facts of the judged row and its enterprise, and the rows that the enterprise owns, by table.
Situation = tuple[Facts, dict[str, list[Facts]]]


@dataclass
class _FactReader:
    """Reads the facts of a case file by their declarations."""

    rule: Rule
    vocabulary: Vocabulary
    source: Source
    problems: list[Problem] = field(default_factory=list)

    def given(self, given: Mapping[str, Any]) -> Situation:
        """The common situation."""
        row: Facts = {}
        owned: dict[str, list[Facts]] = {}
        for table, content in given.items():
            at: Location = ("given", table)
            if isinstance(content, list):
                owned[table] = self._rows(table, content, at)
            else:
                row |= self._facts(table, content, at)
        return self._from_list(row, owned)

    def changed(self, given: Situation, facts: Mapping[str, Any], place: int) -> Situation:
        """`given` with what a case says differently."""
        row, owned = dict(given[0]), dict(given[1])
        for key, value in facts.items():
            at: Location = ("cases", place, "facts", key)
            if isinstance(value, list):
                owned[key] = self._rows(key, value, at)
                row, owned = self._from_list(row, owned)
            elif value is None and key in owned:
                del owned[key]
            else:
                table, _, name = key.rpartition(".")
                table = table or self.rule.subject
                row[table, name] = self._value(table, name, value, at)
        return self._into_list(row, owned)

    def _from_list(self, row: Facts, owned: dict[str, list[Facts]]) -> Situation:
        """The judged row stands first in a list of the subject's own table."""
        first = owned.get(self.rule.subject, [])[:1]
        return (row | first[0] if first else row), owned

    def _into_list(self, row: Facts, owned: dict[str, list[Facts]]) -> Situation:
        """What a case changes in the judged row changes in its list too."""
        subject = self.rule.subject
        if owned.get(subject):
            first = {key: value for key, value in row.items() if key[0] == subject}
            owned[subject] = [first, *owned[subject][1:]]
        return row, owned

    def _rows(self, table: str, rows: list[Any], at: Location) -> list[Facts]:
        tables = [name for name, item in self.vocabulary.entities.items() if item.owner]
        if table not in tables or not all(isinstance(row, dict) for row in rows):
            allowed = f"a list of rows, of one of: {', '.join(tables)}"
            self.problems.append(self.source.problem(at, table, allowed))
            return []
        return [self._facts(table, row, (*at, place)) for place, row in enumerate(rows)]

    def _facts(self, table: str, facts: Mapping[str, Any], at: Location) -> Facts:
        return {
            (table, name): self._value(table, name, value, (*at, name))
            for name, value in facts.items()
        }

    def _value(self, table: str, name: str, value: Any, at: Location) -> Any:
        entity = self.vocabulary.entities.get(table)
        fact = entity.facts.get(name) if entity else None
        if fact is None:
            allowed = "a declared fact of the subject or of enterprise"
            self.problems.append(self.source.problem(at, f"{table}.{name}", allowed))
            return None
        try:
            return typed(value, fact)
        except (NotAQuantity, ValueError) as error:
            self.problems.append(self.source.problem(at, str(error), f"a {fact.type}"))
            return None


def typed(value: Any, fact: Fact) -> Any:
    """A written value as the fact's type: 500万元 as Decimal yuan. Raises ValueError."""
    if value is None:
        return None
    if fact.type in ("integer", "decimal", "money", "ratio"):
        return _number(value, fact)
    expected: type = {"bool": bool, "date": date}.get(fact.type, str)
    if not isinstance(value, expected) or (fact.values and value not in fact.values):
        raise ValueError(f"{value!r} is no {fact.type}")
    return value


def _number(value: Any, fact: Fact) -> Decimal:
    quantity = quantities.parse(str(value))
    unit = "" if quantity.unit == "ratio" else quantity.unit
    if unit and unit != unit_of(fact.unit):
        raise ValueError(f"{value} is in {unit}, the fact in {fact.unit}")
    return quantity.value


def uncovered(rule: Rule, vocabulary: Vocabulary) -> list[str]:
    """What no case tests: a condition never true, false or unknown; a fact never missing.

    A fact is tested as missing if in some case its absence leaves the verdict or the amount open.
    """
    file = load_cases(rule, vocabulary)
    worlds = [case.world for case in file.cases]
    gaps = []
    for condition in rule.conditions:
        seen = {evaluate(condition.node, world) for world in worlds}
        gaps += [f"{condition.name} is never {v}" for v in (True, False, None) if v not in seen]
    named = {name for world in worlds for name in judge(rule.alone, world).missing}
    read = {fact for node in rule.trees for fact in vocabulary.declared(node, worlds[0].day)}
    names = {f"{fact.table}.{fact.name}" for fact in read} - named - file.never_missing
    return sorted(gaps + [f"{name} is never missing" for name in names])
