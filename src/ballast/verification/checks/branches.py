"""Cases: every branch can be reached; where the law is silent, who falls there."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rendering import rendered
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.verification.encoder import Encoder
from ballast.verification.findings import Finding, told
from ballast.verification.solver import ask
from ballast.verification.spans import spans


def check(rule: Rule, _library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Findings about each `case` that the rule itself writes, under the conditions above it."""
    for span in spans([rule], vocabulary):
        encoder = Encoder.over(rule.trees, vocabulary, span)
        eligible = [encoder.value(item.node).holds for item in rule.conditions]
        for item in rule.conditions:
            yield from _cases(rule, item.node, encoder, z3.BoolVal(True))
        if rule.amount is not None:
            yield from _cases(rule, rule.amount, encoder, z3.And(eligible))


def _cases(rule: Rule, node: Node, encoder: Encoder, given: z3.BoolRef) -> Iterator[Finding]:
    for part in tree.walk(node, into_aggregates=False):
        if isinstance(part, tree.Case) and part.branches:
            yield from _case(rule, part, encoder, given)


def _case(rule: Rule, node: tree.Case, encoder: Encoder, given: z3.BoolRef) -> Iterator[Finding]:
    before = [given]
    for test, _ in node.branches:
        value = encoder.value(test)
        answer = ask(encoder, {"here": z3.And(*before, value.holds)})
        if answer.proved and answer.example is None:
            text = f"分支“若{rendered(test)}”永远走不到"
            yield Finding("branches", "warning", rule.id, text)
        before.append(value.fails)
    if node.otherwise is None or _silent(node.otherwise):
        answer = ask(encoder, {"here": z3.And(before)})
        if answer.example:
            told_example = told(answer.example, encoder.vocabulary)
            text = f"“{rendered(node)}”没有覆盖所有情形，其余未定"
            yield Finding("branches", "note", rule.id, text, told_example)


def _silent(node: Node) -> bool:
    return isinstance(node, tree.Case) and not node.branches and node.otherwise is None
