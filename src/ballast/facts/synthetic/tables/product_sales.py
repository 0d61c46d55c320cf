"""A quarter's sales of single products, as firms apply with them for awards."""

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

TABLE = "product_sales"
SECTORS = ("consumer", "medicine", "machinery", "other")
#: 2000万元 of sales and 200万元 of them online, the fen below and above each, 分.
_SALES_MARKS = np.array([20_000_000_00, 20_000_000_01, 19_999_999_99])
_ONLINE_MARKS = np.array([2_000_000_00, 1_999_999_99])


def draw(chunk: Chunk) -> Table:
    """Up to two products of a larger manufacturer, mostly 200万 to 2亿元 a quarter."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    maker = setting.groups.sections("C")[firms.group] & (firms.kind == 0) & (firms.staff > 20)
    owner, ordinal = owned(rng.binomial(2, 0.12 * maker))
    count = len(owner)
    drawn = np.rint(np.exp(rng.normal(0, 1, count)) * 25_000_000).astype(np.int64) * 100
    sales = with_marks(rng, drawn, _SALES_MARKS, (0.04, 0.02, 0.04))
    online = with_marks(rng, sales // 100 * rng.integers(0, 40, count), _ONLINE_MARKS, (0.05, 0.04))
    before = rng.integers(50, 5_000, count) * 10
    ends = np.array([f"{setting.as_of.year}-{end}" for end in ("09-30", "12-31")], "datetime64[D]")
    quarter = ends.astype(np.int64)[(rng.random(count) < 0.8).astype(np.int64)]
    flags = {"procurement_won": 0.3, "newly_introduced": 0.3, "made_here": 0.7}
    return {
        "record": identifiers("DP", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "sector": columns.chosen(SECTORS, rng.integers(0, len(SECTORS), count), missing(count)),
        "quarter_end": columns.dates(quarter, missing(count)),
        "sales": columns.money(sales, missing(count)),
        "online_sales": columns.money(np.minimum(online, sales), missing(count)),
        "volume": columns.integers(before // 10 * rng.integers(7, 15, count), missing(count)),
        "volume_before": columns.integers(before, missing(count)),
        **{
            name: columns.booleans(rng.random(count) < chance, missing(count))
            for name, chance in flags.items()
        },
    }
