"""`ballast show`: rules told in Chinese."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from ballast.cli import _options
from ballast.errors import NoSuchRule
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.telling import told


@click.command()
@click.argument("words", required=False, default="")
@_options.policies
@_options.vocabulary
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose law applies; by default the rule's first day of effect.",
)
def command(words: str, policies: Path, vocabulary: Path, as_of: datetime | None) -> None:
    """Tell rules in Chinese: conditions, benefit, amount, dated parameters.

    WORDS choose: a clause (（一）), or a part of a label or identifier; without them, all rules.
    """
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    chosen = library.named(words)
    if not chosen:
        raise NoSuchRule(words=words, names=library.listing(library.rules))
    for place, rule in enumerate(chosen):
        day: date = as_of.date() if as_of else rule.written.effect.start
        lines = [*([""] if place else []), rule.id, *told(rule, known, day)]
        click.echo("\n".join(lines))
