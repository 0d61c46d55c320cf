"""A difference as plain data for JSON: ISO dates, exact numbers, spans as [start, end]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ballast.documents.text import Span
from ballast.measures.difference import Difference, Revision
from ballast.measures.model import Measure

_OF_REVISION = (
    *("moved", "heading", "units", "leads", "ambiguous", "quantities", "deadlines"),
    *("cadences", "cites", "wording"),
)


def difference_json(found: Difference) -> dict[str, Any]:
    """One object: `particulars`, `added`, `removed`, `revised`, and how many are `unchanged`.

    A change has `old` and `new`; null stands where there was or is nothing. Spans are in the file
    of their own side.
    """
    return {
        "particulars": [
            {"name": each.name, "old": each.change.old, "new": each.change.new}
            for each in found.particulars
        ],
        "added": [_measure(measure) for measure in found.added],
        "removed": [_measure(measure) for measure in found.removed],
        "revised": [_revision(revision) for revision in found.revisions],
        "unchanged": found.unchanged,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    names = ("label", "section", "heading", "text", "fingerprint", "span")
    return {name: _plain(getattr(measure, name)) for name in names}


def _revision(revision: Revision) -> dict[str, Any]:
    sides = {"old": _measure(revision.old), "new": _measure(revision.new)}
    return sides | {name: _plain(getattr(revision, name)) for name in _OF_REVISION}


def _names(value: Any) -> Iterable[str]:
    """The fields of a dataclass or a named tuple."""
    return [each.name for each in fields(value)] if is_dataclass(value) else value._fields


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) or hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name)) for name in _names(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
