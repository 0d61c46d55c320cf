"""`ballast draft`: reads a policy document and writes a draft package for a person to correct."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ballast.measures.draft import Address, draft
from ballast.measures.package import Package


class _Slug(click.ParamType[str]):
    """A folder name: a-z, 0-9 and single hyphens."""

    name = "slug"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            self.fail(f"“{value}”: write a-z, 0-9 and hyphens, as in 2022-industry.", param, ctx)
        return value


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("policies"),
    show_default=True,
    help="Folder of packages.",
)
@click.option("--issuer", default="drafts", show_default=True, type=_Slug(), help="First folder.")
@click.option("--slug", type=_Slug(), help="Second folder, with or without the year.")
@click.option("--force", is_flag=True, help="Overwrite an existing package.")
def command(file: Path, out: Path, issuer: str, slug: str | None, force: bool) -> None:
    """Read the document FILE and write a draft package: <out>/<issuer>/<year>-<slug>/.

    The draft holds what the reader finds: metadata, and for each clause its units with the lead,
    figures, deadlines and a fingerprint. The text itself is not written.
    """
    slug = slug or re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "document"
    package = draft(file, Address(out, issuer, slug), force)
    click.echo(f"{package.folder}: {len(package.measures)} measures drafted from {file.name}\n")
    click.echo(_next(package, out, file))


def _next(package: Package, out: Path, file: Path) -> str:
    return f"""Next:
  1. correct {package.folder}/policy.yaml: title, dates, validity, region, citations
  2. in {package.folder}/measures.yaml give every measure a name, a summary and kinds
  3. ballast check --policies {out} --documents {file.parent}
  4. set `status: complete` in policy.yaml and check again"""
