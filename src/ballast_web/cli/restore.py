"""`ballast restore`: a backup in the place of the installation's data."""

from __future__ import annotations

from pathlib import Path

import click

from ballast_web.cli._django import set_up


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace an installation that already holds data.")
def command(path: Path, replace: bool) -> None:
    """Restore the archive PATH, then prove the audit log and the budgets."""
    set_up()
    from ballast_web.operations.backup import restore  # noqa: PLC0415 - Django is set up first

    manifest = restore(path, replace)
    click.echo(
        f"已恢复 {manifest['made_at']} 的备份，审计日志 {manifest['audit_sequence']} 条，完整无误"
    )
