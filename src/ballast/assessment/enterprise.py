"""One enterprise judged from rows in memory, in microseconds a rule: no database, no snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ballast.assessment.explain import Explanation, Rows, explain_rows, strived_for
from ballast.assessment.gaps import gap
from ballast.engine.compiled.function import Judge, compiled
from ballast.engine.plan import Plan
from ballast.engine.reference import World
from ballast.engine.verdict import Verdict
from ballast.errors import NoRule
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule


@dataclass(frozen=True)
class Judged:
    """A rule's verdict on the row `key` of its subject."""

    rule: Rule
    key: str
    verdict: Verdict
    world: World

    @property
    def near_miss(self) -> str | None:
        """What is short where one condition alone fails, only by numbers, and nothing is open."""
        verdict = self.verdict
        if len(verdict.failed) != 1 or verdict.unknown or not strived_for(self.rule):
            return None
        (name,) = verdict.failed
        node = next(each.node for each in self.rule.conditions if each.name == name)
        return gap(tree.on_day(node, self.world.day, self.world.known_at, named=True), self.world)


class Assessor:
    """The rules of `library` in force on `day`, as known on `known_at`, compiled once.

    Judges any number of enterprises; safe to share between threads. Explaining compiles nothing.
    """

    def __init__(
        self, library: Library, vocabulary: Vocabulary, day: date, known_at: date | None = None
    ) -> None:
        self.vocabulary, self.day, self.known_at = vocabulary, day, known_at
        self.rules = library.in_force(day, known_at)

    @cached_property
    def _judges(self) -> list[tuple[Plan, Judge]]:
        tables = frozenset(self.vocabulary.entities)
        found = []
        for subject in self.vocabulary.entities:
            rules = tuple(rule for rule in self.rules if rule.subject == subject)
            plan = Plan(subject, rules, self.vocabulary, self.day, self.known_at, tables)
            found += [(part, compiled(part)) for part in plan.parts()]
        return found

    def judge(self, rows: Rows) -> Iterator[Judged]:
        """The verdict of every rule on every row of its subject.

        Raises FactTooFine or FactsOutOfBounds where a number does not fit its declaration.
        """
        for plan, judge in self._judges:
            key = plan.subject, plan.entity.key
            for row in rows.of(plan.subject):
                world = World(row, self.vocabulary, self.day, rows.owned, known_at=self.known_at)
                for rule, verdict in zip(plan.rules, judge(row, rows.owned), strict=True):
                    yield Judged(rule, str(row[key]), verdict, world)

    def explain(self, rows: Rows, rule_id: str, key: str | None = None) -> Iterator[Explanation]:
        """Why the rule says what it says of the row `key`, or of each. Raises NoRule."""
        rules = [rule for rule in self.rules if rule.id == rule_id]
        if not rules:
            raise NoRule(measure=rule_id, names=Library.listing(self.rules))
        for explained in explain_rows(rules, rows, self.vocabulary, self.day, self.known_at):
            if key is None or explained.key == key:
                yield explained
