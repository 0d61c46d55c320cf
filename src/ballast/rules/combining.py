"""Rules that go together: the highest alone, the one chosen, or all of them under a cap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from ballast.errors import Invalid, Problem
from ballast.rules import build, tree
from ballast.rules.build import Rejected
from ballast.rules.derived import Vocabulary
from ballast.rules.references import amount_of, full_id, granted, nothing
from ballast.rules.rule import Combined, Partner, Rule
from ballast.rules.ruleset import Choice, Combination
from ballast.rules.tree import Node
from ballast.sources import Key, read

#: The rules that each rule names, by its identifier.
Partners = Mapping[str, Sequence[Rule]]


class _Misplaced(Exception):
    """What is wrong under `combine`, and under which of its keys."""

    def __init__(self, key: str, reason: Rejected) -> None:
        self.key, self.given, self.allowed = key, reason.given, reason.allowed


def combined(rules: Sequence[Rule], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """The rules, each with what is payable beside its partners. Raises Invalid."""
    problems: list[Problem] = []
    partners = _partners({rule.id: rule for rule in rules}, problems)
    for rule in rules:
        problems.extend(_unfit(rule, partners))
    if problems:
        raise Invalid(problems)
    found = [_with_payable(rule, partners, vocabulary, problems) for rule in rules]
    if problems:
        raise Invalid(problems)
    return tuple(found)


def _partners(by_id: Mapping[str, Rule], problems: list[Problem]) -> Partners:
    found: dict[str, list[Rule]] = {rule_id: [] for rule_id in by_id}
    for rule in by_id.values():
        names = rule.written.combine.exclusive_with if rule.written.combine else ()
        for place, name in enumerate(names):
            try:
                found[rule.id].append(by_id[full_id(rule.id, name, by_id)])
            except Rejected as error:
                given = f"exclusive_with {name}"
                problems.append(_problem(rule, given, error.allowed, "exclusive_with", place))
    return found


def _problem(rule: Rule, given: str, allowed: str, *at: Key) -> Problem:
    return read(rule.path).problem(("combine", *at), given, allowed)


def _unfit(rule: Rule, partners: Partners) -> Iterator[Problem]:
    """Partners that are no other rules about the same rows, or that see the group otherwise."""
    named = partners[rule.id]
    for place, other in enumerate(named):
        at: tuple[Key, ...] = ("exclusive_with", place)
        if other is rule or other in named[:place]:
            yield _problem(rule, other.id, "each other rule once", *at)
        elif other.subject != rule.subject:
            given = f"{other.id}, which is about {other.subject}"
            yield _problem(rule, given, f"rules about {rule.subject}", *at)
        else:
            yield from _otherwise_seen(rule, other, partners, at)


def _otherwise_seen(
    rule: Rule, other: Rule, partners: Partners, at: tuple[Key, ...]
) -> Iterator[Problem]:
    """In a group every rule names all the others, and goes by the same word."""
    theirs = {each.id for each in partners[other.id]}
    unnamed = {rule.id, *(each.id for each in partners[rule.id])} - theirs - {other.id}
    if unnamed:
        given = f"{other.id}, which does not name {', '.join(sorted(unnamed))}"
        yield _problem(rule, given, "a group in which every rule names all the others", *at)
    mine, word = _of(rule).rule, other.written.combine and other.written.combine.rule
    if word is not None and word != mine:
        given = f"{mine}, where {other.id} says {word}"
        yield _problem(rule, given, "one word in the whole group", "rule")


def _of(rule: Rule) -> Combination:
    return cast(Combination, rule.written.combine)


def _with_payable(
    rule: Rule, partners: Partners, vocabulary: Vocabulary, problems: list[Problem]
) -> Rule:
    others = sorted(partners[rule.id], key=lambda other: other.id)
    if not others:
        return rule
    group = _Group(rule, others, vocabulary)
    try:
        payable = group.payable()
        if payable is not None:
            build.in_fen(payable)
    except _Misplaced as error:
        problems.append(_problem(rule, error.given, error.allowed, error.key))
        return rule
    except Rejected as error:
        problems.append(_problem(rule, error.given, error.allowed))
        return rule
    named = tuple(Partner(other.id, other.label) for other in others)
    return replace(rule, combined=Combined(named, payable, group.limit(rule)))


@dataclass(frozen=True)
class _Group:
    """A rule among its partners: what of its amount is payable where it is eligible."""

    rule: Rule
    others: Sequence[Rule]
    vocabulary: Vocabulary

    def payable(self) -> Node | None:
        """What is payable, in yuan; None where that is all. Raises Rejected."""
        making: dict[Choice, Callable[[], Node | None]] = {
            "从高": self._highest,
            "择一": self._chosen,
            "可叠加": self._stacked,
        }
        return making[_of(self.rule).rule]()

    def _amount(self, rule: Rule) -> Node:
        if rule.amount is None:
            allowed = "rules whose benefit has an amount"
            raise _Misplaced("rule", Rejected(f"{rule.id}, which gives no amount", allowed))
        return rule.amount

    def _highest(self) -> Node:
        """Nothing where another rule grants more; of equals, the smaller identifier is paid."""
        own = self._amount(self.rule)
        beaten = [
            build.both(
                [granted(other), build.compare(self._over(other), self._amount(other), own)],
                tree.AllOf,
            )
            for other in self.others
        ]
        return build.case([(build.both(beaten, tree.AnyOf), nothing())], own)

    def _over(self, other: Rule) -> tree.Comparison:
        return ">=" if other.id < self.rule.id else ">"

    def _chosen(self) -> Node:
        """All where no other rule is granted, or this one chosen; open until a choice is made.

        A choice of a rule that is not granted is none.
        """
        own = self._amount(self.rule)
        any_other = build.both([granted(other) for other in self.others], tree.AnyOf)
        choice = self._choice(self.rule)
        if choice is None:
            return build.case([(any_other, None)], own)
        paid = [tree.Not(any_other.type, any_other), self._is(choice, self.rule)]
        lost = [
            build.both([granted(other), self._is(choice, other)], tree.AllOf)
            for other in self.others
        ]
        branches = [(build.both(paid, tree.AnyOf), own), (build.both(lost, tree.AnyOf), nothing())]
        return build.case(branches, None)

    def _choice(self, rule: Rule) -> Node | None:
        """The fact of the choice, the same for the whole group."""
        choices = {_of(each).choice for each in (rule, *self.others)}
        name = _of(rule).choice
        if len(choices) > 1:
            given = f"the choices {', '.join(sorted(str(each) for each in choices))}"
            raise _Misplaced("choice", Rejected(given, "one fact in the whole group"))
        if name is None:
            return None
        table, _, column = name.rpartition(".")
        try:
            return self.vocabulary.scope(rule.subject).resolve(table, column)
        except Rejected as error:
            raise _Misplaced("choice", error) from None

    def _is(self, choice: Node, rule: Rule) -> Node:
        """Whether `rule` is the one chosen, by the name of its file."""
        stem = rule.id.rpartition("/")[2]
        if sum(each.id.endswith(f"/{stem}") for each in (self.rule, *self.others)) > 1:
            raise _Misplaced("choice", Rejected(f"two files {stem} in the group", "other names"))
        try:
            return build.compare("=", choice, build.constant(stem))
        except Rejected as error:
            raise _Misplaced("choice", error) from None

    def _stacked(self) -> Node | None:
        """What the cap leaves after the rules with smaller identifiers; None without a cap."""
        limit = self._common_limit()
        if limit is None:
            return None
        earlier = [other for other in self.others if other.id < self.rule.id]
        taken = [build.negate(amount_of(other)) for other in earlier]
        left = build.add([limit, *taken]) if taken else limit
        capped = build.extreme("least", [self._amount(self.rule), left], "at_most")
        return build.rounded("down", build.extreme("greatest", [capped, nothing()]), 2)

    def _common_limit(self) -> tree.ParameterOf | None:
        """The cap of the group, which every rule of it declares alike."""
        limits = [self.limit(each) for each in (self.rule, *self.others)]
        values = {
            limit and tuple((day, known, each.value) for day, known, each in limit.values)
            for limit in limits
        }
        if len(values) > 1:
            given = f"a cap other than that of {', '.join(other.id for other in self.others)}"
            raise _Misplaced("at_most", Rejected(given, "the same parameter values in the group"))
        return limits[0]

    def limit(self, rule: Rule) -> tree.ParameterOf | None:
        """The parameter that caps what the group of `rule` gives. Raises Rejected."""
        name = _of(rule).at_most
        if name is None:
            return None
        parameters = self.vocabulary.scope(rule.subject, rule.written.parameters).parameters
        if name not in parameters or parameters[name].type.unit != "CNY":
            allowed = "a parameter of the rule set in CNY"
            raise _Misplaced("at_most", Rejected(f"at_most: {name}", allowed))
        return parameters[name]
