"""`ballast assess`: every rule over every row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ballast.assessment.run import EMBEDDED, By, Run, assess
from ballast.assessment.verdicts import example
from ballast.cli import _options as options
from ballast.cli._progress import progress_bars
from ballast.cli._run_tables import print_run
from ballast.engine import backends
from ballast.facts.collection import snapshot_known
from ballast.facts.snapshot import open_snapshot
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library


@click.command()
@options.facts
@options.policies
@options.vocabulary
@options.as_of
@options.known_at("The day on which law and facts were known; all that is known now by default.")
@click.option("--since", type=options.FOLDER, help="A run to continue: judge only what changed.")
@options.out("Where the verdicts go.")
@click.option(
    "--engine",
    type=click.Choice(backends.names()),
    default=EMBEDDED.engine,
    show_default=True,
    help="What judges; all give the same verdicts.",
)
@click.option("--address", help="Where a PostgreSQL or a Spark master is reached.")
def command(facts: Path, as_of: date, known_at: date | None, out: Path, **rest: Any) -> None:
    """Judge every row of the facts by every rule in force on the day AS-OF.

    Writes one Parquet file a subject, a summary by measure and city (CSV) and a record of the run.
    """
    known = load_vocabulary(rest["vocabulary"])
    library = load_library(rest["policies"], known)
    snapshot = open_snapshot(snapshot_known(facts, known_at), known.entities)
    by = By(rest["engine"], rest["address"], rest["since"])
    with progress_bars() as progress:
        run = assess(snapshot, library, known, as_of, out, progress, known_at, by)
    print_run(run)
    print_next(run, facts)


def print_next(run: Run, facts: Path) -> None:
    """Where to look next."""
    click.echo(f"逐条结果：ballast.assessment.verdicts.connect('{run.folder}') 的视图 verdicts")
    uscc = example(run.folder)
    if uscc:
        days = f"--as-of {run.record.as_of}"
        if run.record.known_at:
            days += f" --known-at {run.record.known_at}"
        click.echo(f"解释一户：ballast explain --uscc {uscc} --facts {facts} {days}")
