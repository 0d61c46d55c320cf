"""PDF to text: the text layer of each page, line by line, in reading order.

A PDF places glyphs on pages and has no bytes of text, so offsets are those of the text taken from
it, in UTF-8: `extracted` gives that text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from ballast.documents.page import Page
from ballast.documents.text import Text
from ballast.errors import NoTextLayer, PasswordNeeded, UnreadableFile

MOST_PAGES = 5_000
MOST_CHARACTERS = 10_000_000
ALLOWED = "a PDF file that a PDF viewer opens, or the document as HTML, DOCX or plain text"
#: Pieces of a row that stand so many line heights apart are cells.
_CELL_GAP = 1.5
_WORD_GAP = 0.3
#: The first or last line of so many pages, and of half of all, is a running title.
_RUNNING_PAGES = 3
_PAGE_NUMBER = re.compile(r"(?:[-—–－] ?)?(\d{1,4})(?: ?[-—–－])?")
#: How PDFium gives a hyphen at the end of a line: between small letters it only breaks a word.
_BROKEN_WORD = re.compile("(?<=[a-z])[\x02\ufffe](?=[a-z])")
_HYPHENS = re.compile("[\x02\ufffe]")
_PAGE_BREAK = re.compile("\f")


@dataclass(frozen=True)
class Line:
    """A line of a page and its box, in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high the line is."""
        return self.top - self.bottom

    def beside(self, other: Line) -> bool:
        """Whether both stand in one row."""
        apart = abs(self.top + self.bottom - other.top - other.bottom) / 2
        return apart < min(self.height, other.height) / 2


@dataclass(frozen=True)
class Extracted:
    """The text of a PDF, a form feed between its pages, and the pages without any, from 1."""

    text: str
    pages: int
    pages_without_text: tuple[int, ...]


def read_pdf(data: bytes, name: str) -> Page:
    """The text of the PDF that holds `data`, without page numbers and running titles.

    Raises PasswordNeeded, NoTextLayer or UnreadableFile.
    """
    found = extracted(data, name)
    widths = np.fromiter((len(character.encode()) for character in found.text), np.uint8)
    text = Text.of_widths(found.text, widths)
    text = text.edit((start, end, "") for start, end in _edges(found.text.split("\f")))
    return Page(
        text.sub(_PAGE_BREAK, "\n"),
        offsets_in="text",
        pages_without_text=found.pages_without_text,
    )


def extracted(data: bytes, name: str) -> Extracted:
    """The text layer of the PDF that holds `data`. Raises as `read_pdf` does."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = [*_pages(document, name)]
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(name=name) from None
        raise UnreadableFile(path=name, reason=str(error), allowed=ALLOWED) from None
    empty = tuple(number for number, text in enumerate(pages, 1) if not text.strip())
    if len(empty) == len(pages):
        raise NoTextLayer(name=name, pages=len(pages))
    return Extracted("\f".join(pages), len(pages), empty)


def _pages(document: Any, name: str) -> Iterator[str]:
    """The text of each page. Raises UnreadableFile past what memory should hold."""
    if len(document) > MOST_PAGES:
        raise _too_much(name, f"{len(document)} pages", f"at most {MOST_PAGES} pages")
    count = 0
    for page in document:
        with closing(page), closing(page.get_textpage()) as layer:
            count += layer.count_chars()
            if count > MOST_CHARACTERS:
                allowed = f"at most {MOST_CHARACTERS}"
                raise _too_much(name, f"more than {MOST_CHARACTERS} characters", allowed)
            yield "\n".join(line.text for line in ordered([*_lines(layer)]))


def _too_much(name: str, given: str, allowed: str) -> UnreadableFile:
    return UnreadableFile(path=name, reason=f"it has {given}", allowed=f"a part of it: {allowed}")


def _lines(layer: Any) -> Iterator[Line]:
    """The lines in the order in which the page draws them."""
    characters: list[str] = []
    shown: list[int] = []
    for index in range(layer.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(layer, index))
        if character in "\r\n":
            yield from _line(layer, characters, shown)
            characters, shown = [], []
        else:
            characters.append(character)
            if raw.FPDFText_IsGenerated(layer, index) != 1:
                shown.append(index)
    yield from _line(layer, characters, shown)


def _line(layer: Any, characters: list[str], shown: list[int]) -> Iterator[Line]:
    """One line, if it shows anything: characters outside Unicode's plane 0 come in halves."""
    halves = "".join(characters).encode("utf-16-le", "surrogatepass")
    text = _BROKEN_WORD.sub("", halves.decode("utf-16-le", "replace")).replace("\f", " ")
    text = _HYPHENS.sub("-", text)
    if shown and text.strip():
        first, last = (layer.get_charbox(shown[place], loose=True) for place in (0, -1))
        yield Line(text, first[0], min(first[1], last[1]), last[2], max(first[3], last[3]))


def ordered(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` as they are read: as drawn, if that runs down the page or its columns, else by rows.

    Pieces of one row are then one line, cells parted by tabs.
    """
    if _runs_down(lines):
        return lines
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.top - line.bottom, line.left)):
        if rows and rows[-1][0].beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _runs_down(lines: Sequence[Line]) -> bool:
    right = max((line.right for line in lines[:1]), default=0.0)
    for line, following in pairwise(lines):
        if line.beside(following):
            forward = following.left >= line.left
        else:
            forward = following.top < line.top
        if not forward and following.left < right:
            return False  # neither below, nor to the right, nor at the head of the next column
        right = max(right, following.right) if forward else following.right
    return True


def _joined(row: Sequence[Line]) -> Line:
    text = row[0].text
    for piece, following in pairwise(row):
        gap = (following.left - piece.right) / max(piece.height, 1.0)
        text += "\t" if gap > _CELL_GAP else " " if gap > _WORD_GAP else ""
        text += following.text
    return Line(text, row[0].left, row[0].bottom, row[-1].right, row[0].top)


def _edges(pages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of page numbers and running titles, and of the line break at each.

    The pages stand behind one another with one character between them.
    """
    lines = [page.split("\n") for page in pages]
    numbers, titles = _offsets(lines), _titles(lines)

    def is_edge(line: str, index: int) -> bool:
        return _number(line, index) in numbers or (index > 0 and line.strip() in titles)

    at = 0
    for index, page in enumerate(lines):
        end = at + len(pages[index])
        first = len(page) > 1 and is_edge(page[0], index)
        if first:
            yield at, at + len(page[0]) + 1
        if page[-1] and is_edge(page[-1], index):
            before = len(page) > 1 + first  # or there is no line break left to take out
            yield end - len(page[-1]) - before, end
        at = end + 1


def _number(line: str, index: int) -> int | None:
    """By how much the number that the line is differs from the page's own."""
    found = _PAGE_NUMBER.fullmatch(line.strip())
    return int(found[1]) - index if found else None


def _offsets(lines: Sequence[list[str]]) -> set[int]:
    """The differences that page numbers have: of a number that counts on, or counts from 1."""
    found = Counter(
        number
        for index, page in enumerate(lines)
        for line in {page[0], page[-1]}
        if (number := _number(line, index)) is not None
    )
    return {number for number, times in found.items() if times > 1 or number == 1}


def _titles(lines: Sequence[list[str]]) -> set[str]:
    found = Counter(line.strip() for page in lines for line in {page[0], page[-1]})
    least = max(_RUNNING_PAGES, len(lines) // 2 + 1)
    return {line for line, times in found.items() if line and times >= least}
