"""What a firm wants to borrow, and what lenders first ask of it."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, with_marks

TABLE = "enterprise"
#: 1亿元, the most that one measure lends, and the 分 to either side.
_MARKS = np.array([100_000_000_00, 99_999_999_99, 100_000_000_01])


def draw(chunk: Chunk) -> Table:
    """A tenth to a half of the assets, sometimes exactly at a limit; most firms are sound."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count = len(firms.staff)
    need = firms.assets // 10_000 * rng.integers(1_000, 5_000, count)
    return {
        "financing_need": columns.money(
            with_marks(rng, need, _MARKS, (0.01, 0.005, 0.005)), missing(count)
        ),
        "operating_normally": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "good_credit": columns.booleans(rng.random(count) < 0.85, missing(count)),
    }
