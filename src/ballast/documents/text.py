"""Clean text in which every character knows its bytes in the original file."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from ballast.documents.view import folded, simplified

Offsets = NDArray[np.int32]
#: Replace the characters from the first index up to the second by the string.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Byte offsets into the original file; the end is exclusive."""

    start: int
    end: int


class _Whole:
    """A text made at one time: what it and all its parts share. Views are made when first asked."""

    __slots__ = ("ends", "plain", "starts", "value", "view")

    def __init__(self, value: str, starts: Offsets, ends: Offsets) -> None:
        self.value, self.starts, self.ends = value, starts, ends
        self.view: str | None = None
        self.plain: str | None = None


class Text:
    """A string with, for each character, the bytes it stands for: `starts[i]` up to `ends[i]`.

    A character that a repair put in (a line break for a tag) stands for the bytes it replaced. A
    part of a text is a window on it and holds no characters of its own.
    """

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, value: str, starts: Offsets, ends: Offsets) -> None:
        self._whole = _Whole(value, starts, ends)
        self._start, self._end = 0, len(value)

    @property
    def value(self) -> str:
        """The characters."""
        return self._whole.value[self._start : self._end]

    @property
    def view(self) -> str:
        """The text as the grammars read it (see `view.folded`), as long as `value`."""
        whole = self._whole
        if whole.view is None:
            whole.view = folded(whole.value)
        return whole.view[self._start : self._end]

    @property
    def plain(self) -> str:
        """The text in simplified characters, as long as `value`."""
        whole = self._whole
        if whole.plain is None:
            whole.plain = simplified(whole.value)
        return whole.plain[self._start : self._end]

    @property
    def starts(self) -> Offsets:
        """The first byte of each character."""
        return self._whole.starts[self._start : self._end]

    @property
    def ends(self) -> Offsets:
        """The byte behind each character."""
        return self._whole.ends[self._start : self._end]

    @classmethod
    def of_widths(cls, value: str, widths: NDArray[np.uint8], offset: int = 0) -> Text:
        """`value` whose characters take `widths` bytes each, one after another from `offset`."""
        ends = np.cumsum(widths, dtype=np.int32)
        ends += offset
        return cls(value, ends - widths, ends)

    @classmethod
    def joined(cls, parts: Sequence[Text], between: str = "") -> Text:
        """`parts` one after another; `between` them stands for no bytes."""
        pieces = [part.edit([(len(part), len(part), between)]) for part in parts[:-1]]
        pieces += parts[-1:]
        return cls(
            "".join(piece.value for piece in pieces),
            np.concatenate([piece.starts for piece in pieces] or [np.zeros(0, np.int32)]),
            np.concatenate([piece.ends for piece in pieces] or [np.zeros(0, np.int32)]),
        )

    def __len__(self) -> int:
        return self._end - self._start

    def __str__(self) -> str:
        return self.value

    def __getitem__(self, part: slice) -> Text:
        first, last, _ = part.indices(self._end - self._start)
        made = Text.__new__(Text)
        made._whole = self._whole
        made._start = self._start + first
        made._end = self._start + max(first, last)
        return made

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The bytes of the characters from `start` up to `end`; empty where there are none."""
        whole, size = self._whole, len(self)
        first, last = self._start + start, self._start + (size if end is None else min(end, size))
        if first < last:
            return Span(int(whole.starts[first]), int(whole.ends[last - 1]))
        place = 0
        if size:
            place = int(whole.starts[first] if start < size else whole.ends[self._end - 1])
        return Span(place, place)

    def edit(self, edits: Iterable[Edit]) -> Text:
        """This text with `edits` made; they are in order and do not overlap. Linear time."""
        made, places, value = StringIO(), array("i"), self.value
        at = 0
        for first, last, new in edits:
            made.write(value[at:first])
            made.write(new)
            places.extend((first, last, len(new)))
            at = last
        if not places:
            return self
        made.write(value[at:])
        starts, ends = _edited(self, np.frombuffer(places, np.int32).reshape(-1, 3))
        return Text(made.getvalue(), starts, ends)

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Text:
        """Like `re.sub`: every match replaced; a replacement equal to the match changes nothing."""
        value = self.value
        if pattern.search(value) is None:
            return self
        matches = pattern.finditer(value)
        found = ((m, new if isinstance(new, str) else new(m)) for m in matches)
        return self.edit((m.start(), m.end(), text) for m, text in found if text != m[0])

    def strip(self, characters: str | None = None) -> Text:
        """This text without white space (or `characters`) at both sides."""
        value = self.value
        start = len(value) - len(value.lstrip(characters))
        end = len(value.rstrip(characters))
        return self if not start and end == len(value) else self[start : max(start, end)]

    def lines(self) -> list[Text]:
        """The non-empty lines, stripped."""
        return [line for line in self.split(re.compile(r"\n")) if line.value]

    def split(self, separator: re.Pattern[str]) -> list[Text]:
        """The parts between matches of `separator`, stripped."""
        cuts = [(0, 0), *(m.span() for m in separator.finditer(self.value))]
        bounds = zip(cuts, [*(cut[0] for cut in cuts[1:]), len(self)], strict=True)
        return [self[cut[1] : end].strip() for cut, end in bounds]


def _edited(text: Text, places: NDArray[np.int32]) -> tuple[Offsets, Offsets]:
    """The offsets of `text` after edits: rows of first and last index and the length of the new."""
    firsts, lasts, sizes = places.T
    gone = np.zeros(len(text) + 1, np.int8)
    np.add.at(gone, firsts, 1)
    np.subtract.at(gone, lasts, 1)
    kept = np.cumsum(gone[:-1], dtype=np.int8) == 0
    lost = np.cumsum(lasts - firsts)
    at = np.repeat(firsts - lost + (lasts - firsts), sizes)
    return (
        np.insert(text.starts[kept], at, np.repeat(_places(text, firsts), sizes)),
        np.insert(text.ends[kept], at, np.repeat(_ends_of(text, firsts, lasts), sizes)),
    )


def _places(text: Text, indices: NDArray[np.int32]) -> Offsets:
    """The bytes at which `indices` stand; behind the text, where it ends."""
    last = text.ends[-1:] if len(text) else np.zeros(1, np.int32)
    return np.concatenate((text.starts, last))[indices]


def _ends_of(text: Text, firsts: NDArray[np.int32], lasts: NDArray[np.int32]) -> Offsets:
    """Where the bytes end that edits replace; what replaces nothing ends where it starts."""
    if not len(text):
        return _places(text, firsts)
    return np.where(firsts < lasts, text.ends[lasts - 1], _places(text, firsts))
