"""Glyphs of a text layer: where each stands, how wide a character is, what a space stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from pypdfium2 import raw

Box = tuple[float, float, float, float]
#: How PDFium gives a hyphen at the end of a line: between small letters it only breaks a word.
_BROKEN_WORD = re.compile("(?<=[a-z])[\x02\ufffe](?=[a-z])")
_HYPHENS = re.compile("[\x02\ufffe]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_HAN = re.compile("[\u3400-\u9fff]")
#: Where a typesetter sets off figures from Chinese characters (41 号), it leaves less than this
#: part of a character; PDFium takes that for a space. Between two Chinese ones a space is wider.
_SET_OFF, _BEARING = 0.4, 0.15
#: Room of so many spaces behind a space is another.
_SEVERAL = 0.8
#: An average letter is about half as wide as it is high.
_HEIGHT_TO_EM = 1.2
#: So many characters show how wide one is: some fonts tell how wide their ink is alone.
_ENOUGH = 6
#: Glyphs of one line stand so near, in characters.
_ONE_LINE = 0.7


@dataclass
class Run:
    """Glyphs in the order of drawing: what each is, its index in the layer, whether it shows."""

    layer: Any
    characters: list[str] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    def add(self, index: int, character: str, generated: bool) -> None:
        """The next glyph; `generated` ones are not in the file."""
        if not generated and not character.isspace():
            self.shown.append(len(self.characters))
        self.characters.append("" if generated and character == " " else character)
        self.indices.append(index)

    def parts(self) -> list[Run]:
        """The run, or its lines where PDFium saw no break between them."""
        if not self.shown:
            return []
        em, base = self.em, self.base
        if abs(base(self.shown[0]) - base(self.shown[-1])) < _ONE_LINE * em:
            return [self]
        parts, above = [Run(self.layer)], base(self.shown[0])
        shown = set(self.shown)
        for place, (index, character) in enumerate(zip(self.indices, self.characters, strict=True)):
            if place in shown and abs(base(place) - above) > _ONE_LINE * em:
                parts.append(Run(self.layer))
            above = base(place) if place in shown else above
            parts[-1].add(index, character, place not in shown and not character)
        return parts

    def box(self, place: int) -> Box:
        """The box of a glyph, with the room beside its ink."""
        box: Box = self.layer.get_charbox(self.indices[place], loose=True)
        return box

    def base(self, place: int) -> float:
        """How high a glyph stands."""
        return self._origin(place)[1]

    def sides(self, place: int, em: float) -> tuple[float, float]:
        """Where a glyph begins and where the next has room."""
        left, _, right, _ = self.box(place)
        start = min(left, self._origin(place)[0])
        return start, max(right, start + em) if _WIDE.match(self.characters[place]) else right

    @cached_property
    def em(self) -> float:
        """How wide a Chinese character of the line is; by the height where it has none."""
        han = (place for place in self.shown if _HAN.match(self.characters[place]))
        boxes = [self.box(place) for place in islice(han, _ENOUGH)]
        if boxes:
            return max(1.0, *(right - left for left, _, right, _ in boxes))
        _, bottom, _, top = self.box(self.shown[0])
        return max((top - bottom) / _HEIGHT_TO_EM, 1.0)

    def text(self, em: float) -> str:
        """The characters; those outside Unicode's plane 0 come in halves."""
        made = list(self.characters)
        for place in range(1, len(made) - 1):
            if made[place] in ("", " "):
                made[place] = self._space(place, em)
        halves = "".join(made).encode("utf-16-le", "surrogatepass")
        text = _BROKEN_WORD.sub("", halves.decode("utf-16-le", "replace")).replace("\f", " ")
        return _HYPHENS.sub("-", text)

    def _origin(self, place: int) -> tuple[float, float]:
        across, up = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(self.layer, self.indices[place], across, up)
        return float(across.value), float(up.value)

    def _space(self, place: int, em: float) -> str:
        """What a space stands for: PDFium takes several for one, and mere room for one."""
        behind = self.sides(place + 1, em)[0]
        if self.characters[place]:
            left, _, right, _ = self.box(place)
            return "  " if 0 < _SEVERAL * (right - left) < behind - right else " "
        room = (behind - self.sides(place - 1, em)[1]) / em
        wide = [bool(_WIDE.match(self.characters[side])) for side in (place - 1, place + 1)]
        least = _BEARING if all(wide) else _SET_OFF if any(wide) else 0
        return "" if any(wide) and room + 1 >= 0 and room < least else " "


def line_of(run: Run) -> tuple[str, Sequence[float]] | None:
    """A line's text and its place: left, bottom, right, top, base and em; none if it is empty."""
    em = run.em
    text = run.text(em)
    if not text.strip():
        return None
    first, last = run.shown[0], run.shown[-1]
    low, high = run.box(first), run.box(last)
    left, right = run.sides(first, em)[0], run.sides(last, em)[1]
    return text, (left, min(low[1], high[1]), right, max(low[3], high[3]), run.base(first), em)
