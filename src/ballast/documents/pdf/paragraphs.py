"""Which lines of a PDF go on in the next: paragraphs told by their geometry.

A line goes on if it is full: if the first word of the next would not have fitted behind it. The
next then begins at the margin, or, where nothing else is known, does not begin with a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ballast.documents.citations import NUMBER
from ballast.documents.dates import PATTERN as DATE
from ballast.documents.labels import Label, labels
from ballast.documents.pdf.frames import Frame, body_em, frames
from ballast.documents.pdf.lines import Sheet
from ballast.documents.pdf.words import is_full
from ballast.documents.view import folded

_LATIN_END, _LATIN_START = re.compile("[a-z,.;:]$"), re.compile("[A-Za-z]")
_SENTENCE_END = re.compile("[。！？；：:;!?][”’）)〕》]*$|[）)]$")
#: In characters: lefts that are one, how much further right a paragraph begins, how much at most.
_SAME, _INDENT, _WIDEST_INDENT = 0.7, 1.2, 4.5
#: A line that ends so many characters before the margin surely ends its paragraph; one that ends
#: nearer may only keep a word together.
_SHORT, _ALMOST = 3.0, 2.5
#: Lines that stand so many characters further apart than those of a paragraph belong to two.
_APART = 0.3
#: Characters of a label, of a date or number on its own line.
_LONGEST_LABEL, _LONGEST_NUMBER = 20, 60
_ONE_SIZE, _TITLE = 0.06, 1.08
#: Lines of a column stand so far below one another, in characters.
_NEAREST, _FURTHEST = 0.5, 6.0
#: So many first lines, and this share of all, show how the document sets them.
_FEWEST_STARTS, _MOST = 3, 0.6


class _Line(NamedTuple):
    """A line as the paragraphs see it: its edges in characters from its margins, else none."""

    page: int
    text: str
    indent: float
    room: float
    base: float
    em: float
    framed: bool

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle."""
        return self.framed and abs(self.indent - self.room) < 1

    @property
    def is_centred_alone(self) -> bool:
        """Whether it is so short that it surely stands in the middle."""
        return self.is_centred and self.indent > _WIDEST_INDENT

    @property
    def is_short(self) -> bool:
        """Whether it surely ends its paragraph."""
        return self.room > _SHORT

    @property
    def is_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_SENTENCE_END.search(self.text.rstrip()))

    @property
    def has_label(self) -> bool:
        """Whether it begins with the label of a clause."""
        return _label(self.text) is not None

    def below(self, other: _Line) -> float | None:
        """How far below the other it stands, in characters, on one page."""
        return (other.base - self.base) / self.em if self.page == other.page else None

    def is_like(self, other: _Line) -> bool:
        """Whether both are of one size."""
        return self.framed and other.framed and abs(self.em / other.em - 1) <= _ONE_SIZE


@dataclass(frozen=True)
class _Style:
    """How the document sets paragraphs: its size, the leading by size, first lines, spaces."""

    em: float
    leading: Mapping[float, float]
    indented: bool
    spaced: bool

    def apart(self, above: _Line, line: _Line) -> bool:
        """Whether there is more room between two lines than inside a paragraph."""
        far, usual = line.below(above), self.leading.get(round(line.em, 1))
        return far is not None and usual is not None and far > usual + _APART


def joints(sheets: Sequence[Sheet], spans: Sequence[range]) -> Iterator[str]:
    """What stands between each line in `spans` and the next: a line break, a space or nothing."""
    margins = frames(sheets, spans)
    style = _style(_lines(sheets, spans, margins), body_em(sheets, spans))
    first = second = above = None
    for line in _lines(sheets, spans, margins):
        if first and above and _goes_on(first, second, above, line, style):
            second = second or line
            yield " " if _LATIN_END.search(above.text) and _LATIN_START.match(line.text) else ""
        else:
            yield from "\n" if above else ""
            first, second = line, None
        above = line


def _lines(
    sheets: Sequence[Sheet], spans: Sequence[range], margins: Sequence[Sequence[Frame | None]]
) -> Iterator[_Line]:
    """Every line, made anew each time: a long document has too many to keep."""
    for page, (sheet, span, found) in enumerate(zip(sheets, spans, margins, strict=True)):
        for place, frame in zip(span, found, strict=True):
            left, _, right, _, base, em = sheet.places[place].tolist()
            text = sheet.texts[place]
            if frame is None or not em or "\t" in text:
                yield _Line(page, text, 0, 0, base, em or 1, False)
            else:
                indent, room = (left - frame.left) / em, (frame.right - right) / em
                yield _Line(page, text, indent, room, base, em, True)


def _style(lines: Iterable[_Line], em: float) -> _Style:
    """How most paragraphs are set: told from the lines that surely begin one."""
    inside: dict[float, Counter[float]] = {}
    starts: Counter[tuple[bool, float, float]] = Counter()
    for above, line in pairwise(lines):
        far = line.below(above) if line.is_like(above) else None
        if far is None or not _NEAREST < far < _FURTHEST:
            continue
        size = round(line.em, 1)
        if not above.is_short:
            inside.setdefault(size, Counter())[round(far, 1)] += 1
        elif line.indent < _WIDEST_INDENT:
            starts[line.indent > _INDENT, size, round(far, 1)] += 1
    leading = {size: found.most_common(1)[0][0] for size, found in inside.items()}
    indented = sum(times for (is_indented, _, _), times in starts.items() if is_indented)
    spaced = sum(t for (_, size, far), t in starts.items() if far > leading.get(size, far) + _APART)
    least = max(_FEWEST_STARTS, _MOST * starts.total())
    return _Style(em, leading, indented=indented >= least, spaced=spaced >= least)


def _goes_on(first: _Line, second: _Line | None, above: _Line, line: _Line, style: _Style) -> bool:
    """Whether `line` goes on in the paragraph that begins with `first` and `second`."""
    if not line.is_like(above) or style.apart(above, line):
        return False
    full = is_full(above.text, line.text, above.room)
    if line.em > _TITLE * style.em or (above.is_centred and line.is_centred_alone):
        centred = above.is_centred and line.is_centred and not _begins(above, line)
        return centred and is_full(above.text, line.text, above.room + above.indent)
    if second and abs(line.indent - second.indent) > _SAME:
        return False
    if not second and not _may_follow(first, line, style):
        return False
    if style.indented and line.indent < _SAME:
        return full or (above.room < _ALMOST and not above.is_sentence)
    known = style.spaced and line.page == above.page
    return full and (known or not _begins(above, line))


def _begins(above: _Line, line: _Line) -> bool:
    """Whether the words of `line` begin a paragraph: a label, a date, what signs the document."""
    if label := _label(line.text):
        return above.is_sentence or not line.text.strip()[label.end :][:1].isdigit()
    view = folded(line.text.strip()) if len(line.text) <= _LONGEST_NUMBER else ""
    if DATE.fullmatch(view) or NUMBER.fullmatch(view):
        return True
    return above.is_sentence and line.is_short and not line.is_sentence


def _label(text: str) -> Label | None:
    """The label with which a line begins."""
    found = next(labels(folded(text.strip()[:_LONGEST_LABEL])), None)
    return found if found and not found.start else None


def _may_follow(first: _Line, line: _Line, style: _Style) -> bool:
    """Whether the second line of a paragraph may stand where `line` does below `first`."""
    if first.indent > _WIDEST_INDENT:
        return False
    if line.indent > first.indent + _SAME:  # it hangs below a label
        return first.has_label and not style.indented and line.indent < _WIDEST_INDENT
    if line.indent < first.indent - _SAME:
        return line.indent < _SAME or not style.indented
    return not (style.indented and line.indent > _INDENT)
