"""Licences for radio frequencies and their half-yearly fees."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "radio_licence"


def draw(chunk: Chunk) -> Table:
    """A licence in one firm of fifty; its fee is due at the end of June or December."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    owner, ordinal = owned((rng.random(len(firms.staff)) < 0.02).astype(np.int64))
    count = len(owner)
    fee = rng.integers(1, 400, count) * 5_000
    return {
        "licence": identifiers("PL", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "due_on": columns.dates(_due(rng, setting.as_of.year, count), missing(count)),
        "fee": columns.money(fee, missing(count)),
        "paid": columns.booleans(rng.random(count) < 0.4, missing(count)),
    }


def _due(rng: np.random.Generator, year: int, count: int) -> Integers:
    """Mostly the last day of a half year, rarely a day between."""
    ends = [f"{year - 1}-12-31", f"{year}-06-30", f"{year}-12-31", f"{year}-12-31", f"{year}-11-15"]
    return rng.choice(np.array(ends, "datetime64[D]").astype(np.int64), count)
