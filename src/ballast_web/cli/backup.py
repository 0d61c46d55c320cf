"""`ballast backup`: database, files and anchors in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from ballast_web.cli._django import set_up


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def command(path: Path) -> None:
    """Write the whole platform, database and files, to the archive PATH."""
    set_up()
    from ballast_web.operations.backup import back_up  # noqa: PLC0415 - Django is set up first

    manifest = back_up(path)
    size = path.stat().st_size / 1_000_000
    click.echo(f"已备份到 {path}（{size:.1f} MB，审计日志到第 {manifest['audit_sequence']} 条）")
