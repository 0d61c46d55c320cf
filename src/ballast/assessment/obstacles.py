"""What stands between a population and a measure: each condition, and each missing fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from ballast.assessment.record import open_run
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import named, quoted
from ballast.engine.filling import filled, integer
from ballast.engine.layout import MASK_BITS, Layout, RuleLayout
from ballast.engine.sql import junction
from ballast.engine.waiting import missing


@dataclass(frozen=True)
class Condition:
    """How many rows one condition excludes.

    `alone` counts those that meet every other condition: taking this one away would let them in.
    `unknown` counts rows on which it cannot be decided.
    """

    name: str
    failed: int
    alone: int
    unknown: int


@dataclass(frozen=True)
class Fact:
    """How many open verdicts wait for one fact (`table.fact`); `alone` for it and no other."""

    name: str
    blocked: int
    alone: int


@dataclass(frozen=True)
class Obstacles:
    """The conditions and missing facts of one rule, the heaviest first, over `rows` rows."""

    rule: str
    label: str
    rows: int
    open: int
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]


def obstacles(folder: Path) -> Iterator[Obstacles]:
    """The obstacles of every rule of the run in `folder`, in its order. Raises NotFound."""
    record = open_run(folder)
    for layout in record.layouts:
        path = folder / layout.file
        engine = DuckDB({layout.subject: path})
        for rule in layout.rules:
            yield _obstacles(engine, layout, rule, path)


def _obstacles(engine: DuckDB, layout: Layout, rule: RuleLayout, path: Path) -> Obstacles:
    columns = [filled(_ROWS), _counted(_open(rule))]
    for place in range(len(rule.conditions)):
        columns.extend(_of_condition(rule, place))
    for place in range(len(layout.facts)):
        columns.extend(_of_fact(layout, rule, place))
    masks = [named(missing(layout, rule, at), _mask(at)) for at in layout.chunks]
    rows, waiting, *counts = engine.total(path, columns, [quoted(rule.state), *masks])
    split = 3 * len(rule.conditions)
    conditions = [
        Condition(name, *counts[3 * at : 3 * at + 3]) for at, name in enumerate(rule.conditions)
    ]
    facts = [
        Fact(name, *counts[split + 2 * at : split + 2 * at + 2])
        for at, name in enumerate(layout.facts)
    ]
    return Obstacles(
        rule=rule.id,
        label=rule.label,
        rows=rows,
        open=waiting,
        conditions=tuple(sorted(conditions, key=lambda each: (-each.alone, -each.failed))),
        facts=tuple(
            sorted((each for each in facts if each.blocked), key=lambda each: -each.blocked)
        ),
    )


_ROWS = "count(*)"
_OPEN = "$state <> 0 AND $state & $low = 0"
_WHERE = "count(*) FILTER (WHERE $holds)"
_BIT = "($bits >> $place) & 1 = 1"


def _open(rule: RuleLayout) -> exp.Expression:
    return filled(_OPEN, state=quoted(rule.state), low=integer(rule.low))


def _of_condition(rule: RuleLayout, place: int) -> Iterator[exp.Expression]:
    state = quoted(rule.state)
    yield _counted(_is_set(state, place))
    yield _counted(_only(state, place))
    yield _counted(_is_set(state, place + rule.shift))


def _of_fact(layout: Layout, rule: RuleLayout, place: int) -> Iterator[exp.Expression]:
    chunk, bit = divmod(place, MASK_BITS)
    masks = [quoted(_mask(each)) for each in layout.chunks]
    empty = [exp.EQ(this=mask, expression=integer(0)) for mask in masks if mask != masks[chunk]]
    yield _counted(junction(exp.And, [_open(rule), _is_set(masks[chunk], bit)]))
    yield _counted(junction(exp.And, [_open(rule), _only(masks[chunk], bit), *empty]))


def _mask(chunk: int) -> str:
    return f"missing:{chunk}"


def _is_set(bits: exp.Expression, place: int) -> exp.Expression:
    return filled(_BIT, bits=bits, place=integer(place))


def _only(bits: exp.Expression, place: int) -> exp.Expression:
    return filled("$bits = $bit", bits=bits, bit=integer(1 << place))


def _counted(holds: exp.Expression) -> exp.Expression:
    return filled(_WHERE, holds=holds)
