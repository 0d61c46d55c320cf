"""Until when a deferral puts a payment off: an expression, or a calendar as a case."""

from __future__ import annotations

from ballast.errors import Problem
from ballast.rules import build
from ballast.rules.derived import expression_problem
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.ruleset import BenefitText, Calendar
from ballast.rules.scope import Scope
from ballast.rules.tree import Node
from ballast.sources import Location, Source


def deferred_until(
    benefit: BenefitText, source: Source, scope: Scope, problems: list[Problem]
) -> Node | None:
    """The new day of payment; None without one. What is wrong joins `problems`."""
    at: Location = ("benefit", "until") if benefit.until else ("benefit", "calendar", "by")
    try:
        if benefit.calendar is not None:
            return _by_calendar(benefit.calendar, scope)
        return None if benefit.until is None else _day(benefit.until, scope)
    except ExpressionError as error:
        problems.append(expression_problem(source, at, error))
        return None


def _day(text: str, scope: Scope) -> Node:
    """An expression of a day. Raises ExpressionError."""
    node = parse(text, scope)
    if node.type.kind != "date":
        raise ExpressionError(f"a {node.type}", "a date", 0, len(text))
    return node


def _by_calendar(calendar: Calendar, scope: Scope) -> Node:
    """A payment due on a day of the calendar is put off to the day beside it; others are open."""
    due = _day(calendar.by, scope)
    branches = [
        (build.compare("=", due, build.constant(row.due)), build.constant(row.deferred_to))
        for row in calendar.rows
    ]
    return build.case(branches, None)
