"""Two drafts of a rule compared over every possible row: who wins, who loses, an example each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import z3

from ballast.engine.reference import judge
from ballast.engine.verdict import Verdict
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.verification.encoder import Encoder, Span
from ballast.verification.solver import Answer, Example, ask
from ballast.verification.spans import spans
from ballast.verification.values import FALSE, Term
from ballast.verification.values import compared as compared_values

#: What can differ, as people say it, in the order in which it is looked for.
KINDS = {
    "gains": "新增符合",
    "loses": "不再符合",
    "more": "金额增加",
    "less": "金额减少",
    "undecided": "未能判定",
}


@dataclass(frozen=True)
class Difference:
    """A row that two drafts of the rule judge differently; both verdicts are the reference's.

    `rule` alone, with no example, says that the solver did not decide within its time.
    """

    rule: str
    kind: str
    span: Span
    example: Example | None
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True)
class Pair:
    """One rule in two drafts, each with the vocabulary that it was compiled with."""

    before: Rule
    after: Rule
    vocabulary: Vocabulary


def differences(old: Library, new: Library, vocabulary: Vocabulary) -> Iterator[Difference]:
    """How the rules that both libraries have differ, each kind once a span of the law."""
    earlier = {rule.id: rule for rule in old.rules}
    for rule in new.rules:
        if rule.id in earlier:
            yield from compared(Pair(earlier[rule.id], rule, vocabulary))


def compared(pair: Pair) -> Iterator[Difference]:
    """How the two drafts differ; nothing where they are proved to say the same of every row."""
    rules = [pair.before, pair.after]
    for span in spans(rules, pair.vocabulary):
        trees = [node for rule in rules for node in rule.trees]
        encoder = Encoder.over(trees, pair.vocabulary, span)
        told = partial(_told, pair, span, encoder)
        for kind, demand in _demands(pair, encoder, span.start).items():
            yield from told(kind, ask(encoder, {kind: demand}, encoder.plain))


def _told(
    pair: Pair, span: Span, encoder: Encoder, kind: str, answer: Answer
) -> Iterator[Difference]:
    if answer.example is None:
        if not answer.proved:
            yield Difference(pair.after.id, "undecided", span, None, None, None)
        return
    day = answer.example.day
    before, after = (
        _verdict(rule, answer.example, encoder, day) for rule in (pair.before, pair.after)
    )
    yield Difference(pair.after.id, kind, span, answer.example, before, after)


def _verdict(rule: Rule, example: Example, encoder: Encoder, day: date) -> Verdict | None:
    """The reference's verdict; None where the rule has no effect on the day."""
    return judge(rule, example.world(encoder)) if rule.in_force(day) else None


def _demands(pair: Pair, encoder: Encoder, day: date) -> Mapping[str, Term]:
    """What a row of each kind must meet."""
    before, after = (_eligible(rule, encoder, day) for rule in (pair.before, pair.after))
    demands = {
        "gains": z3.And(after, z3.Not(before)),
        "loses": z3.And(before, z3.Not(after)),
    }
    if pair.before.amount is not None and pair.after.amount is not None:
        one, other = encoder.value(pair.before.amount), encoder.value(pair.after.amount)
        demands["more"] = z3.And(before, after, compared_values(">", other, one).holds)
        demands["less"] = z3.And(before, after, compared_values("<", other, one).holds)
    return demands


def _eligible(rule: Rule, encoder: Encoder, day: date) -> Term:
    if not rule.in_force(day):
        return FALSE
    return z3.And([encoder.value(item.node).holds for item in rule.conditions])
