"""What the reader hands over: the measures of a document with everything found in them.

Every found thing carries its span: byte offsets into the original file, the end exclusive. They are
named tuples, since a document holds very many of them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from ballast.documents.text import Span
from ballast.vocabulary.derived import Basis

Role = Literal["lead", "member"]
Comparator = Literal["=", ">=", ">", "<=", "<"]


class Unit(NamedTuple):
    """A responsible unit, as printed.

    `inherits` is the territory that is written once before several names and meant here too
    (自治区发展改革委、财政厅), else empty.
    """

    name: str
    role: Role
    span: Span
    inherits: str = ""

    @property
    def full_name(self) -> str:
        """The name with the territory that it inherits."""
        return self.inherits + self.name


class Amount(NamedTuple):
    """A quantity in running text; money in yuan (or dollars), a share as a fraction.

    `upper` is the second number of a range, of a change (from 60% to 90%) or of alternatives.
    `approximate`: the text says 左右, 约 or 近.
    """

    text: str
    value: Decimal | None
    unit: str
    comparator: Comparator
    basis: Basis | None
    upper: Decimal | None
    span: Span
    approximate: bool = False


class Deadline(NamedTuple):
    """A date by which, or a window in which, something is due; an open side is None.

    `ambiguous` says in Chinese why the text allows another reading, else it is None.
    """

    text: str
    start: date | None
    end: date | None
    ambiguous: str | None
    span: Span


class Cadence(NamedTuple):
    """A duty that recurs: how often, in how many months, days or half months.

    `every` counts `period`s (每半个月 is every 1 half_month); `times` is None where the text only
    says that something is done in each.
    """

    text: str
    every: int
    period: Literal[
        "day", "week", "ten_days", "half_month", "month", "quarter", "half_year", "year"
    ]
    times: Decimal | None
    comparator: Comparator
    span: Span


class Target(NamedTuple):
    """A figure that is to be reached, by the end of `due` where the sentence names a date.

    `what` is counted or measured: the words around the figure without dates and bounds.
    """

    what: str
    value: Decimal | None
    upper: Decimal | None
    unit: str
    comparator: Comparator
    approximate: bool
    due: Deadline | None
    text: str
    span: Span


class Point(NamedTuple):
    """A paragraph of a news report: what it is about and the figures in it. It is no law."""

    topic: str
    text: str
    quantities: tuple[Amount, ...]
    deadlines: tuple[Deadline, ...]
    cadences: tuple[Cadence, ...]
    targets: tuple[Target, ...]
    span: Span


class Scope(NamedTuple):
    """Who or what a document says it is for, stated once for all measures of a section.

    `section` is the label and heading of the clauses that it holds for; None is the whole document.
    """

    section: str | None
    text: str
    span: Span


class Measure(NamedTuple):
    """The lowest numbered clause that orders something.

    `section` is the clause above, `path` all above it from the root, by label and heading.
    `text` is the clean body after label and heading and before the bracket of responsible units.
    `lead_ambiguous`: a convention names a lead, but the bracket says 按职责分工负责.
    `fingerprint` is the SHA-256 of the body's letters and digits, so that layout does not count.
    """

    label: str
    section: str | None
    heading: str | None
    text: str
    responsible: tuple[Unit, ...]
    lead_ambiguous: bool
    quantities: tuple[Amount, ...]
    deadlines: tuple[Deadline, ...]
    cites: tuple[str, ...]
    fingerprint: str
    span: Span
    cadences: tuple[Cadence, ...] = ()
    targets: tuple[Target, ...] = ()
    path: tuple[str, ...] = ()
