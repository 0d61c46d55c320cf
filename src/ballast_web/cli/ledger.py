"""`ballast ledger`: verify the platform's ledger."""

from __future__ import annotations

import sys

import click

from ballast_web.cli._django import set_up


@click.group()
def command() -> None:
    """Verify the platform's ledger of budgets and payments."""
    set_up()


@command.command()
def verify() -> None:
    """Hold the ledger against all that rests on it; exit status 1 where something differs."""
    from ballast_web.payments import verification  # noqa: PLC0415 - Django is set up first

    found = list(verification.findings())
    for finding in found:
        click.echo(finding)
    entries, budgets = verification.counted()
    state = f"{len(found)} 处不符" if found else "账账相符"
    click.echo(f"分录 {entries} 条，预算 {budgets} 项，{state}")
    sys.exit(1 if found else 0)
