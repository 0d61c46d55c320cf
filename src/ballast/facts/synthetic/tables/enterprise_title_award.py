"""What province and city announced as awards for titles, and who has had the province's."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"
#: Invented awards, 分: one of the province; the cities' differ, and some give none.
_PROVINCE = 500_000_00
_CITY = np.array([0, 100_000_00, 200_000_00, 300_000_00])


def draw(chunk: Chunk) -> Table:
    """The same award for all; a city's award is the same for all its firms."""
    rng, missing, city = chunk.rng, chunk.missing, chunk.firms.city
    count = len(city)
    return {
        "title_award": columns.money(np.full(count, _PROVINCE), missing(count)),
        "title_award_paid": columns.booleans(rng.random(count) < 0.2, missing(count)),
        "city_title_award": columns.money(_CITY[city % len(_CITY)], missing(count)),
    }
