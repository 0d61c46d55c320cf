"""Decision tables: no code in two rows, classes in ascending order, who stands in no row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import z3

from ballast.rules import tree
from ballast.rules.derived import DerivedFact, Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.verification.encoder import Encoder, Span
from ballast.verification.findings import Finding, Gravity, told
from ballast.verification.solver import Answer, ask
from ballast.verification.spans import derived_below


def check(rule: Rule, library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Findings about the tables that `rule` is the first of the library to rest on."""
    for fact in _tables(rule, vocabulary):
        if next(item for item in library.rules if fact in _tables(item, vocabulary)) == rule:
            for definition in fact.definitions:
                span = Span(definition.start, definition.until)
                yield from _rows(fact, vocabulary, span)
                yield from _classes(fact, vocabulary, span)


def _tables(rule: Rule, vocabulary: Vocabulary) -> list[DerivedFact]:
    """The tables of which the rule asks a row."""
    below = {(fact.table, fact.name) for fact in derived_below(rule.trees, vocabulary)}
    return [
        fact
        for (table, name), fact in vocabulary.derived.items()
        if fact.type.bands == f"{table}.{name}" and (table, f"{name}_row") in below
    ]


def _definition(fact: DerivedFact, suffix: str, vocabulary: Vocabulary, span: Span) -> Node:
    found = vocabulary.derived[fact.table, f"{fact.name}{suffix}"].on(span.start)
    if found is None:
        raise KeyError(f"{fact.name}{suffix}")
    return found.node


def _rows(fact: DerivedFact, vocabulary: Vocabulary, span: Span) -> Iterator[Finding]:
    row = _definition(fact, "_row", vocabulary, span)
    encoder = Encoder.over([row], vocabulary, span)
    tests = [test for test, _ in row.branches] if isinstance(row, tree.Case) else []
    names = list(fact_rows(row))
    for (one, a), (other, b) in combinations(zip(names, tests, strict=True), 2):
        both = ask(encoder, {"both": z3.And(encoder.value(a).holds, encoder.value(b).holds)})
        if both.example:
            text = f"“{one}”和“{other}”两行有共同的行业"
            yield _finding(fact, "error", text, both, vocabulary)
    answer = ask(encoder, {"none": z3.And([encoder.value(test).fails for test in tests])})
    if answer.example:
        yield _finding(fact, "note", "有行业不在任何一行，标准不适用", answer, vocabulary)


def fact_rows(row: Node) -> Iterator[str]:
    """The names of a table's rows, as its compiled first step holds them."""
    for _, value in row.branches if isinstance(row, tree.Case) else ():
        if isinstance(value, tree.Constant):
            yield value.type.values[str(value.value)]


def _classes(fact: DerivedFact, vocabulary: Vocabulary, span: Span) -> Iterator[Finding]:
    """Whoever reaches a class reaches each class below it."""
    suffixes = {name: f"_at_least_{name}" for name in fact.type.values}
    held = vocabulary.derived
    names = [name for name in suffixes if (fact.table, fact.name + suffixes[name]) in held]
    gates = [_definition(fact, suffixes[name], vocabulary, span) for name in names]
    encoder = Encoder.over(gates, vocabulary, span)
    for (lower, a), (upper, b) in pairwise(zip(names, gates, strict=True)):
        found = ask(encoder, {"jump": z3.And(encoder.value(b).holds, encoder.value(a).fails)})
        if found.example:
            labels = fact.type.values
            text = f"达到{labels[upper]}下限却达不到{labels[lower]}下限"
            yield _finding(fact, "error", text, found, vocabulary)


def _finding(
    fact: DerivedFact, gravity: Gravity, text: str, answer: Answer, vocabulary: Vocabulary
) -> Finding:
    shown = told(answer.example, vocabulary) if answer.example else ""
    return Finding("tables", gravity, f"{fact.table}.{fact.name}", f"“{fact.label}”：{text}", shown)
