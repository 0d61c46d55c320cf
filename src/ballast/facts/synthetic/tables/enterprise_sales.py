"""Taxable sales of a firm, by which deferral of taxes tells its class."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, with_marks
from ballast.facts.synthetic.enterprises import share

TABLE = "enterprise"
#: 2000万 and 4亿元 and the 分 below each, 分.
_MARKS = np.array([20_000_000_00, 19_999_999_99, 400_000_000_00, 399_999_999_99])


def draw(chunk: Chunk) -> Table:
    """Near the revenue, which leaves out what was sold before it was recognised."""
    count = len(chunk.firms.revenue)
    parts = chunk.rng.integers(8_500, 11_500, count)
    sales = with_marks(chunk.rng, share(chunk.firms.revenue, parts, 10_000), _MARKS, (0.002,) * 4)
    return {"annual_sales": columns.money(sales, chunk.missing(count))}
