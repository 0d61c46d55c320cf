"""Clean text in which every character knows its bytes in the original file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]
#: Replace the characters from the first index up to the second by the string.
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Span:
    """Byte offsets into the original file; the end is exclusive."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Text:
    """A string with, for each character, the bytes it stands for: `starts[i]` up to `ends[i]`.

    A character that a repair put in (a line break for a tag) stands for the bytes it replaced.
    """

    value: str
    starts: Offsets
    ends: Offsets

    @classmethod
    def of_widths(cls, value: str, widths: Offsets, offset: int = 0) -> Text:
        """`value` whose characters take `widths` bytes each, one after another from `offset`."""
        ends = np.cumsum(widths, dtype=np.int64) + offset
        return cls(value, ends - widths, ends)

    @classmethod
    def joined(cls, parts: Sequence[Text], between: str = "") -> Text:
        """`parts` one after another; `between` them stands for no bytes."""
        pieces = [part.edit([(len(part), len(part), between)]) for part in parts[:-1]] + [
            *parts[-1:]
        ]
        return cls(
            "".join(piece.value for piece in pieces),
            np.concatenate([piece.starts for piece in pieces] or [np.zeros(0, np.int64)]),
            np.concatenate([piece.ends for piece in pieces] or [np.zeros(0, np.int64)]),
        )

    def __len__(self) -> int:
        return len(self.value)

    def __str__(self) -> str:
        return self.value

    def __getitem__(self, part: slice) -> Text:
        return Text(self.value[part], self.starts[part], self.ends[part])

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The bytes of the characters from `start` up to `end`; empty where there are none."""
        stop = len(self) if end is None else min(end, len(self))
        if start < stop:
            return Span(int(self.starts[start]), int(self.ends[stop - 1]))
        at = (
            int(self.starts[start]) if start < len(self) else int(self.ends[-1]) if len(self) else 0
        )
        return Span(at, at)

    def edit(self, edits: Iterable[Edit]) -> Text:
        """This text with `edits` made; they are in order and do not overlap. Linear time."""
        values: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        at = 0
        for first, last, new in edits:
            values += (self.value[at:first], new)
            span = self.span(first, last)
            starts += (self.starts[at:first], np.full(len(new), span.start, np.int64))
            ends += (self.ends[at:first], np.full(len(new), span.end, np.int64))
            at = last
        if not values:
            return self
        return Text(
            "".join((*values, self.value[at:])),
            np.concatenate((*starts, self.starts[at:])),
            np.concatenate((*ends, self.ends[at:])),
        )

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Text:
        """Like `re.sub`: every match replaced; a replacement equal to the match changes nothing."""
        found = (
            (m.start(), m.end(), new if isinstance(new, str) else new(m), m[0])
            for m in pattern.finditer(self.value)
        )
        return self.edit((first, last, text) for first, last, text, old in found if text != old)

    def strip(self, characters: str | None = None) -> Text:
        """This text without white space (or `characters`) at both sides."""
        start = len(self.value) - len(self.value.lstrip(characters))
        return self[start : max(start, len(self.value.rstrip(characters)))]

    def lines(self) -> list[Text]:
        """The non-empty lines, stripped."""
        return [line for line in self.split(re.compile(r"\n")) if line.value]

    def split(self, separator: re.Pattern[str]) -> list[Text]:
        """The parts between matches of `separator`, stripped."""
        cuts = [(0, 0), *(m.span() for m in separator.finditer(self.value))]
        bounds = zip(cuts, [*(cut[0] for cut in cuts[1:]), len(self)], strict=True)
        return [self[cut[1] : end].strip() for cut, end in bounds]
