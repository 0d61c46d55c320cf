"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ballast.content import home

Command = TypeVar("Command", bound=Callable[..., Any])
FOLDER = click.Path(file_okay=False, path_type=Path)


def _content(_context: click.Context, option: click.Parameter, given: Path | None) -> Path:
    return given or home(str(option.name))


def _day(_context: click.Context, _option: click.Parameter, given: datetime) -> date:
    return given.date()


def _day_if_any(
    _context: click.Context, _option: click.Parameter, given: datetime | None
) -> date | None:
    return given.date() if given else None


def policies(command: Command) -> Command:
    """`--policies`: the folder of policy packages."""
    text = "Policy packages; those of Ballast by default."
    return click.option("--policies", type=FOLDER, callback=_content, help=text)(command)


def vocabulary(command: Command) -> Command:
    """`--vocabulary`: what rules may ask."""
    text = "Facts, derived facts and codes; those of Ballast by default."
    return click.option("--vocabulary", type=FOLDER, callback=_content, help=text)(command)


def facts(command: Command) -> Command:
    """`--facts`: a snapshot of facts."""
    text = "A snapshot of facts, from `ballast synth` or `ballast import`, or a folder of several."
    return click.option("--facts", type=FOLDER, required=True, help=text)(command)


def as_of(command: Command) -> Command:
    """`--as-of`: the day whose law applies."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        required=True,
        callback=_day,
        help="The day whose law applies, such as 2022-12-31.",
    )(command)


def known_at(text: str) -> Callable[[Command], Command]:
    """`--known-at`: the day on which law or facts were known; None where it is not given."""

    def decorate(command: Command) -> Command:
        day = click.DateTime(["%Y-%m-%d"])
        return click.option("--known-at", type=day, callback=_day_if_any, help=text)(command)

    return decorate


def out(text: str) -> Callable[[Command], Command]:
    """`--out`: the folder that is written."""

    def decorate(command: Command) -> Command:
        return click.option("--out", type=FOLDER, required=True, help=text)(command)

    return decorate
