"""`ballast obstacles`: which condition excludes whom, and which missing fact holds up most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ballast.assessment.near import near_of_run
from ballast.assessment.obstacles import Obstacles, obstacles
from ballast.cli import _options as options
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import load_library


@click.command()
@click.option("--verdicts", type=options.FOLDER, required=True, help="A run of `ballast assess`.")
@click.option("--measure", default="", help="A part of a rule's label or identifier.")
@click.option(
    "--near",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this Parquet file whom one threshold of the measure excludes, and by how much.",
)
@options.policies
@options.vocabulary
def command(
    verdicts: Path, measure: str, near: Path | None, policies: Path, vocabulary: Path
) -> None:
    """Show for each rule how many rows each condition excludes, alone or with others.

    Of the missing facts, it shows how many open verdicts wait for each, alone or with others.
    """
    known = load_vocabulary(vocabulary)
    console = Console()
    for item in obstacles(verdicts, measure):
        for table in _tables(item, known):
            console.print(table)
    if near:
        count = near_of_run(verdicts, load_library(policies, known), known, measure, near)
        console.print(f"{near}：{count:,} 项只差一个数")


def _tables(item: Obstacles, known: Vocabulary) -> Iterator[Table]:
    table = _table(f"{item.label}（{item.rows:,} 项）", "条件", "不满足", "只差这一项", "不能判定")
    for condition in item.conditions:
        counts = (condition.failed, condition.alone, condition.unknown)
        table.add_row(condition.name, *(f"{count:,}" for count in counts))
    yield table
    if item.facts:
        table = _table(
            f"{item.label}：{item.open:,} 项待定，等待的信息", "信息", "缺少", "只缺这一项"
        )
        for fact in item.facts:
            table.add_row(_label(fact.name, known), f"{fact.blocked:,}", f"{fact.alone:,}")
        yield table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    return table


def _label(name: str, known: Vocabulary) -> str:
    table, column = name.split(".")
    entity = known.entities.get(table)
    fact = entity.facts.get(column) if entity else None
    return f"{fact.label}（{name}）" if fact else name
