"""Paragraphs of a DOCX put into lines: labels before them, cells of a row parted by tabs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ballast.documents.docx.numbering import Counter
from ballast.documents.docx.styles import Numbered, Styles
from ballast.documents.tables import DITTO
from ballast.documents.text import Text

#: A character and the bytes for which it stands.
Placed = tuple[str, int, int]


@dataclass
class Paragraph:
    """A paragraph as it is read; `tag` are the bytes of its start tag.

    `goes_on`: its end is deleted or hidden, so that the next paragraph stands in the same line.
    `boxes` are paragraphs of text boxes behind its first characters.
    """

    tag: tuple[int, int]
    style: str | None = None
    list_id: int | None = None
    level: int | None = None
    outline: int | None = None
    deleted: bool = False
    hidden: bool = False
    characters: list[Placed] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether the next paragraph stands in the same line."""
        return self.deleted or self.hidden


@dataclass
class Lines:
    """Lines in the order of the page, and the headings among them by their first byte.

    A heading's level is 0 for a title, else 1 to 9.
    """

    styles: Styles
    counter: Counter
    characters: list[Placed] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    _between: str = ""
    _cells: list[int] = field(default_factory=list)
    _carried: list[Placed] = field(default_factory=list)

    def open_row(self) -> None:
        """A row of a table begins."""
        self._cells.append(0)

    def open_cell(self) -> None:
        """A cell begins: behind a tab, but for the first of its row."""
        if self._cells:
            self._between = "\t" if self._cells[-1] else self._line_break()
            self._cells[-1] += 1

    def reach(self) -> None:
        """The cell that opened belongs to the one above it."""
        if self._cells:
            self._between += DITTO

    def close_row(self) -> None:
        """The row ends, and with it the line."""
        self._cells.pop()
        self._between = self._line_break()

    def add(self, paragraph: Paragraph) -> None:
        """The next paragraph, its label before it and its text boxes behind it."""
        if not self.styles.is_contents(paragraph.style):
            self._add(paragraph)
        for box in paragraph.boxes:
            self.add(box)

    def text(self) -> Text:
        """All lines, with their bytes."""
        return placed(self.characters)

    def _add(self, paragraph: Paragraph) -> None:
        line = [*self._carried]
        self._carried = []
        if not paragraph.deleted and (paragraph.characters or not paragraph.hidden):
            line = [*self._label(paragraph), *line]
        line += paragraph.characters
        if paragraph.goes_on:
            self._carried = line
            return
        start = paragraph.tag[0]
        self.characters += [(character, start, start) for character in self._between]
        self._between = "\n"
        self._mark(paragraph, line)
        self.characters += line

    def close(self) -> None:
        """The document ends; what waits for a next paragraph gets a line."""
        if self._carried:
            at = self._carried[0][1]
            self._add(Paragraph((at, at)))

    def _label(self, paragraph: Paragraph) -> Iterable[Placed]:
        own = Numbered(paragraph.list_id, paragraph.level)
        label = self.counter.label(own, paragraph.style)
        return ((character, *paragraph.tag) for character in label)

    def _mark(self, paragraph: Paragraph, line: list[Placed]) -> None:
        level = self.styles.heading(paragraph.style)
        if paragraph.outline is not None:
            level = paragraph.outline + 1 if paragraph.outline < 9 else None
        first = next((start for character, start, _ in line if not character.isspace()), None)
        if level is not None and first is not None and not self._cells:
            self.headings[first] = level

    def _line_break(self) -> str:
        return "\n" if self.characters else ""


def placed(characters: list[Placed]) -> Text:
    """The characters as a text."""
    value = "".join(character for character, _, _ in characters)
    places = np.array([place[1:] for place in characters], np.int32).reshape(-1, 2)
    return Text(value, places[:, 0].copy(), places[:, 1] - places[:, 0])
