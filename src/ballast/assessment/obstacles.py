"""What stands between a population and a measure: each condition, and each missing fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ballast.assessment.record import open_run
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.layout import MASK_BITS, Layout, RuleLayout


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
        path = folder / f"{layout.subject}.parquet"
        engine = DuckDB({layout.subject: path})
        for rule in layout.rules:
            yield _obstacles(engine, layout, rule, path)


def _obstacles(engine: DuckDB, layout: Layout, rule: RuleLayout, path: Path) -> Obstacles:
    columns = ["count(*)", f"count(*) FILTER ({_open(rule)})"]
    for place in range(len(rule.conditions)):
        columns.extend(_of_condition(rule, place))
    for place in range(len(layout.facts)):
        columns.extend(_of_fact(layout, rule, place))
    rows, waiting, *counts = engine.total(path, columns)
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


def _open(rule: RuleLayout) -> str:
    return f'"{rule.state}" <> 0 AND "{rule.state}" & {rule.low} = 0'


def _of_condition(rule: RuleLayout, place: int) -> Iterator[str]:
    state = f'"{rule.state}"'
    yield f"count(*) FILTER (({state} >> {place}) & 1 = 1)"
    yield f"count(*) FILTER ({state} = {1 << place})"
    yield f"count(*) FILTER (({state} >> {place + rule.shift}) & 1 = 1)"


def _of_fact(layout: Layout, rule: RuleLayout, place: int) -> Iterator[str]:
    chunk, bit = divmod(place, MASK_BITS)
    masks = [f'"{rule.missing(each)}"' for each in layout.chunks]
    set_here = f"({masks[chunk]} >> {bit}) & 1 = 1"
    others = " AND ".join(
        f"{mask} = {1 << bit if each == chunk else 0}" for each, mask in enumerate(masks)
    )
    yield f"count(*) FILTER ({_open(rule)} AND {set_here})"
    yield f"count(*) FILTER ({_open(rule)} AND {others})"
