"""Results of other rules as parts of a rule: their own trees, inlined under their names."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable
from decimal import Decimal

from ballast.rules import build, tree
from ballast.rules.build import Rejected
from ballast.rules.rule import Rule
from ballast.rules.tree import Constant, Node


def granted(rule: Rule) -> tree.ResultOf:
    """Whether `rule` is eligible: true, false, or unknown where its verdict is."""
    return _result("granted", rule, _conditions(rule), build.constant(False))


def amount_of(rule: Rule) -> tree.ResultOf:
    """The amount of `rule` in yuan, 0 where it is ineligible. Raises Rejected if it gives none."""
    if rule.amount is None:
        raise Rejected(f"the amount of {rule.id}, which gives none", "a rule with an amount")
    amount = build.case([(_conditions(rule), rule.amount)], nothing())
    return _result("amount_of", rule, amount, nothing())


def nothing() -> Constant:
    """No money."""
    return build.constant(Decimal(0), "CNY")


def _conditions(rule: Rule) -> Node:
    return build.both([condition.node for condition in rule.conditions], tree.AllOf)


def _result(asked: tree.Asked, rule: Rule, item: Node, never: Constant) -> tree.ResultOf:
    start, end = rule.written.effect.start, rule.written.effect.end
    named = (asked, rule.id, rule.label)
    return tree.ResultOf(item.type, *named, start, end, rule.published, item, never)


def full_id(asking: str, name: str, known: Iterable[str]) -> str:
    """The identifier of the rule that the rule `asking` calls `name`. Raises Rejected.

    A name without a slash is a file of the same package.
    """
    package = asking.rpartition("/")[0]
    found = name if "/" in name else f"{package}/{name}"
    if found not in set(known):
        raise Rejected(f"the rule “{name}”", _near(found, package, sorted(known)))
    return found


def _near(name: str, package: str, known: list[str]) -> str:
    """The rules nearest in name; without any, those of the package."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    own = [each for each in known if each.startswith(f"{package}/")]
    return ", ".join(near or own) or "a rule that exists"


def check_subject(other: Rule, allowed: Container[str], asking: str) -> None:
    """Refuse a rule about rows that the asking rule's subject cannot reach."""
    if other.subject not in allowed:
        given = f"{other.id}, a rule about {other.subject}, asked by one about {asking}"
        raise Rejected(given, f"rules about {asking}, or about its owning enterprise")
