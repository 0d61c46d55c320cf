"""Ruled tables that page breaks part: heads that are repeated, rows that go on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ballast.documents.pdf.lines import Sheet

_COMPLETE = ("。", "；", ";")


def rejoined(sheets: Sequence[Sheet], spans: Sequence[range]) -> list[tuple[Sheet, range]]:
    """The pages and their lines: each row whole where it begins, the head of a table once."""
    made: list[tuple[Sheet, range]] = []
    above: Sheet | None = None  # whose line `last` is the row that the next page may continue
    last, head = 0, ""
    for sheet, span in zip(sheets, spans, strict=True):
        rows = [sheet.texts[place] for place in takewhile(sheet.is_row, span)] if above else []
        gone = int(rows[:1] == [head])
        if above and rows[gone:] and _goes_on(above.texts[last], rows[gone]):
            above.texts[last] = _whole(above.texts[last], rows[gone])
            gone += 1
        page, kept = sheet.without(span.start, gone), range(span.start, span.stop - gone)
        made.append((page, kept))
        if kept:
            head = _head(page, kept, head if above else "")
            above, last = (page, kept[-1]) if page.is_row(kept[-1]) else (None, 0)
    return made


def _head(sheet: Sheet, span: range, head: str) -> str:
    """The first row of the last table of a page; `head` where that began on a page before."""
    for place in span:
        head = (head or sheet.texts[place]) if sheet.is_row(place) else ""
    return head


def _goes_on(above: str, row: str) -> bool:
    """Whether a row without a first cell completes sentences of the one above it."""
    upper, cells = above.split("\t"), row.split("\t")
    if len(upper) != len(cells) or cells[0] or not upper[0]:
        return False
    both = zip(upper, cells, strict=True)
    return any(old and cell and not old.endswith(_COMPLETE) for old, cell in both)


def _whole(above: str, row: str) -> str:
    return "\t".join(map("".join, zip(above.split("\t"), row.split("\t"), strict=True)))
