"""Mergers and acquisitions in which a firm would have to notify."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import (
    Chunk,
    Table,
    identifiers,
    none_missing,
    owned,
    with_marks,
)

TABLE = "merger"
_YI = 100_000_000_00
#: The lines of 2018 and of 2024 and 分 above them: worldwide, in China, and of the second firm.
_WORLDWIDE = np.array([100 * _YI, 100 * _YI + 1, 120 * _YI, 120 * _YI + 1])
_CHINA = np.array([20 * _YI, 20 * _YI + 1, 40 * _YI, 40 * _YI + 1])
_SECOND = np.array([4 * _YI, 4 * _YI + 1, 8 * _YI, 8 * _YI + 1])
_EACH_MARK = (0.08, 0.08, 0.08, 0.08)


def draw(chunk: Chunk) -> Table:
    """One deal of a few companies; the second firm sells at most half of what all sell in China."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    chance = np.clip(firms.staff / 10_000, 0.012, 0.1) * (firms.kind == 0)
    owner, ordinal = owned((rng.random(len(chance)) < chance).astype(np.int64))
    count = len(owner)
    drawn = (np.exp(rng.normal(3.3, 1.1, count)) * 1_000).astype(np.int64) * (_YI // 1_000)
    second = with_marks(rng, drawn * rng.integers(5, 50, count) // 100, _SECOND, _EACH_MARK)
    china = np.maximum(with_marks(rng, drawn, _CHINA, _EACH_MARK), 2 * second)
    abroad = drawn * rng.integers(0, 400, count) // 100
    worldwide = np.maximum(with_marks(rng, china + abroad, _WORLDWIDE, _EACH_MARK), china)
    return {
        "merger": identifiers("BG", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "gains_control": columns.booleans(rng.random(count) < 0.85, missing(count)),
        "same_control": columns.booleans(rng.random(count) < 0.1, missing(count)),
        "completed": columns.booleans(rng.random(count) < 0.2, missing(count)),
        "worldwide_turnover": columns.money(worldwide, missing(count)),
        "china_turnover": columns.money(china, missing(count)),
        "second_china_turnover": columns.money(second, missing(count)),
    }
