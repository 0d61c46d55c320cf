"""The body of a DOCX as characters with their bytes: its main part, read as a stream.

Text split over runs is whole again; deleted and hidden text is out, inserted text in; cells of a
row are parted by tabs; lines of a text box stand beside the paragraph that holds it.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from xml.parsers import expat

from ballast.documents.docx.lines import Lines, Paragraph
from ballast.documents.docx.numbering import Counter
from ballast.documents.docx.styles import Styles, is_on, whole

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
#: What stands inside these is no text of the document: deletions, properties as they were before,
#: pronunciations.
_SKIPPED = frozenset(("del", "moveFrom", "pPrChange", "rPrChange", "sectPr", "tblPr", "rt"))
_CHARACTERS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_SPACES = str.maketrans("\t\r\n", "   ")
#: Symbols of symbol fonts mean nothing outside them.
_PRIVATE = range(0xE000, 0xF900)
#: A document of 2,000 pages has fewer; each takes a hundred bytes of memory while it is read.
MOST_CHARACTERS = 3_000_000
Attributes = Mapping[str, str]


class Unreadable(Exception):
    """The main part cannot be read; the argument says why."""


def read_body(data: bytes, styles: Styles, counter: Counter) -> Lines:
    """The lines of a main part. Raises ExpatError, Unreadable."""
    return _Body(data, Lines(styles, counter)).read()


class _Body:
    """Handlers of the stream. `_open` are the elements that stand open, `_paragraphs` the
    paragraphs: one in a text box stands inside another."""

    def __init__(self, data: bytes, lines: Lines) -> None:
        self._data = data
        self._lines = lines
        self._codec = _codec(data)
        self._open: list[str] = []
        self._paragraphs: list[Paragraph] = []
        self._alternatives: list[bool] = []
        self._skipped_from: int | None = None
        self._hidden = False
        self._count = 0
        self._text: tuple[int, bool] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.XmlDeclHandler = _check_encoding

    def read(self) -> Lines:
        """The lines, when all is read."""
        self._parser.Parse(self._data, True)
        self._lines.close()
        return self._lines

    def _start(self, tag: str, attributes: Attributes) -> None:
        space, _, name = tag.rpartition(" ")
        known = name if space in _WORD or (space in _MATH and name in ("r", "t")) else f":{name}"
        above, self._open = self._open[-1:], [*self._open, known]
        if self._skipped_from is None:
            if self._is_skipped(known, above):
                self._skipped_from = len(self._open)
            else:
                values = {key.rpartition(" ")[2]: said for key, said in attributes.items()}
                self._element(known, above[0] if above else "", values)

    def _is_skipped(self, name: str, above: list[str]) -> bool:
        """In properties, w:del marks a deletion and holds nothing; of alternatives one counts."""
        if name == ":AlternateContent":
            self._alternatives.append(False)
        elif name in (":Choice", ":Fallback") and self._alternatives:
            read, self._alternatives[-1] = self._alternatives[-1], True
            return read
        return name in _SKIPPED and above != ["rPr"]

    def _element(self, name: str, above: str, values: Attributes) -> None:
        if name == "p":
            at = self._parser.CurrentByteIndex
            self._paragraphs.append(Paragraph((at, self._tag_end(at))))
        elif name == "tr":
            self._lines.open_row()
        elif name == "tc":
            self._lines.open_cell()
        elif (above, name) == ("tcPr", "vMerge") and values.get("val") != "restart":
            self._lines.reach()
        elif name == "r":
            self._hidden = False
        elif above == "r" or (name == "t" and above in (":Choice", ":Fallback")):
            self._content(name, values)
        elif self._paragraphs:
            self._property(name, above, values)

    def _content(self, name: str, values: Attributes) -> None:
        """What stands in a run: text, a break, a tab, a symbol."""
        code = values.get("char", "")
        if name == "t" and self._paragraphs:
            preserved = values.get("space") == "preserve"
            self._text = len(self._paragraphs[-1].characters), preserved
        elif name in _CHARACTERS:
            self._put(_CHARACTERS[name])
        elif name == "sym" and len(code) <= 4 and all(c in "0123456789abcdefABCDEF" for c in code):
            point = int(code or "E000", 16)
            self._put("" if point in _PRIVATE else chr(point))

    def _property(self, name: str, above: str, values: Attributes) -> None:
        paragraph, said = self._paragraphs[-1], values.get("val")
        if above == "rPr":
            self._run_property(name, said)
        elif (above, name) == ("pPr", "pStyle"):
            paragraph.style = said
        elif (above, name) == ("pPr", "outlineLvl"):
            paragraph.outline = whole(said)
        elif (above, name) == ("numPr", "numId"):
            paragraph.list_id = whole(said)
        elif (above, name) == ("numPr", "ilvl"):
            paragraph.level = whole(said)

    def _run_property(self, name: str, said: str | None) -> None:
        """A property of a run, or of the mark that ends the paragraph."""
        of_mark = self._open[-3] == "pPr"
        hides = name in ("vanish", "specVanish") and is_on(said)
        if of_mark:
            paragraph = self._paragraphs[-1]
            paragraph.deleted = paragraph.deleted or name in ("del", "moveFrom")
            paragraph.hidden = paragraph.hidden or hides
        elif name == "vanish":
            self._hidden = hides
        elif name == "rStyle" and self._lines.styles.hidden(said):
            self._hidden = True

    def _end(self, tag: str) -> None:
        name = self._open[-1]
        if self._skipped_from is None:
            self._close(name)
        elif self._skipped_from == len(self._open):
            self._skipped_from = None
        if name == ":AlternateContent" and self._alternatives:
            self._alternatives.pop()
        self._open.pop()

    def _close(self, name: str) -> None:
        if name == "p":
            self._close_paragraph(self._paragraphs.pop())
        elif name == "tr":
            self._lines.close_row()
        elif name == "t" and self._text:
            self._close_text(*self._text)

    def _close_paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph of a text box stands before its host, or behind it if that has begun."""
        host = self._paragraphs[-1] if self._paragraphs else None
        if host and host.characters:
            host.boxes.append(paragraph)
        else:
            self._lines.add(paragraph)

    def _close_text(self, first: int, preserved: bool) -> None:
        """Without xml:space="preserve", spaces at the sides of a text are none of it."""
        self._text = None
        characters = self._paragraphs[-1].characters
        if not preserved:
            while len(characters) > first and characters[-1][0] == " ":
                del characters[-1]
            while len(characters) > first and characters[first][0] == " ":
                del characters[first]

    def _characters(self, text: str) -> None:
        if self._text is None or self._skipped_from is not None or self._is_hidden():
            return
        self._count += len(text)
        if self._count > MOST_CHARACTERS:
            raise Unreadable(f"it holds more than {MOST_CHARACTERS} characters")
        at = self._parser.CurrentByteIndex
        characters = self._paragraphs[-1].characters
        if len(text) == 1:
            characters.append((text.translate(_SPACES), at, at + self._width(text, at)))
            return
        for character in text.translate(_SPACES):
            end = at + len(character.encode(self._codec))
            characters.append((character, at, end))
            at = end

    def _width(self, character: str, at: int) -> int:
        """The bytes of one character: of a reference (&amp;) or a line break in two, all of it."""
        if self._data.startswith("&".encode(self._codec), at):
            end = ";".encode(self._codec)
            return self._data.index(end, at) + len(end) - at
        breaks = "\r\n".encode(self._codec)
        if character == "\n" and self._data.startswith(breaks, at):
            return len(breaks)
        return len(character.encode(self._codec))

    def _put(self, text: str) -> None:
        """A character for the element that begins here."""
        if self._paragraphs and not self._is_hidden():
            at = self._parser.CurrentByteIndex
            place = at, self._tag_end(at)
            self._paragraphs[-1].characters += [(character, *place) for character in text]

    def _is_hidden(self) -> bool:
        return self._hidden or self._lines.styles.hidden(self._paragraphs[-1].style)

    def _tag_end(self, at: int) -> int:
        end = ">".encode(self._codec)
        return self._data.index(end, at) + len(end)


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf-16", "us-ascii"):
        raise Unreadable(f"its text is in the encoding {encoding}, not in UTF-8")


def _codec(data: bytes) -> str:
    """UTF-8, or UTF-16 as its mark says: XML 1.0, 4.3.3."""
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    return next((codec for mark, codec in marks.items() if data.startswith(mark)), "utf-8")
