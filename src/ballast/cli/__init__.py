"""The command line: one file a command, found by its place in this folder.

A package that builds on Ballast adds a folder of its own by an entry point `ballast.commands`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from importlib.metadata import entry_points

import click

from ballast import __version__
from ballast.errors import BallastError


@cache
def _homes() -> dict[str, str]:
    """The package that holds each command; a module whose name begins with _ is none."""
    packages = [__name__, *(point.value for point in entry_points(group="ballast.commands"))]
    return {
        module.name: package
        for package in reversed(packages)
        for module in pkgutil.iter_modules(_path(package))
        if not module.name.startswith("_")
    }


def _path(package: str) -> list[str]:
    """Where a package's modules lie; nowhere for one whose own requirements are not installed."""
    try:
        return list(importlib.import_module(package).__path__)
    except ModuleNotFoundError:
        return []


class Commands(click.Group):
    """The commands are modules of this package, or of one that adds to it, each with `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(_homes())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; only its own module is imported."""
        if cmd_name not in _homes():
            return None
        module = importlib.import_module(f"{_homes()[cmd_name]}.{cmd_name}")
        return module.command  # type: ignore[no-any-return]


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ballast")
def app() -> None:
    """压舱石: from a policy document to a verdict on every enterprise."""


def main() -> None:
    """The console entry: an error of Ballast is shown as its message, with exit status 2."""
    try:
        app()
    except BallastError as error:
        click.echo(f"ballast: {error}", err=True)
        sys.exit(2)
