"""What the client raises. Each docstring is the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ballast.errors import BallastError


class ApiProblem(BallastError):
    """{status} {title}: {detail}"""

    def __init__(
        self, status: int, title: str, detail: str, errors: Sequence[Mapping[str, str]] = ()
    ) -> None:
        self.status, self.title, self.detail = status, title, detail
        #: What is wrong with which field, as {"field": …, "what": …}.
        self.errors = tuple(errors)
        super().__init__(status=status, title=title, detail=detail)


class NoAnswer(BallastError):
    """{address} did not answer after {tries} tries: {why}

    What was written may or may not stand. Send it again with the same key: {key}
    """


def problem_of(status: int, told: Any, text: str) -> ApiProblem:
    """The problem that an answer tells; whatever else it says is told as it is."""
    if not isinstance(told, Mapping):
        return ApiProblem(status, "no problem+json", text[:500])
    errors = told.get("errors")
    return ApiProblem(
        status,
        str(told.get("title", "")),
        str(told.get("detail", "")),
        errors if isinstance(errors, Sequence) else (),
    )
