"""The left and right margin between which each line of a PDF stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ballast.documents.pdf.lines import Sheet

#: So many lines, and of them so large a share full, know their margins surely.
_FEWEST, _FULL_SHARE = 5, 0.3
#: In characters: a full line ends so near the margin, and a narrower column is a list.
_FULL, _NARROWEST = 2.0, 12
_MOST_FRAMES = 20
#: Edges so near, in characters, are one.
_NEAR = 0.3
#: A line may hang a mark at its end into the margin.
_HANGING = re.compile("[，。、；：！？,.;:!?)）〕》”’」』】]$")


@dataclass(frozen=True, slots=True)
class Frame:
    """A column of lines: its margins in points, and how wide a character of its text is."""

    left: float
    right: float
    em: float

    def holds(self, other: Frame) -> bool:
        """Whether the other, of a few lines, may stand between these margins."""
        return other.left > self.left - self.em and other.right < self.right + self.em


def frames(sheets: Sequence[Sheet], spans: Sequence[range]) -> list[list[Frame | None]]:
    """For each page the frame of each line in its span; none for rows and where no text stands.

    A column of few or short lines has the margins of another that could hold it.
    """
    em = body_em(sheets, spans)
    found: list[list[Frame | None]] = []
    known: Counter[Frame] = Counter()
    thin: list[tuple[int, int, int, Frame]] = []
    for page, (sheet, span) in enumerate(zip(sheets, spans, strict=True)):
        found.append([None] * len(span))
        for column in _columns(sheet, span):
            frame, is_sure = _frame(sheet, column, em)
            if frame is None:
                continue
            first, last = column[0] - span[0], column[-1] + 1 - span[0]
            if is_sure:
                known[frame] += 1
                found[page][first:last] = [frame] * len(column)
            else:
                thin.append((page, first, last, frame))
    common = [frame for frame, _ in known.most_common(_MOST_FRAMES)]
    for page, first, last, frame in thin:
        usual = next((each for each in common if each.holds(frame)), None)
        found[page][first:last] = [usual] * (last - first)
    return found


def body_em(sheets: Sequence[Sheet], spans: Sequence[range]) -> float:
    """How wide a character of the text is: what most characters are."""
    sizes: Counter[float] = Counter()
    for sheet, span in zip(sheets, spans, strict=True):
        for place in span:
            sizes[round(float(sheet.places[place, -1]), 1)] += len(sheet.texts[place])
    del sizes[0.0]
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _columns(sheet: Sheet, span: range) -> Iterator[range]:
    """The lines that stand one below another."""
    first = span.start
    for place in span[1:]:
        if sheet.places[place, 3] >= sheet.places[place - 1, 3]:
            yield range(first, place)
            first = place
    if first < span.stop:
        yield range(first, span.stop)


def _frame(sheet: Sheet, column: range, em: float) -> tuple[Frame | None, bool]:
    """The margins of a column, and whether they are sure."""
    body = [p for p in column if abs(sheet.places[p, -1] - em) <= em * 0.1]
    if not body:
        return None, False
    inside = [p for p in body if not _HANGING.search(sheet.texts[p].rstrip())] or body
    left = _shared(sheet.places[body, 0], em)
    right = -_shared(-sheet.places[inside, 2], em)
    full = (sheet.places[body, 2] > right - _FULL * em).sum()
    sure = len(body) >= _FEWEST and full >= _FULL_SHARE * len(body)
    return Frame(round(left, 1), round(right, 1), em), bool(
        sure and right - left >= _NARROWEST * em
    )


def _shared(edges: NDArray[np.float32], em: float) -> float:
    """The least edge that two lines share, or the least."""
    ordered = np.sort(edges)
    shared = ordered[:-1][np.diff(ordered) <= _NEAR * em]
    return float(shared[0] if len(shared) else ordered[0])
