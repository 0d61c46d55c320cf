"""`ballast diff`: two versions of a document, compared measure by measure."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ballast.documents.reader import read
from ballast.errors import NotAlike
from ballast.measures.comparing import compare
from ballast.measures.difference import Difference
from ballast.measures.difference_json import difference_json
from ballast.measures.difference_told import told
from ballast.measures.package import is_package, load_package
from ballast.measures.restated import compare_packages


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(old: Path, new: Path, as_json: bool) -> None:
    """Compare two versions of a document: which measures are new, gone, moved or changed, and how.

    OLD and NEW are files of any format that `ballast read` takes, or two policy packages
    (policies/<issuer>/<year>-<slug>), whose summaries stand for the texts. Measures are matched by
    the fingerprints of their texts, then by likeness.
    """
    found = _compared(old, new)
    if as_json:
        click.echo(json.dumps(difference_json(found), ensure_ascii=False, indent=2))
        return
    for line in told(found):
        click.echo(line)


def _compared(old: Path, new: Path) -> Difference:
    packages = [is_package(path) for path in (old, new)]
    if all(packages):
        return compare_packages(load_package(old), load_package(new))
    if any(packages):
        package, document = (old, new) if packages[0] else (new, old)
        raise NotAlike(package=package, document=document)
    return compare(read(old), read(new))
