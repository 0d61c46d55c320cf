"""A year's production and sales of the makers of vehicles."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "vehicle_production"
KINDS = ("commercial", "passenger")


def draw(chunk: Chunk) -> Table:
    """Up to two records of a larger company in the automotive industry."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    vehicles = np.array([codes[0].startswith("C36") for codes in setting.groups.codes])
    maker = vehicles[firms.group] & (firms.kind == 0) & (firms.staff > 40)
    owner, ordinal = owned(rng.binomial(2, 0.5 * maker))
    count = len(owner)
    before = rng.integers(1, 3_000, (2, count)) * 20
    now = before // 20 * rng.integers(14, 30, (2, count))
    years = setting.as_of.year - (rng.random(count) < 0.15).astype(np.int64)
    return {
        "record": identifiers("ZC", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "year": columns.integers(years, missing(count)),
        "kind": columns.chosen(KINDS, rng.integers(0, 2, count), missing(count)),
        "produced": columns.integers(now[0], missing(count)),
        "produced_before": columns.integers(before[0], missing(count)),
        "sold": columns.integers(now[1], missing(count)),
        "sold_before": columns.integers(before[1], missing(count)),
    }
