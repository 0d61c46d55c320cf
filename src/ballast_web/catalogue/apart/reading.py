"""A document read in: its clean text, its measures with their places in it, a draft package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ballast.documents.reader import Document
from ballast.documents.text import Span
from ballast.measures import draft
from ballast.measures.check import reading
from ballast.measures.model import Measure

Found = dict[str, Any]


def read_in(path: str, name: str) -> Found:
    """What the desk shows of the document at `path`; places are characters of `text`, end excluded.

    `policy` and `measures` are what `policy.yaml` and `measures.yaml` of a draft would hold; in the
    JSON a day is its ISO text. Raises what `documents.reader.read` raises.
    """
    found = reading(Path(path))
    document, places = found.document, _Places.of(found.document)
    cited = {str(each) for each in draft.cites(document)}
    region = draft.province(document)
    return {
        "text": document.text.plain,
        "kind": document.kind,
        "pages_without_text": list(document.pages_without_text),
        "policy": plain(draft.policy_data(found, name, region)),
        "measures": [plain(draft.measure_data(each, cited)) for each in found.measures],
        "places": [
            {"span": places.of_span(each.span), "marks": list(_marks(each, places))}
            for each in found.measures
        ],
    }


@dataclass(frozen=True)
class _Places:
    """From bytes of the file to characters of the clean text."""

    starts: Any

    @classmethod
    def of(cls, document: Document) -> _Places:
        return cls(np.maximum.accumulate(document.text.starts))

    def of_span(self, span: Span) -> list[int]:
        first, last = np.searchsorted(self.starts, (span.start, span.end))
        return [int(first), int(last)]


def _marks(measure: Measure, places: _Places) -> Iterator[Found]:
    """What is highlighted within a clause, each with its kind."""
    found = [
        *(("unit", each.span) for each in measure.responsible),
        *(("amount", each.span) for each in measure.quantities),
        *(("deadline", each.span) for each in measure.deadlines),
        *(("deadline", each.span) for each in measure.cadences),
    ]
    for kind, span in found:
        start, end = places.of_span(span)
        yield {"kind": kind, "start": start, "end": end}


def plain(data: Any) -> Any:
    """`data` with days as ISO texts, fit for JSON."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data
