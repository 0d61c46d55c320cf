"""What a table of a synthetic province is drawn from, and helps for what firms own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Floats, Integers, Mask
from ballast.facts.synthetic.enterprises import Firms, Setting

Table = dict[str, pa.Array]


class Missing:
    """Draws which cells of an optional column are unknown, independently, `share` of them."""

    def __init__(self, rng: np.random.Generator, share: float) -> None:
        self._rng = rng
        self._share = share

    def __call__(self, count: int) -> Mask:
        """A fresh mask of `count` cells."""
        return self._rng.random(count, np.float32) < self._share


@dataclass(frozen=True)
class Chunk:
    """The firms of one chunk and the province they are in; `first` is the province's first chunk.

    A table that nobody owns (cities, banks) is drawn once, with the first chunk.
    """

    rng: np.random.Generator
    firms: Firms
    setting: Setting
    missing: Missing
    first: bool


def owned(many: Integers) -> tuple[Integers, Integers]:
    """For `many` things a firm: the owner's place and the thing's ordinal (from 1), a row each."""
    owner = np.repeat(np.arange(len(many)), many)
    start = np.cumsum(many) - many
    return owner, np.arange(len(owner)) - start[owner] + 1


def identifiers(kind: str, serial: Integers, ordinal: Integers) -> pa.Array:
    """SB000001231: the owner's number and one digit, so that no two chunks make one twice."""
    letters = np.tile(columns.prefix([kind]), (len(serial), 1))
    return columns.texts(
        columns.numbered(letters, serial * 10 + ordinal, 9), none_missing(len(serial))
    )


def with_marks(
    rng: np.random.Generator, fen: Integers, marks: Integers, chances: tuple[float, ...]
) -> Integers:
    """`fen` with each of `marks` put in its share of places: thresholds need both their sides."""
    edges: Floats = np.cumsum(chances)
    place = np.searchsorted(edges, rng.random(len(fen)), side="right")
    return np.where(place < len(marks), marks[np.minimum(place, len(marks) - 1)], fen)


def none_missing(count: int) -> Mask:
    """No cell of `count` is unknown."""
    return np.zeros(count, np.bool_)
