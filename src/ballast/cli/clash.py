"""`ballast clash`: where several definitions of one word, such as 小企业, disagree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from ballast.cli import _options as options
from ballast.facts.snapshot import Snapshot, open_snapshot
from ballast.rules import wording
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast.verification.clash import Compiled, clashes, load_compiled
from ballast.verification.findings import told


@click.command()
@options.policies
@options.vocabulary
@options.as_of
@click.option("--facts", type=options.FOLDER, help="Count the disagreements in this snapshot.")
def command(policies: Path, vocabulary: Path, as_of: date, facts: Path | None) -> None:
    """Show who is small under one law and not under another, and which rules that touches."""
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    snapshot = open_snapshot(facts, known.entities) if facts else None
    for compiled in load_compiled(vocabulary, known):
        for line in _lines(compiled, library, known, as_of, snapshot):
            click.echo(line)


def _lines(
    compiled: Compiled, library: Library, known: Vocabulary, day: date, snapshot: Snapshot | None
) -> Iterator[str]:
    yield f"{compiled.concept.label}（{wording.day(day)}）"
    for item in clashes(compiled, library, known, day, snapshot):
        many = "" if item.counted is None else f"：{item.counted:,} 户"
        yield f"  符合“{item.yes}”而不符合“{item.no}”{many}"
        if item.example:
            yield f"    例：{told(item.example, known)}"
        yield f"    涉及：{'、'.join(item.measures) or '没有规则'}"
