"""Rules that share what is paid: of those that exclude each other one is paid, a cap is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import z3

from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.verification import values
from ballast.verification.encoder import Encoder
from ballast.verification.findings import Finding, Gravity, told
from ballast.verification.solver import Answer, ask
from ballast.verification.spans import spans
from ballast.verification.values import Term, Value


def check(rule: Rule, library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Findings about the group that `rule` is the first of, in each span of the law."""
    combine = rule.written.combine
    partners = [item for item in library.rules if rule.combined and item.id in _ids(rule)]
    if combine is None or not partners or rule.id > min(item.id for item in partners):
        return
    group = [rule, *partners]
    for span in spans(group, vocabulary):
        held = [item for item in group if item.in_force(span.start)]
        nodes = [node for item in held for node in (*item.trees, _payable(item))]
        encoder = Encoder.over(nodes, vocabulary, span)
        if combine.rule == "可叠加":
            yield from _capped(held, encoder)
        else:
            yield from _alone(held, encoder)


def _ids(rule: Rule) -> set[str]:
    return {partner.id for partner in rule.combined.partners} if rule.combined else set()


def _payable(rule: Rule) -> Node:
    """What is payable; a rule of a group without a cap pays its amount."""
    node = rule.payable or rule.amount
    if node is None:
        raise ValueError(f"{rule.id} shares what is paid and pays nothing")
    return node


def _paid(rule: Rule, encoder: Encoder) -> Term:
    """That the rule pays more than nothing."""
    value = encoder.value(_payable(rule))
    return z3.And(_eligible(rule, encoder), value.known, value.term > 0)


def _eligible(rule: Rule, encoder: Encoder) -> Term:
    return z3.And([encoder.value(item.node).holds for item in rule.conditions])


def _alone(held: Sequence[Rule], encoder: Encoder) -> Iterator[Finding]:
    """No row is paid by two rules of the group."""
    for place, one in enumerate(held):
        for other in held[place + 1 :]:
            both = z3.And(_paid(one, encoder), _paid(other, encoder))
            text = f"与“{other.label}”只能享受一项，却可能同时付款"
            yield from _told(one, text, ask(encoder, {"both": both}), encoder)


def _capped(held: Sequence[Rule], encoder: Encoder) -> Iterator[Finding]:
    """All that is paid together keeps the cap."""
    limits = [item.combined.limit for item in held if item.combined and item.combined.limit]
    if not limits:
        return
    amounts = [_granted(item, encoder) for item in held]
    over = values.compared(">", reduce(values.total, amounts), encoder.value(limits[0]))
    yield from _told(held[0], "叠加后可能超过上限", ask(encoder, {"over": over.holds}), encoder)


def _granted(rule: Rule, encoder: Encoder) -> Value:
    """What the rule pays: nothing where the row is not eligible."""
    value = encoder.value(_payable(rule))
    term = z3.If(_eligible(rule, encoder), value.term, 0)
    return Value(term, z3.Or(z3.Not(_eligible(rule, encoder)), value.known), value.scale)


def _told(rule: Rule, text: str, answer: Answer, encoder: Encoder) -> Iterator[Finding]:
    gravity: Gravity = "error" if answer.proved else "warning"
    if answer.example:
        shown = told(answer.example, encoder.vocabulary)
        yield Finding("exclusive", gravity, rule.id, text, shown)
    elif not answer.proved:
        yield Finding("exclusive", gravity, rule.id, f"未能判定是否{text.rpartition('，')[2]}")
