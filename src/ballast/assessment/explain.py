"""One enterprise explained: every rule, every condition, with the values read and the clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ballast.assessment.gaps import gap
from ballast.assessment.reasons import Reason, reasons
from ballast.assessment.used import Used, used
from ballast.assessment.whom import held, rows_of
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.reference import Row, World, judge
from ballast.engine.verdict import Verdict
from ballast.engine.versions import Versions
from ballast.errors import UnknownEnterprise
from ballast.facts.snapshot import Snapshot
from ballast.measures.schema import Policy
from ballast.rules.derived import Vocabulary
from ballast.rules.rendering import rendered
from ballast.rules.rule import Condition, Rule
from ballast.rules.ruleset import BURDENS
from ballast.rules.scope import OWNER
from ballast.rules.tree import Node
from ballast.sources import load


@dataclass(frozen=True)
class ConditionExplained:
    """A condition with its value and why it has it.

    `gap` says what is short and by how much, where a change of numbers alone would meet it.
    """

    condition: Condition
    outcome: bool | None
    text: str
    reasons: tuple[Reason, ...]
    gap: str | None


@dataclass(frozen=True)
class Explanation:
    """A rule's verdict on one row, with every condition explained.

    `policy` is the number of the document that the clauses belong to, if it has one; `missing`
    gives the label of each fact that would settle an open verdict or amount; `world` is the row as
    it was judged, `used` the versions that were read of what has a history. `period` names the time
    in which the row has the benefit once.
    """

    rule: Rule
    key: str
    verdict: Verdict
    conditions: tuple[ConditionExplained, ...]
    amount_text: str | None
    missing: Mapping[str, str]
    world: World
    policy: str | None = None
    period: str = ""
    used: tuple[Used, ...] = ()

    @property
    def near_miss(self) -> str | None:
        """What a benefit is short of where one condition alone is unmet, and only by numbers."""
        unmet = [item for item in self.conditions if item.outcome is not True]
        return unmet[0].gap if len(unmet) == 1 and strived_for(self.rule) else None


def strived_for(rule: Rule) -> bool:
    """Whether anybody wants what the rule gives; no distance to a burden is told."""
    return rule.written.benefit.kind not in BURDENS


def explain(rule: Rule, world: World, key: str) -> Explanation:
    """Why `rule` says what it says of the row."""
    verdict = judge(rule, world)
    trees, amount = rule.on(world.day, world.known_at, named=True)
    conditions = tuple(
        _condition(item, node, _outcome(item, verdict), world)
        for item, node in zip(rule.conditions, trees, strict=True)
    )
    text = None if amount is None else rendered(amount)
    labels = {name: _label(name, world.vocabulary) for name in verdict.missing}
    period = rule.period(world.day).label
    return Explanation(
        rule, key, verdict, conditions, text, labels, world, period=period, used=used(rule, world)
    )


def _condition(
    condition: Condition, node: Node, outcome: bool | None, world: World
) -> ConditionExplained:
    distance = gap(node, world) if outcome is False else None
    return ConditionExplained(condition, outcome, rendered(node), reasons(node, world), distance)


def _outcome(condition: Condition, verdict: Verdict) -> bool | None:
    if condition.name in verdict.failed:
        return False
    return None if condition.name in verdict.unknown else True


def _label(name: str, vocabulary: Vocabulary) -> str:
    table, column = name.split(".")
    return vocabulary.entities[table].facts[column].label


def explain_enterprise(
    uscc: str,
    rules: Sequence[Rule],
    vocabulary: Vocabulary,
    snapshot: Snapshot,
    day: date,
    known_at: date | None = None,
) -> Iterator[Explanation]:
    """Every rule on every row that the enterprise `uscc` owns, or on the row of that key.

    Only what was known on `known_at` counts; None leaves nothing out. Raises UnknownEnterprise
    where no table has it, AmbiguousVersions.
    """
    engine = DuckDB(snapshot.tables, versions=Versions(snapshot.histories, day, known_at))
    engine.check_versions()
    if held(engine, vocabulary, uscc) is None:
        raise UnknownEnterprise(uscc=uscc, path=snapshot.path)
    read = {OWNER, *(rule.subject for rule in rules)}
    read |= _aggregated(rules, vocabulary, day, known_at)
    found = {table: rows_of(engine, vocabulary, table, uscc) for table in read & engine.tables}
    yield from explain_rows(rules, Rows(found), vocabulary, day, known_at)


@dataclass(frozen=True)
class Rows:
    """The rows of one enterprise, by table, each by column; a table left out is not at hand.

    Numbers are Decimal or int; what is not known is None or left out.
    """

    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    @cached_property
    def owned(self) -> Mapping[str, Sequence[Row]]:
        """The rows by table, each by table and column, as rules read them."""
        return {
            table: [{(table, name): value for name, value in row.items()} for row in rows]
            for table, rows in self.tables.items()
        }

    @cached_property
    def owner(self) -> Row:
        """The enterprise's own row, empty where there is none."""
        return next(iter(self.owned.get(OWNER, ())), {})

    def of(self, subject: str) -> Iterator[Row]:
        """Each row of `subject` with the enterprise's own facts."""
        for row in self.owned.get(subject, ()):
            yield {**self.owner, **row}


def explain_rows(
    rules: Iterable[Rule],
    rows: Rows,
    vocabulary: Vocabulary,
    day: date,
    known_at: date | None = None,
) -> Iterator[Explanation]:
    """Every rule on every row of its subject."""
    for rule in rules:
        key = rule.subject, vocabulary.entities[rule.subject].key
        for row in rows.of(rule.subject):
            world = World(row, vocabulary, day, rows.owned, known_at=known_at)
            explained = explain(rule, world, str(row[key]))
            yield replace(explained, policy=policy_number(rule.path.parent))


def _aggregated(
    rules: Sequence[Rule], vocabulary: Vocabulary, day: date, known_at: date | None
) -> set[str]:
    """The tables over which any of the rules aggregates."""
    nodes = [node for rule in rules for node in rule.trees]
    return {item.table for node in nodes for item in vocabulary.aggregates(node, day, known_at)}


@cache
def policy_number(folder: Path) -> str | None:
    """The number of the document that the package in `folder` restates, if it has one."""
    path = folder / "policy.yaml"
    return load(path, Policy)[0].number if path.is_file() else None
