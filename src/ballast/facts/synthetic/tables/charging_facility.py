"""Charging stations for electric vehicles."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "charging_facility"
#: Invented awards for a kilowatt, 分: they stand for what a city would announce.
_AWARDS = np.array([100_00, 150_00, 300_00])


def draw(chunk: Chunk) -> Table:
    """One in a hundred companies; nine in ten are accepted."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    owner, ordinal = owned(
        ((rng.random(len(firms.staff)) < 0.01) & (firms.kind == 0)).astype(np.int64)
    )
    count, city = len(owner), firms.city[owner]
    return {
        "facility": identifiers("CD", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, city, missing(count)),
        "accepted": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "power": columns.decimals(rng.integers(7, 480, count) * 10_000, missing(count)),
        "announced_award": columns.money(_AWARDS[city % len(_AWARDS)], missing(count)),
    }
