"""`ballast simulate`: what a changed rule would cost, and who would win and lose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ballast.cli import _options as options
from ballast.cli._progress import progress_bars
from ballast.facts.snapshot import open_snapshot
from ballast.rules import wording
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.simulation.changes import setting
from ballast.simulation.outcome import Line
from ballast.simulation.report import write_report
from ballast.simulation.run import Change, Simulation, simulate


@click.command()
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="RULE.PLACE=VALUE",
    help="Replace a parameter, a condition, effect.from, effect.to or benefit.amount; repeatable.",
)
@click.option(
    "--draft", type=options.FOLDER, help="Changed or new rule sets, laid over the policies."
)
@options.facts
@options.policies
@options.vocabulary
@options.as_of
@options.out("Where the report and the differences go.")
def command(
    settings: tuple[str, ...],
    draft: Path | None,
    facts: Path,
    policies: Path,
    vocabulary: Path,
    as_of: date,
    out: Path,
) -> None:
    """Judge the same enterprises by the policies in force and by changed ones; compare.

    Writes report.html, outcome.csv (by city, industry and size), differences.parquet (each row that
    changes) and policies (the changed rule sets).
    """
    known = load_vocabulary(vocabulary)
    change = Change(tuple(setting(text) for text in settings), draft)
    snapshot = open_snapshot(facts, known.entities)
    library = load_library(policies, known)
    with progress_bars() as progress:
        simulation = simulate(change, library, snapshot, known, as_of, out, progress)
    write_report(simulation, known, out / "report.html")
    _print(simulation, out)


def _print(simulation: Simulation, out: Path) -> None:
    source = "合成数据" if simulation.facts.synthetic else simulation.facts.source
    table = Table(title=f"{wording.day(simulation.day)} 政策模拟（{source}）")
    table.add_column("措施", overflow="fold")
    for name in ("符合", "受益增加", "受益减少", "金额", "增减"):
        table.add_column(name, justify="right", overflow="fold")
    for pair in simulation.pairs:
        for line in simulation.by("all", pair.rule.id):
            pays = pair.rule.amount is not None
            table.add_row(f"{pair.rule.written.measure}{pair.rule.label}", *_cells(line, pays))
    Console().print(table)
    for pair in simulation.unjudged:
        click.echo(f"未测算：{pair.rule.label}：事实中没有表 {pair.rule.subject}")
    click.echo(f"报告：{out / 'report.html'}\n逐条差异：{out / 'differences.parquet'}")


def _cells(line: Line, pays: bool) -> Iterator[str]:
    yield f"{line.eligible_before:,} → {line.eligible_after:,}"
    yield f"{line.winners:,}"
    yield f"{line.losers:,}"
    change = line.cost_after - line.cost_before
    before, after = wording.rough_money(line.cost_before), wording.rough_money(line.cost_after)
    yield f"{before} → {after}" if pays else "—"
    yield f"{'+' if change > 0 else ''}{wording.rough_money(change)}" if pays else "—"
