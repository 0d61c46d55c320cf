"""Running text with what was found in it marked: dates, quantities, organisations, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ballast.documents.text import Span, Text
from ballast.measures.akn.meta import Work
from ballast.measures.akn.names import cited_address, clean, make
from ballast.measures.model import Amount, Deadline, Measure


@dataclass(frozen=True)
class Mark:
    """An element for the bytes of `span`."""

    span: Span
    tag: str
    attributes: Mapping[str, str]


def write_lines(parent: Any, text: Text, marks: Iterable[Mark], **attributes: str) -> set[Span]:
    """Write each line of `text` as a `p`, and give the spans that could be marked."""
    every, done = list(marks), set()
    for line in text.lines():
        done |= write_line(make(parent, "p", **attributes), line, every)
    return done


def write_line(parent: Any, line: Text, marks: Iterable[Mark]) -> set[Span]:
    """Write `line` into `parent`; of marks that overlap the first and longest stays."""
    at, last, done = 0, None, set()
    for start, end, mark in _placed(line, marks):
        if start < at:
            continue
        _put(parent, last, line.value[at:start])
        last = make(parent, mark.tag, line.value[start:end], **mark.attributes)
        at = end
        done.add(mark.span)
    _put(parent, last, line.value[at:])
    return done


def _put(parent: Any, last: Any, text: str) -> None:
    if last is None:
        parent.text = clean(text)
    else:
        last.tail = clean(text)


def _placed(line: Text, marks: Iterable[Mark]) -> list[tuple[int, int, Mark]]:
    """The marks whose bytes begin and end with characters of the line, in order."""
    whole = line.span()
    starts, ends = line.starts.tolist(), line.ends.tolist()
    found = []
    for mark in marks:
        span = mark.span
        inside = whole.start <= span.start < span.end <= whole.end
        if inside and span.start in starts and span.end in ends:
            start, end = starts.index(span.start), ends.index(span.end) + 1
            if start < end:
                found.append((start, end, mark))
    return sorted(found, key=lambda each: (each[0], -each[1]))


def marks_of(work: Work, measure: Measure) -> Sequence[Mark]:
    """What was found in a measure: units, deadlines, quantities."""
    found = (_units(work, measure), _deadlines(measure.deadlines), _amounts(work, measure))
    return [*chain.from_iterable(found)]


def citation_marks(work: Work) -> Sequence[Mark]:
    """The documents that are cited, each where it is named first."""
    return [
        Mark(citation.span, "ref", {"href": cited_address(citation)})
        for citation in work.document.citations
    ]


def _units(work: Work, measure: Measure) -> Iterator[Mark]:
    for unit in measure.responsible:
        refers = f"#{work.organizations[unit.full_name]}"
        yield Mark(unit.span, "organization", {"refersTo": refers})


def _deadlines(deadlines: Iterable[Deadline]) -> Iterator[Mark]:
    """`date` takes one day: the last, on which something is due, or else the first."""
    for deadline in deadlines:
        if day := deadline.end or deadline.start:
            yield Mark(deadline.span, "date", {"date": day.isoformat()})


def _amounts(work: Work, measure: Measure) -> Iterator[Mark]:
    """`quantity` must refer to something: to its unit."""
    for amount in measure.quantities:
        refers = f"#{work.units[amount.unit]}"
        yield Mark(amount.span, "quantity", {"refersTo": refers, "normalized": normalized(amount)})


def normalized(amount: Amount) -> str:
    """Comparator, number, and unit: >= 5000000 CNY; empty where no number is known."""
    if amount.value is None:
        return ""
    upper = f"..{amount.upper:f}" if amount.upper is not None else ""
    sign = "" if amount.comparator == "=" else f"{amount.comparator} "
    return f"{sign}{amount.value:f}{upper} {amount.unit}".strip()
