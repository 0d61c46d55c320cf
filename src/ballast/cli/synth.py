"""`ballast synth`: a synthetic province."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from ballast.cli import _options
from ballast.facts.synthetic import Order, make
from ballast.vocabulary.declared import load_declared


def _day(_context: click.Context, _option: click.Parameter, given: datetime) -> date:
    return given.date()


@click.command("synth")
@click.option("--province", required=True, help="Six-digit region code, such as 440000.")
@click.option(
    "--enterprises", type=click.IntRange(1, 20_000_000), default=100_000, show_default=True
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    default="2022-12-31",
    show_default=True,
    help="The day whose facts they are.",
)
@_options.out("The snapshot that is written.")
@_options.vocabulary
def command(out: Path, vocabulary: Path, **what: Any) -> None:
    """Write a SYNTHETIC province: enterprises and what they own, as a snapshot of facts.

    No row is about a real enterprise. The same arguments give the same bytes. About five in a
    hundred facts are unknown, keys never.
    """
    order = Order(**what)
    declared = load_declared(vocabulary)
    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("合成企业", total=order.enterprises)
        watch = partial(bar.advance, task)
        snapshot = make(order, out, declared.entities, declared.codelists["regions"], watch)
    for table, rows in snapshot.manifest.tables.items():
        click.echo(f"{table}: {rows} rows")
    click.echo(f"Synthetic snapshot of {order.province} as of {order.as_of} at {out}")
