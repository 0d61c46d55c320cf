"""`ballast cases`: test cases for a rule, made by a solver: each limit, each missing fact."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ballast.cli import _options as options
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.verification.boundaries import generated


@click.command()
@click.argument("measure")
@options.policies
@options.vocabulary
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose law applies; the rule's first day by default.",
)
def command(measure: str, policies: Path, vocabulary: Path, as_of: datetime | None) -> None:
    """Print cases for the one rule that MEASURE names, as its `.tests.yaml` would hold them.

    Each limit is met, just missed and just passed; each fact is missing once. Of what an enterprise
    owns there are rows at each limit, rows that do not count, and none. What is expected is what
    the rule says now: compare it with the law before keeping it.
    """
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    rule = library.one(measure)
    day = as_of.date() if as_of else rule.written.effect.start
    click.echo(generated(rule, known, day), nl=False)
