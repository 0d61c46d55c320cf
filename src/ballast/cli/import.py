# ruff: noqa: N999 (a command is found by its file's name)
"""`ballast import`: a table of facts from Excel, CSV or Parquet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ballast.cli import _options
from ballast.facts.findings import COLUMNS
from ballast.facts.intake import Report, Request, import_table
from ballast.vocabulary.declared import load_declared

#: How many findings are shown; the CSV has all.
SHOWN = 20


def _day(_context: click.Context, _option: click.Parameter, given: datetime | None) -> date:
    return (given or datetime.now(UTC).astimezone()).date()


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--entity", required=True, help="The table: enterprise, equipment_purchase, …")
@_options.out("The snapshot; made if it is not there.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="The day whose facts they are; today if not given.",
)
@_options.known_at("The day on which the facts were known, where it is not --as-of.")
@click.option("--region", help="Six-digit code of the region that the facts cover.")
@click.option("--sheet", help="The workbook's sheet; not needed where only one fits.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV of every finding; by default <entity>.rejects.csv in --out.",
)
@click.option("--partial", is_flag=True, help="Keep rows with rejected cells, those facts unknown.")
@click.option("--replace", is_flag=True, help="Replace the table that the snapshot already has.")
@_options.vocabulary
def command(vocabulary: Path, **what: Any) -> None:
    """Import FILES into the table --entity of the snapshot --out.

    Headers are identifiers or Chinese labels, with a unit if any: 营业收入（万元）. Every rejected
    cell is listed with file, row, column, value and what was expected; its row is left out. Exit
    status 1 says that something was rejected.
    """
    report = import_table(Request(**what), load_declared(vocabulary))
    _show(report)
    if report.findings.counts["rejected"] or report.findings.counts["unknown"]:
        raise SystemExit(1)


def _show(report: Report) -> None:
    for place, header in report.headers.items():
        for title, near in header.unknown.items():
            advice = f"; did you mean “{near}”?" if near else ""
            click.echo(f"{place}: the column “{title}” is no fact, not read{advice}", err=True)
        if header.missing:
            click.echo(f"{place}: not there, so unknown: {', '.join(header.missing)}", err=True)
    if report.findings.first:
        Console(stderr=True).print(_table(report))
        listed = sum(report.findings.counts.values())
        click.echo(f"{listed} finding(s) in {report.findings.path}", err=True)
    click.echo(f"{report.imported} of {report.read} rows imported")


def _table(report: Report) -> Table:
    table = Table(*COLUMNS)
    for finding in report.findings.first[:SHOWN]:
        table.add_row(*(Text(str(getattr(finding, column))) for column in COLUMNS))
    return table
