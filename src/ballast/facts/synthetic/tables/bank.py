"""Banks with their seat in the province, a few a city."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, none_missing
from ballast.vocabulary.uscc import CAPACITY, build_many

TABLE = "bank"
_EACH_CITY = 4
_NAME = columns.prefix(["合成银行"])


def draw(chunk: Chunk) -> Table:
    """Balances of 5亿 to some hundred 亿元; most grew, some stood still, some shrank."""
    if not chunk.first:
        return {}
    rng, missing, places = chunk.rng, chunk.missing, chunk.setting.places
    count = len(places.cities) * _EACH_CITY
    place = np.arange(count)
    city = place // _EACH_CITY
    roots = places.roots[places.first[city]]
    # Numbered from the end, where no enterprise of the province has its number.
    codes = build_many(roots, CAPACITY - 1 - place, np.full(count, b"91", "S2"))
    opening = np.rint(np.exp(rng.normal(0, 1, count)) * 30_000).astype(np.int64) * 10_000_000
    growth = np.where(rng.random(count) < 0.1, 0, rng.integers(-50, 300, count))
    unsecured = np.where(rng.random(count) < 0.15, 0, opening // 10)
    return {
        "bank": columns.texts(codes, none_missing(count)),
        "name": columns.texts(
            columns.numbered(np.repeat(_NAME, count, axis=0), place + 1, 4), missing(count)
        ),
        "city": columns.chosen(places.cities, city, missing(count)),
        "local_legal_person": columns.booleans(rng.random(count) < 0.85, missing(count)),
        "qualified": columns.booleans(rng.random(count) < 0.85, missing(count)),
        "opening_balance": columns.money(opening, missing(count)),
        "closing_balance": columns.money(opening + opening // 1_000 * growth, missing(count)),
        "unsecured_loans": columns.money(unsecured, missing(count)),
    }
