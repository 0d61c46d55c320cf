"""A rule compiled: its conditions and its amount as typed trees over the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ballast.errors import Invalid, Problem
from ballast.rules import build, tree
from ballast.rules.derived import Vocabulary, expression_problem
from ballast.rules.parse import ExpressionError, parse, parse_condition
from ballast.rules.ruleset import RuleSet
from ballast.rules.scope import Scope
from ballast.rules.tree import Node
from ballast.sources import Location, Source, load


@dataclass(frozen=True)
class Condition:
    """One condition of a rule with the clause that it stands for."""

    name: str
    node: Node
    text: str
    clause: str
    quote: str | None
    source: str | None


@dataclass(frozen=True)
class Rule:
    """One rule set, ready for any engine.

    `id` is `<issuer>/<year>-<slug>/<file>`; `amount` is rounded as the benefit states, in yuan, or
    None where the measure gives no money. `published` is the day from which the rule was known.
    """

    id: str
    path: Path
    written: RuleSet
    conditions: tuple[Condition, ...]
    amount: Node | None
    published: date

    @property
    def label(self) -> str:
        """The measure's name."""
        return self.written.label

    @property
    def subject(self) -> str:
        """The table whose rows are judged."""
        return self.written.subject

    def in_force(self, day: date, known_at: date | None = None) -> bool:
        """Whether the rule has effect on `day`, as known on `known_at` (None: as known now)."""
        return day in self.written.effect and self.is_known(day, known_at)

    def is_known(self, day: date, known_at: date | None) -> bool:
        """Whether the rule was published by `known_at`, with all it needs on `day`."""
        return tree.is_known(self.published, known_at) and not self.unpublished(day, known_at)

    def unpublished(self, day: date, known_at: date | None) -> tuple[str, ...]:
        """The labels of the parameters whose values on `day` were not known on `known_at`."""
        return tuple(
            item.label
            for item in self.parameters
            if item.on(day, known_at) is None and item.on(day) is not None
        )

    @cached_property
    def parameters(self) -> tuple[tree.ParameterOf, ...]:
        """The parameters that the rule reads, each once."""
        read = (part for node in self.trees for part in tree.walk(node))
        return tuple(dict.fromkeys(part for part in read if isinstance(part, tree.ParameterOf)))

    @property
    def trees(self) -> tuple[Node, ...]:
        """Everything that the rule evaluates: its conditions, then its amount."""
        amount = () if self.amount is None else (self.amount,)
        return (*(condition.node for condition in self.conditions), *amount)

    def on(self, day: date, known_at: date | None = None) -> tuple[tuple[Node, ...], Node | None]:
        """Conditions and amount with their parameters' values on `day`, as known on `known_at`."""
        amount = None if self.amount is None else tree.on_day(self.amount, day, known_at)
        return tuple(tree.on_day(item.node, day, known_at) for item in self.conditions), amount


def load_rule(
    path: Path, rule_id: str, vocabulary: Vocabulary, announced: date | None = None
) -> Rule:
    """The rule set in `path`, checked against the vocabulary. Raises Invalid with every problem.

    `announced` is the day on which its document was published, if that is known.
    """
    written, source = load(path, RuleSet)
    return compile_rule(written, source, rule_id, vocabulary, announced)


def compile_rule(
    written: RuleSet,
    source: Source,
    rule_id: str,
    vocabulary: Vocabulary,
    announced: date | None = None,
) -> Rule:
    """`written`, as `source` holds it, compiled. Raises Invalid with every problem.

    A rule is known from its own `published`, else from `announced`, else from its first day.
    """
    if written.subject not in vocabulary.entities:
        allowed = ", ".join(vocabulary.entities)
        raise Invalid([source.problem(("subject",), written.subject, allowed)])
    published = written.published or announced or written.effect.start
    scope = vocabulary.scope(written.subject, written.parameters, published)
    problems: list[Problem] = []
    conditions = _conditions(written, source, scope, problems)
    amount = _amount(written, source, scope, problems)
    if problems:
        raise Invalid(problems)
    return Rule(rule_id, source.path, written, tuple(conditions), amount, published)


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
            text, quote = item.expression, item.quote
            found.append(Condition(name, node, text, item.clause, quote, item.source))
    return found


def _amount(written: RuleSet, source: Source, scope: Scope, problems: list[Problem]) -> Node | None:
    text, rounding = written.benefit.amount, written.benefit.rounding
    if text is None:
        return None
    try:
        node = parse(text, scope)
        if node.type.unit != "CNY":
            raise ExpressionError(str(node.type), "an amount in CNY", 0, len(text))
        return build.rounded(rounding.mode, node, rounding.digits)
    except ExpressionError as error:
        problems.append(expression_problem(source, ("benefit", "amount"), error))
    except build.Rejected as error:
        problems.append(source.problem(("benefit", "amount"), error.given, error.allowed))
    return None
