"""Clean text in which every character knows its bytes in the original file."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from mmap import mmap
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ballast.documents.view import folded, simplified

Offsets = NDArray[np.int32]
Widths = NDArray[np.integer[Any]]
_BYTE = np.dtype(np.int32)
#: Bytes from which on an array is large.
_LARGE = 1 << 17
#: Replace the characters from the first index up to the second by the string.
Edit = tuple[int, int, str]


class Span(int):
    """Byte offsets into the original file; the end is exclusive.

    Both in one integer: ten of them are kept a clause, and as an object with two numbers each
    would take more than three times the memory.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """The bytes from `start` up to `end`."""
        return int.__new__(cls, start << 32 | end)

    @property
    def start(self) -> int:
        """The first byte."""
        return self >> 32

    @property
    def end(self) -> int:
        """The byte behind the last."""
        return self & 0xFFFFFFFF

    def __repr__(self) -> str:
        return f"Span(start={self.start}, end={self.end})"


class _Whole:
    """A text made at one time: what it and all its parts share. Views are made when first asked."""

    __slots__ = ("byte", "plain", "starts", "value", "view", "width", "widths")

    def __init__(self, value: str, starts: Offsets, widths: Widths) -> None:
        self.value, self.starts, self.widths = value, starts, _small(widths)
        self.byte, self.width = self.starts.data.__getitem__, self.widths.data.__getitem__
        self.view: str | None = None
        self.plain: str | None = None


class Text:
    """A string with, for each character, the bytes it stands for: `widths[i]` from `starts[i]` on.

    A character that a repair put in (a line break for a tag) stands for the bytes it replaced. A
    part of a text is a window on it and holds no characters of its own.
    """

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, value: str, starts: Offsets, widths: Widths) -> None:
        self._whole = _Whole(value, starts, widths)
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
    def widths(self) -> Widths:
        """How many bytes each character stands for."""
        return self._whole.widths[self._start : self._end]

    @property
    def ends(self) -> Offsets:
        """The byte behind each character."""
        return self.starts + self.widths.astype(np.int32)

    @classmethod
    def of_widths(cls, value: str, widths: NDArray[np.uint8], offset: int = 0) -> Text:
        """`value` whose characters take `widths` bytes each, one after another from `offset`."""
        starts = np.cumsum(widths, dtype=np.int32, out=_room(len(widths), _BYTE))
        starts -= widths
        starts += offset
        return cls(value, starts, widths)

    @classmethod
    def joined(cls, parts: Sequence[Text], between: str = "") -> Text:
        """`parts` one after another; `between` them stands for no bytes."""
        pieces = [part.edit([(len(part), len(part), between)]) for part in parts[:-1]]
        pieces += parts[-1:]
        return cls(
            "".join(piece.value for piece in pieces),
            np.concatenate([piece.starts for piece in pieces] or [np.zeros(0, np.int32)]),
            np.concatenate([piece.widths for piece in pieces] or [np.zeros(0, np.int32)]),
        )

    def copy(self) -> Text:
        """This text alone, so that the memory of what it was made from can be given back."""
        made = Text(self.value, self.starts.copy(), self.widths.copy())
        made._whole.view = self.view
        return made

    def __len__(self) -> int:
        return self._end - self._start

    def __str__(self) -> str:
        return self.value

    def __getitem__(self, part: slice) -> Text:
        first, last, _ = part.indices(self._end - self._start)
        made: Text = object.__new__(Text)
        made._whole = self._whole
        made._start = self._start + first
        made._end = self._start + max(first, last)
        return made

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The bytes of the characters from `start` up to `end`; empty where there are none."""
        first = self._start + start
        last = self._end if end is None else min(self._start + end, self._end)
        whole = self._whole
        if first < last:
            behind = whole.byte(last - 1) + whole.width(last - 1)
            return int.__new__(Span, whole.byte(first) << 32 | behind)
        if first < self._end or self._start == self._end:
            place = whole.byte(first) if first < self._end else 0
        else:
            place = whole.byte(self._end - 1) + whole.width(self._end - 1)
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
        return Text(made.getvalue(), *_edited(self, np.frombuffer(places, np.int32).reshape(-1, 3)))

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


def _room(count: int, kind: np.dtype[Any]) -> NDArray[Any]:
    """An array for `count` numbers; a large one in pages of its own, given back when it goes.

    Between smaller things an allocator keeps them, and a reader would hold each of its steps.
    """
    size = count * kind.itemsize
    if size < _LARGE:
        return np.empty(count, kind)
    return np.frombuffer(mmap(-1, size), kind)


def _small(widths: Widths) -> Widths:
    """`widths` in the smallest type that holds them: one byte each, but for long repairs."""
    most = int(widths.max()) if len(widths) else 0
    return widths.astype(np.min_scalar_type(most), copy=False)


def _edited(text: Text, places: NDArray[np.int32]) -> tuple[Offsets, Widths]:
    """The offsets of `text` after edits: rows of first and last index and the length of the new."""
    firsts, lasts, sizes = places.T
    kept = _kept(len(text), firsts, lasts)
    lost = np.cumsum(lasts - firsts, dtype=np.int32) - (lasts - firsts)
    at = np.repeat(firsts - lost, sizes)
    at += np.arange(len(at), dtype=np.int32)
    starts = _places(text, firsts)
    widths = np.where(firsts < lasts, _ends_of(text, lasts) - starts, 0).astype(np.int32)
    return (
        _merged(text.starts[kept], at, np.repeat(starts, sizes)).astype(np.int32, copy=False),
        _merged(text.widths[kept], at, _small(np.repeat(widths, sizes))),
    )


def _kept(size: int, firsts: NDArray[np.int32], lasts: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which of `size` characters lie in none of the edits."""
    gone = np.zeros(size + 1, np.int8)
    np.add.at(gone, firsts, 1)
    np.subtract.at(gone, lasts, 1)
    np.cumsum(gone, dtype=np.int8, out=gone)
    return np.equal(gone[:-1], 0)


def _merged(old: Widths, at: NDArray[np.int32], new: Widths) -> Widths:
    """`old` with `new` put in, so that these stand at the places `at` of the result."""
    made = _room(len(old) + len(new), np.promote_types(old.dtype, new.dtype))
    inserted = np.zeros(len(made), np.bool_)
    inserted[at] = True
    made[inserted] = new
    np.logical_not(inserted, out=inserted)
    made[inserted] = old
    return made


def _places(text: Text, indices: NDArray[np.int32]) -> Offsets:
    """The bytes at which `indices` stand; behind the text, where it ends."""
    if not len(text):
        return np.zeros(len(indices), np.int32)
    inside = indices < len(text)
    return np.where(inside, text.starts[indices * inside], text.span().end).astype(np.int32)


def _ends_of(text: Text, lasts: NDArray[np.int32]) -> Offsets:
    """The bytes behind the characters before `lasts`; of no meaning where there is none."""
    if not len(text):
        return np.zeros(len(lasts), np.int32)
    return text.starts[lasts - 1] + text.widths[lasts - 1].astype(np.int32)
