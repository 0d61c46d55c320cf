"""Page numbers and running titles: the first and last lines of pages that are no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ballast.documents.pdf.lines import Sheet

#: The first or last line of so many pages, and of a third of all, is a running title.
_RUNNING_PAGES, _RUNNING_SHARE = 3, 3
_PAGE_NUMBER = re.compile(
    r"(?:[-—–－·] ?)?(\d{1,4})(?: ?[-—–－·])?"
    r"|第 ?(\d{1,4}) ?页(?:[ ，,/]*共 ?\d{1,4} ?页)?|(\d{1,4}) ?/ ?\d{1,4}"
)
_WORDS = re.compile(r"[^\W\d]")
#: A line so much larger than the running title is the title itself.
_LARGER = 1.05


def kept(sheets: Sequence[Sheet]) -> list[range]:
    """The lines of each page without page numbers and running titles.

    A running title stays on the first page, unless a larger line there is the document's own.
    """
    spans = [range(len(sheet)) for sheet in sheets]
    for _ in range(2):  # a running title may have its page number above or below it
        numbers, titles = _offsets(sheets, spans), _titles(sheets, spans)
        spans = [
            _peeled(sheet, span, index, numbers, titles)
            for index, (sheet, span) in enumerate(zip(sheets, spans, strict=True))
        ]
    return spans


def _peeled(sheet: Sheet, span: range, index: int, numbers: set[int], titles: set[str]) -> range:
    def is_edge(place: int) -> bool:
        if _number(sheet.texts[place], index) in numbers:
            return True
        title = sheet.texts[place].strip() in titles
        return title and (index > 0 or _is_small(sheet, place))

    if len(span) and is_edge(span[-1]):
        span = span[:-1]
    return span[1:] if len(span) and is_edge(span[0]) else span


def _is_small(sheet: Sheet, place: int) -> bool:
    return bool(sheet.places[:, -1].max() > _LARGER * sheet.places[place, -1])


def _edges(sheet: Sheet, span: range) -> Iterator[str]:
    for place in {span[0], span[-1]} if len(span) else ():
        if not sheet.is_row(place):
            yield sheet.texts[place].strip()


def _number(line: str, index: int) -> int | None:
    """By how much the number that the line is differs from the page's own."""
    found = _PAGE_NUMBER.fullmatch(line.strip())
    return int(found[1] or found[2] or found[3]) - index if found else None


def _offsets(sheets: Sequence[Sheet], spans: Sequence[range]) -> set[int]:
    """The differences that page numbers have: of a number that counts on, or counts from 1."""
    found = Counter(
        number
        for index, (sheet, span) in enumerate(zip(sheets, spans, strict=True))
        for line in {*_edges(sheet, span)}
        if (number := _number(line, index)) is not None
    )
    return {number for number, times in found.items() if times > 1 or number == 1}


def _titles(sheets: Sequence[Sheet], spans: Sequence[range]) -> set[str]:
    pages = zip(sheets, spans, strict=True)
    found = Counter(line for sheet, span in pages for line in {*_edges(sheet, span)})
    least = max(_RUNNING_PAGES, len(sheets) // _RUNNING_SHARE + 1)
    if len(sheets) < least:
        return {line for line, times in found.items() if 1 < times == len(sheets)} & _small(sheets)
    return {line for line, times in found.items() if times >= least and _WORDS.search(line)}


def _small(sheets: Sequence[Sheet]) -> set[str]:
    """The first and last lines that are smaller than others of their page."""
    ends = ((sheet, place) for sheet in sheets for place in {0, len(sheet) - 1} if len(sheet))
    return {sheet.texts[place].strip() for sheet, place in ends if _is_small(sheet, place)}
