"""`ballast audit`: verify or export the platform's audit log."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ballast_web.cli._django import set_up


@click.group()
def command() -> None:
    """Verify the platform's audit log, or export it."""
    set_up()


@command.command()
def verify() -> None:
    """Follow the chain of hashes from end to end; exit status 1 where it is flawed."""
    from ballast_web.kernel import verifying  # noqa: PLC0415 - Django is set up first
    from ballast_web.kernel.models import AuditHead  # noqa: PLC0415

    flaws = list(verifying.verify())
    for flaw in flaws:
        click.echo(f"第 {flaw.sequence} 条：{flaw.what}")
    head = AuditHead.objects.get(pk=1)
    click.echo(f"审计日志 {head.sequence} 条，{f'{len(flaws)} 处问题' if flaws else '完整无误'}")
    sys.exit(1 if flaws else 0)


@command.command()
@click.argument("path", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(path: Path) -> None:
    """Write every entry to PATH, one JSON object a line."""
    from ballast_web.kernel import audit  # noqa: PLC0415 - Django is set up first
    from ballast_web.kernel.models import AuditEntry  # noqa: PLC0415

    entries = AuditEntry.objects.order_by("sequence").iterator(audit.CHUNK)
    with path.open("w", encoding="utf-8") as file:
        for line in audit.export(entries):
            file.write(line + "\n")
    click.echo(f"已导出到 {path}")
