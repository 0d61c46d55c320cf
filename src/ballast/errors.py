"""Every error of Ballast. An error's docstring is its message, filled with the case's facts."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width


class BallastError(Exception):
    """Ballast could not do what was asked."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(inspect.getdoc(type(self)).format(**facts))  # type: ignore[union-attr]


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place: what was given there and what is allowed.

    `line` and `column` count from 1; `excerpt` is the line itself, `width` how much to underline.
    """

    file: Path
    line: int
    column: int
    given: str
    allowed: str
    excerpt: str = ""
    width: int = 1

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.given}\n  allowed: {self.allowed}"
        if not self.excerpt:
            return head
        return f"{head}\n  | {self.excerpt}\n  | {underline(self.excerpt, self.column, self.width)}"


def underline(excerpt: str, column: int, width: int) -> str:
    """Carets under `width` characters from `column` (from 1); a Chinese one is two cells wide."""
    before, marked = excerpt[: column - 1], excerpt[column - 1 : column - 1 + width]
    return " " * cells(before) + "^" * max(1, cells(marked))


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class Invalid(BallastError):
    """{count} problem(s) found:

    {listing}
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            count=len(problems), listing="\n".join(str(problem) for problem in problems)
        )


class NotFound(BallastError):
    """{what} not found at {path}. Give an existing one with {option}."""


class NotAQuantity(BallastError):
    """“{given}” is not a quantity. Write a number and its unit: 500万元, 50%, 6个月, 300人."""
