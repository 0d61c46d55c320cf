"""What the API tells of supervision: tasks, reports, orders, projects, circulars, rankings.

Units are told by their codes. Money is in 分; figures and shares are exact, None where unknown.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ballast.client.results import Result


class LampReason(Result):
    """A rule that lights a task's lamp, and why."""

    rule: str
    label: str
    lamp: str
    reason: str


class Silenced(Result):
    """Until when no notices are told of a task, to whom and why; of all rules where none is named.

    The lamp shows what it shows.
    """

    to: str
    rule: str
    until: date
    reason: str


class Task(Result):
    """A task; the last four where one alone was asked for."""

    number: str
    package: str
    clause: str
    source: str
    name: str
    kind: str
    unit: str | None
    state: str
    starts_on: date | None
    due: date | None
    target: Decimal | None
    target_unit: str
    figure: Decimal | None
    progress: Decimal | None
    lamp: str
    content: str = ""
    reasons: tuple[LampReason, ...] = ()
    missing: tuple[str, ...] = ()
    silences: tuple[Silenced, ...] = ()


class Report(Result):
    """A report on a task for a period; a later one of the same period corrects it."""

    id: int
    task: str
    unit: str | None
    period: str
    first: date
    last: date
    figure: Decimal | None
    progress: Decimal | None
    said: str
    source: str
    at: datetime


class Order(Result):
    """A supervision order to a unit about some of its tasks, by their numbers."""

    number: str
    unit: str
    title: str
    demand: str
    rung: str
    state: str
    opened_on: date
    limit: date
    closed_on: date | None
    tasks: tuple[str, ...]


class Milestone(Result):
    """By when a project should reach a stage, and when it did."""

    stage: str
    planned: date | None
    actual: date | None


class Project(Result):
    """A major project; the last six where one alone was asked for."""

    number: str
    code: str
    name: str
    enterprise_name: str
    region: str
    industry: str
    unit: str
    supervising_unit: str | None
    stage: str
    lamp: str
    total_fen: int
    year: int
    plan_fen: int | None
    before_fen: int
    invested_fen: int | None
    physical: Decimal | None
    reported_to: date | None
    content: str = ""
    package: str = ""
    clause: str = ""
    basis: str = ""
    registered_on: date | None = None
    milestones: tuple[Milestone, ...] = ()


class Circular(Result):
    """A circular that is sent; its text and tables where one alone was asked for."""

    id: int
    kind: str
    issuer: str
    number: str
    title: str
    period: str
    first: date
    last: date
    figures_on: date
    dated: date | None
    sent_at: datetime | None
    addressees: str = ""
    sections: tuple[dict[str, Any], ...] = ()
    tables: tuple[dict[str, Any], ...] = ()


class Ranked(Result):
    """A city in a ranking; points and values by indicator."""

    city: str
    name: str
    rank: int | None
    total: Decimal | None
    missing: tuple[str, ...]
    points: dict[str, Decimal | None]
    values: dict[str, Decimal | None]


class Ranking(Result):
    """A ranking of cities; method, indicators and rows where one alone was asked for."""

    id: int
    scorecard: str
    label: str
    region: str
    period: str
    first: date
    last: date
    until: date
    computed_on: date
    published_at: datetime | None
    method: str = ""
    indicators: tuple[dict[str, Any], ...] = ()
    rows: tuple[Ranked, ...] = ()
