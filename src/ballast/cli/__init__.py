"""The command line: one file a command, found by its place in this folder."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from ballast import __version__
from ballast.errors import BallastError


class Commands(click.Group):
    """The commands are the modules of this package; each has a click command named `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name; a module whose name begins with _ is none."""
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; only its own module is imported."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
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
