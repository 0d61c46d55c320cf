"""What stands between a population and a measure: each condition, and each missing fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlglot import exp

from ballast.assessment.record import open_run
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import quoted
from ballast.engine.filling import filled, integer
from ballast.engine.layout import MASK_BITS, Layout, RuleLayout
from ballast.engine.waiting import missing
from ballast.errors import NoRule


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


def obstacles(folder: Path, measure: str = "") -> Iterator[Obstacles]:
    """The obstacles of the rules of the run in `folder` that `measure` is a part of, in its order.

    Each is counted when it is asked for. Raises NotFound, and NoRule where `measure` names none.
    """
    layouts = open_run(folder).layouts
    rules = [(layout, rule) for layout in layouts for rule in layout.rules]
    chosen = [each for each in rules if measure in each[1].id or measure in each[1].label]
    if not chosen:
        names = "\n".join(f"  {rule.label} ({rule.id})" for _, rule in rules)
        raise NoRule(measure=measure, names=names)
    for layout, held in groupby(chosen, key=lambda each: each[0]):
        engine = DuckDB({layout.subject: folder / layout.file})
        for _, rule in held:
            yield _obstacles(engine, layout, rule, folder / layout.file)


def _obstacles(engine: DuckDB, layout: Layout, rule: RuleLayout, path: Path) -> Obstacles:
    """Counted from how many rows have each state, and each mask where that is open."""
    masks = [_where_open(layout, rule, at) for at in layout.chunks]
    states, open_masks = Counter[int](), Counter[int]()
    for state, *chunks, rows in engine.counts(path, [quoted(rule.state), *masks]):
        states[state] += rows
        if state and not state & rule.low:
            open_masks[sum(bits << at * MASK_BITS for at, bits in enumerate(chunks))] += rows
    return Obstacles(
        rule=rule.id,
        label=rule.label,
        rows=states.total(),
        open=open_masks.total(),
        conditions=_heaviest(_of_condition(rule, place, states) for place in _places(rule)),
        facts=tuple(sorted(_facts(layout, open_masks), key=lambda each: -each.blocked)),
    )


#: A mask holds what the benefit waits for, too, where the verdict is settled.
_OPEN = "CASE WHEN $state <> 0 AND $state & $low = 0 THEN $mask ELSE 0 END"


def _where_open(layout: Layout, rule: RuleLayout, chunk: int) -> exp.Expression:
    mask = missing(layout, rule, chunk)
    return filled(_OPEN, state=quoted(rule.state), low=integer(rule.low), mask=mask)


def _places(rule: RuleLayout) -> range:
    return range(len(rule.conditions))


def _heaviest(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(sorted(conditions, key=lambda each: (-each.alone, -each.failed)))


def _of_condition(rule: RuleLayout, place: int, states: Counter[int]) -> Condition:
    return Condition(
        name=rule.conditions[place],
        failed=_with(states, place),
        alone=states[1 << place],
        unknown=_with(states, place + rule.shift),
    )


def _facts(layout: Layout, masks: Counter[int]) -> Iterator[Fact]:
    for place, name in enumerate(layout.facts):
        if blocked := _with(masks, place):
            yield Fact(name, blocked, masks[1 << place])


def _with(counts: Counter[int], place: int) -> int:
    """How many rows have the bit at `place`."""
    return sum(rows for bits, rows in counts.items() if bits >> place & 1)
