"""PDF to text: the text layer of each page, line by line, in reading order.

A PDF places glyphs on pages and has no bytes of text, so offsets are those of the text taken from
it, in UTF-8: `extracted` gives that text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from ballast.documents.page import Page
from ballast.documents.pdf.broken_tables import rejoined
from ballast.documents.pdf.edges import kept
from ballast.documents.pdf.grid import grids
from ballast.documents.pdf.layer import lines_of
from ballast.documents.pdf.lines import Sheet, ordered
from ballast.documents.pdf.paragraphs import joints
from ballast.documents.text import Edit, Text
from ballast.errors import NoTextLayer, PasswordNeeded, UnreadableFile

MOST_PAGES = 5_000
MOST_CHARACTERS = 10_000_000
ALLOWED = "a PDF file that a PDF viewer opens, or the document as HTML, DOCX or plain text"


@dataclass(frozen=True)
class Extracted:
    """The text of a PDF, a form feed between its pages, and the pages without any, from 1.

    `sheets` are the pages, `spans` their lines that are neither page numbers nor running titles.
    """

    text: str
    pages_without_text: tuple[int, ...]
    sheets: Sequence[Sheet]
    spans: Sequence[range]


def read_pdf(data: bytes, name: str) -> Page:
    """The text of the PDF that holds `data`: a paragraph or row of a table a line.

    Page numbers and running titles are left out. Raises PasswordNeeded, NoTextLayer or
    UnreadableFile.
    """
    found = extracted(data, name)
    widths = np.fromiter((len(character.encode()) for character in found.text), np.uint8)
    text = Text.of_widths(found.text, widths)
    return Page(
        text.edit(_edits(found)),
        offsets_in="text",
        pages_without_text=found.pages_without_text,
    )


def extracted(data: bytes, name: str) -> Extracted:
    """The text layer of the PDF that holds `data`. Raises as `read_pdf` does."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            sheets = [*_sheets(document, name)]
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(name=name) from None
        raise UnreadableFile(path=name, reason=str(error), allowed=ALLOWED) from None
    if not any(map(len, sheets)):
        raise NoTextLayer(name=name, pages=len(sheets))
    empty = tuple(number for number, sheet in enumerate(sheets, 1) if not len(sheet))
    whole, spans = zip(*rejoined(sheets, kept(sheets)), strict=True)
    return Extracted("\f".join("\n".join(sheet.texts) for sheet in whole), empty, whole, spans)


def _sheets(document: Any, name: str) -> Iterator[Sheet]:
    """What each page holds. Raises UnreadableFile past what memory should hold."""
    if len(document) > MOST_PAGES:
        raise _too_much(name, f"{len(document)} pages", f"at most {MOST_PAGES} pages")
    count = 0
    for page in document:
        with closing(page), closing(page.get_textpage()) as layer:
            count += layer.count_chars()
            if count > MOST_CHARACTERS:
                allowed = f"at most {MOST_CHARACTERS}"
                raise _too_much(name, f"more than {MOST_CHARACTERS} characters", allowed)
            yield Sheet.of(ordered([*lines_of(layer, grids(page))]))


def _too_much(name: str, given: str, allowed: str) -> UnreadableFile:
    return UnreadableFile(path=name, reason=f"it has {given}", allowed=f"a part of it: {allowed}")


def _edits(found: Extracted) -> Iterator[Edit]:
    """What stands between the lines that are kept: between two of a paragraph, no line break."""
    between = chain([""], joints(found.sheets, found.spans))
    at = end = 0
    for sheet, span in zip(found.sheets, found.spans, strict=True):
        for place, text in enumerate(sheet.texts):
            if place in span:
                yield end, at, next(between)
                end = at + len(text)
            at += len(text) + 1
        at += not len(sheet)
    yield end, len(found.text), ""
