"""One enterprise explained: every rule, every condition, with the values read and the clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ballast.assessment.gaps import gap
from ballast.assessment.reasons import Reason, reasons
from ballast.assessment.used import Used, used
from ballast.assessment.whom import held, rows_of
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.reference import World, judge
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
        if self.rule.written.benefit.kind in BURDENS:
            return None
        unmet = [item for item in self.conditions if item.outcome is not True]
        return unmet[0].gap if len(unmet) == 1 else None


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
    tables = dict.fromkeys((OWNER, *(rule.subject for rule in rules)))
    found = {table: rows_of(engine, vocabulary, table, uscc) for table in tables}
    owner = _keyed(OWNER, found[OWNER][0]) if found[OWNER] else {}
    owned = {
        table: [_keyed(table, row) for row in rows_of(engine, vocabulary, table, uscc)]
        for table in _aggregated(rules, vocabulary, day, known_at) & engine.tables
    }
    for rule in rules:
        key = vocabulary.entities[rule.subject].key
        for row in found[rule.subject]:
            facts = owner | _keyed(rule.subject, row)
            world = World(facts, vocabulary, day, owned, known_at=known_at)
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


def _keyed(table: str, row: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    return {(table, name): value for name, value in row.items()}
