"""`ballast assess`: every rule over every row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ballast.assessment.allocation import Allocation
from ballast.assessment.run import EMBEDDED, By, Run, assess
from ballast.assessment.summary import Line, by_measure
from ballast.assessment.verdicts import example
from ballast.cli import _options as options
from ballast.cli._progress import progress_bars
from ballast.engine import backends
from ballast.facts.collection import snapshot_known
from ballast.facts.snapshot import open_snapshot
from ballast.rules import wording
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.ruleset import BENEFIT_LABELS


@click.command()
@options.facts
@options.policies
@options.vocabulary
@options.as_of
@options.known_at("The day on which law and facts were known; all that is known now by default.")
@options.out("Where the verdicts go.")
@click.option(
    "--engine",
    type=click.Choice(backends.names()),
    default=EMBEDDED.engine,
    show_default=True,
    help="What judges; all give the same verdicts.",
)
@click.option("--address", help="Where a PostgreSQL or a Spark master is reached.")
def command(
    facts: Path,
    policies: Path,
    vocabulary: Path,
    as_of: date,
    known_at: date | None,
    out: Path,
    engine: str,
    address: str | None,
) -> None:
    """Judge every row of the facts by every rule in force on the day AS-OF.

    Writes one Parquet file a subject, a summary by measure and city (CSV) and a record of the run.
    """
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    snapshot = open_snapshot(snapshot_known(facts, known_at), known.entities)
    by = By(engine, address)
    with progress_bars() as progress:
        run = assess(snapshot, library, known, as_of, out, progress, known_at, by)
    print_run(run)
    print_next(run, facts)


def print_run(run: Run) -> None:
    """The summary by measure, what was skipped and where the rest lies."""
    console = Console()
    facts = run.record.facts
    source = "合成数据" if facts.synthetic else facts.source
    known = "" if facts.as_of == run.record.as_of else f"，事实截至{wording.day(facts.as_of)}"
    if run.record.known_at:
        known += f"，按{wording.day(run.record.known_at)}所知"
    table = Table(title=f"{wording.day(run.record.as_of)} 判定结果（{source}{known}）")
    shared = any(rule.shares for layout in run.record.layouts for rule in layout.rules)
    payable = ("应付金额",) if shared else ()
    for name in ("措施", "待遇", "符合", "待定", "不符合", "金额", *payable, "金额未知"):
        words = name in ("措施", "待遇")
        table.add_column(name, justify="left" if words else "right", overflow="fold")
    rules = {rule.id: rule for rule in run.record.rules}
    for line in by_measure(run.summary):
        rule = rules[line.rule]
        name = f"{rule.measure}{line.label}"
        table.add_row(name, BENEFIT_LABELS[rule.benefit], *_cells(line, shared))
    console.print(table)
    if run.allocations:
        console.print(_budgets(run.allocations))
    for skipped in run.record.skipped:
        click.echo(f"未判定：{skipped.label}（{skipped.id}）：{skipped.reason}")
    click.echo(f"分市汇总：{run.folder / 'summary.csv'}")


def _budgets(allocations: Sequence[Allocation]) -> Table:
    """What became of each measure's budget, and whose purse bears it."""
    table = Table(title="预算")
    table.add_column("措施", overflow="fold")
    for name in ("预算", "申请", "安排", "结余", "未足额（项）", "金额未知（项）"):
        table.add_column(name, justify="right", overflow="fold")
    table.add_column("负担", overflow="fold")
    for each in allocations:
        table.add_row(
            each.label,
            *(
                _optional(yuan)
                for yuan in (each.appropriation, each.claimed, each.granted, each.left)
            ),
            f"{each.short:,}",
            f"{each.waiting:,}",
            "，".join(f"{purse} {wording.rough_money(yuan)}" for purse, yuan in each.borne.items()),
        )
    return table


def _optional(yuan: Decimal | None) -> str:
    return "未定" if yuan is None else wording.rough_money(yuan)


def print_next(run: Run, facts: Path) -> None:
    """Where to look next."""
    click.echo(f"逐条结果：ballast.assessment.verdicts.connect('{run.folder}') 的视图 verdicts")
    uscc = example(run.folder)
    if uscc:
        days = f"--as-of {run.record.as_of}"
        if run.record.known_at:
            days += f" --known-at {run.record.known_at}"
        click.echo(f"解释一户：ballast explain --uscc {uscc} --facts {facts} {days}")


def _cells(line: Line, shared: bool) -> list[str]:
    """Counts and amounts; where rules share what is paid, also that, and how often it is open."""
    counts = [f"{count:,}" for count in (line.eligible, line.unknown, line.ineligible)]
    if line.amount is None or line.payable is None:
        return [*counts, *(["—"] * (3 if shared else 2))]
    payable = [wording.rough_money(line.payable)] if shared else []
    return [*counts, wording.rough_money(line.amount), *payable, f"{line.payable_unknown:,}"]
