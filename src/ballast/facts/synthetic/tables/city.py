"""The cities of the province, once each."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, none_missing

TABLE = "city"


def draw(chunk: Chunk) -> Table:
    """Every city with its part in growth, bonds left unspent, and its application.

    The last one has not reported: there are too few for chance to leave something unknown.
    """
    if not chunk.first:
        return {}
    rng, missing, cities = chunk.rng, chunk.missing, chunk.setting.places.cities
    count = len(cities)
    silent = np.arange(count) == count - 1
    applied = rng.random(count) < 0.5
    listed = applied & (rng.random(count) < 0.5)
    return {
        "city": columns.chosen(cities, np.arange(count), none_missing(count)),
        "growth_contribution": columns.ratios(
            rng.integers(-40, 160, count) * 1_000, missing(count) | silent
        ),
        "growth_award": columns.money(rng.integers(1, 40, count) * 50_000_000, missing(count)),
        "first_half_bonds_left": columns.money(_left(rng, count), missing(count) | silent),
        "october_bonds_left": columns.money(_left(rng, count), missing(count) | silent),
        "incentive_applied": columns.booleans(applied, missing(count) | silent),
        "incentive_listed": columns.booleans(listed, missing(count) | silent),
    }


def _left(rng: np.random.Generator, count: int) -> columns.Integers:
    """Nothing in half of the cities, else up to 5亿元, 分."""
    return np.where(rng.random(count) < 0.5, 0, rng.integers(1, 5_000, count) * 10_000_000)
