"""A rule compiled: its conditions and its amount as typed trees over the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ballast.errors import Invalid, Problem
from ballast.rules import build, tree
from ballast.rules.bounds import compared, contradictions
from ballast.rules.budgets import unfunded
from ballast.rules.deferrals import deferred_until
from ballast.rules.derived import Vocabulary, expression_problem
from ballast.rules.parse import ExpressionError, parse, parse_condition
from ballast.rules.periods import EntitlementPeriod, period_on
from ballast.rules.ruleset import NOT_YET, RuleSet
from ballast.rules.scope import Results, Scope
from ballast.rules.tree import Node
from ballast.rules.types import BOOL
from ballast.sources import Location, Source, load
from ballast.vocabulary.derived import BoundText


@dataclass(frozen=True)
class Condition:
    """One condition of a rule with the clause that it stands for."""

    name: str
    node: Node
    text: str
    clause: str
    quote: str | None
    source: str | None
    bounds: Mapping[str, BoundText] = field(default_factory=dict)


@dataclass(frozen=True)
class Partner:
    """Another rule that this one is combined with."""

    id: str
    label: str


@dataclass(frozen=True)
class Combined:
    """How a rule goes together with others: the partners and what is payable because of them.

    `payable`, in yuan, holds where the rule is eligible; None where all of the amount is paid.
    `limit` caps what the rules give together.
    """

    partners: tuple[Partner, ...]
    payable: Node | None
    limit: tree.ParameterOf | None = None


@dataclass(frozen=True)
class Rule:
    """One rule set, ready for any engine.

    `id` is `<issuer>/<year>-<slug>/<file>`; `amount` is rounded as the benefit states, in yuan, or
    None where the measure gives no money; `until` is the day to which a deferral puts payment off.
    `published` is the day from which the rule was known.
    """

    id: str
    path: Path
    written: RuleSet
    conditions: tuple[Condition, ...]
    amount: Node | None
    published: date
    until: Node | None = None
    combined: Combined | None = None

    @property
    def label(self) -> str:
        """The measure's name."""
        return self.written.label

    @property
    def subject(self) -> str:
        """The table whose rows are judged."""
        return self.written.subject

    @property
    def payable(self) -> Node | None:
        """What of the amount is paid beside other rules; None where that is all of it."""
        return self.combined.payable if self.combined else None

    @property
    def alone(self) -> Rule:
        """The rule without its partners: all of its amount is paid."""
        return replace(self, combined=None)

    def period(self, day: date) -> EntitlementPeriod:
        """The period on `day` in which a row has the benefit once."""
        return period_on(day, self.written.per, self.written.effect)

    def in_force(self, day: date, known_at: date | None = None) -> bool:
        """Whether the rule has effect on `day`, as known on `known_at` (None: as known now)."""
        return day in self.written.effect and self.is_known(day, known_at)

    def is_known(self, day: date, known_at: date | None) -> bool:
        """Whether the rule was published by `known_at`, with all it needs on `day`."""
        return tree.is_known(self.published, known_at) and not self.unpublished(day, known_at)

    def unpublished(self, day: date, known_at: date | None) -> tuple[str, ...]:
        """The labels of the parameters whose values on `day` were not known on `known_at`."""
        return tuple(item.label for item in self.parameters if item.is_hidden(day, known_at))

    @cached_property
    def parameters(self) -> tuple[tree.ParameterOf, ...]:
        """The parameters that the rule itself reads, each once."""
        read = (part for node in self.trees for part in tree.own(node))
        return tuple(dict.fromkeys(part for part in read if isinstance(part, tree.ParameterOf)))

    @property
    def trees(self) -> tuple[Node, ...]:
        """All that the rule alone evaluates: its conditions, its amount, until when it defers."""
        benefit = (node for node in (self.amount, self.until) if node is not None)
        return (*(condition.node for condition in self.conditions), *benefit)

    def on(
        self, day: date, known_at: date | None = None, named: bool = False
    ) -> tuple[tuple[Node, ...], Node | None]:
        """Conditions and amount with their parameters' values on `day`, as known on `known_at`.

        `named` keeps the names of other rules' results, for people.
        """
        amount = None if self.amount is None else tree.on_day(self.amount, day, known_at, named)
        nodes = (item.node for item in self.conditions)
        return tuple(tree.on_day(node, day, known_at, named) for node in nodes), amount

    def payable_on(self, day: date, known_at: date | None = None) -> Node | None:
        """What is payable, with the parameters' values on `day`, as known on `known_at`."""
        return None if self.payable is None else tree.on_day(self.payable, day, known_at)

    def until_on(self, day: date, known_at: date | None = None, named: bool = False) -> Node | None:
        """Until when payment is put off, with the parameters' values, as `on` reads them."""
        return None if self.until is None else tree.on_day(self.until, day, known_at, named)


def load_rule(
    path: Path,
    rule_id: str,
    vocabulary: Vocabulary,
    announced: date | None = None,
    results: Results | None = None,
) -> Rule:
    """The rule set in `path`, checked against the vocabulary. Raises Invalid with every problem.

    `announced` is the day on which its document was published, if that is known; `results` finds
    the results of other rules, without it the rule may ask for none.
    """
    written, source = load(path, RuleSet)
    return compile_rule(written, source, rule_id, vocabulary, announced, results)


def compile_rule(
    written: RuleSet,
    source: Source,
    rule_id: str,
    vocabulary: Vocabulary,
    announced: date | None = None,
    results: Results | None = None,
) -> Rule:
    """`written`, as `source` holds it, compiled. Raises Invalid with every problem.

    A rule is known from its own `published`, else from `announced`, else from its first day.
    """
    if written.subject not in vocabulary.entities:
        allowed = ", ".join(vocabulary.entities)
        raise Invalid([source.problem(("subject",), written.subject, allowed)])
    published = written.published or announced or written.effect.start
    scope = vocabulary.scope(written.subject, written.parameters, published, results)
    problems: list[Problem] = []
    conditions = [
        *_conditions(written, source, scope, problems),
        *_not_yet(written, source, scope, problems),
    ]
    amount = _amount(written, source, scope, problems)
    until = deferred_until(written.benefit, source, scope, problems)
    facts = vocabulary.entities[written.subject].facts
    problems.extend(unfunded(written.budget, written.benefit.amount, facts, source))
    if problems:
        raise Invalid(problems)
    return Rule(rule_id, source.path, written, tuple(conditions), amount, published, until)


def _conditions(
    written: RuleSet, source: Source, scope: Scope, problems: list[Problem]
) -> Sequence[Condition]:
    found = []
    for name, item in written.conditions.items():
        at: Location = ("conditions", name, "is")
        try:
            node = parse_condition(item.expression, scope)
        except ExpressionError as error:
            problems.append(expression_problem(source, at, error))
        else:
            found_here = (item.bounds, compared(node), source, item.quote or "")
            problems.extend(contradictions(("conditions", name), *found_here))
            cited = (item.expression, item.clause, item.quote, item.source)
            found.append(Condition(name, node, *cited, item.bounds))
    return found


def _not_yet(
    written: RuleSet, source: Source, scope: Scope, problems: list[Problem]
) -> Iterator[Condition]:
    """The condition that the benefit was not had before, where it is had once."""
    once = written.once
    if once is None:
        return
    try:
        node = tree.Not(BOOL, parse_condition(once.evidence, scope))
    except ExpressionError as error:
        problems.append(expression_problem(source, ("once", "evidence"), error))
    else:
        clause = once.clause or written.measure
        yield Condition(NOT_YET, node, f"not ({once.evidence})", clause, None, None)


def _amount(written: RuleSet, source: Source, scope: Scope, problems: list[Problem]) -> Node | None:
    text, rounding = written.benefit.amount, written.benefit.rounding
    if text is None or rounding is None:
        return None
    try:
        node = parse(text, scope)
        if node.type.unit != "CNY":
            raise ExpressionError(str(node.type), "an amount in CNY", 0, len(text))
        return build.in_fen(build.rounded(rounding.mode, node, rounding.digits))
    except ExpressionError as error:
        problems.append(expression_problem(source, ("benefit", "amount"), error))
    except build.Rejected as error:
        problems.append(source.problem(("benefit", "amount"), error.given, error.allowed))
    return None
