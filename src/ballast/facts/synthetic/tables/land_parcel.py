"""Parcels of industrial and mixed land that cities prepare for supply."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers
from ballast.facts.synthetic.drawing import Chunk, Table, none_missing

TABLE = "land_parcel"
USES = ("mixed", "new_industry", "industry", "other")
SUPPLIES = ("auction", "agreement", "lease", "allocation")
_EACH_CITY = 30
_PREFIX = columns.prefix(["ZD"])
_PARTS = ("industrial", "commercial", "other")


def draw(chunk: Chunk) -> Table:
    """Thirty parcels a city; industry has a third to all of the floor, often exactly half."""
    if not chunk.first:
        return {}
    rng, missing, places = chunk.rng, chunk.missing, chunk.setting.places
    count = len(places.cities) * _EACH_CITY
    place = np.arange(count)
    land = rng.integers(5, 200, count) * 1_000
    floors, prices = _floors(rng, land), _prices(rng, count)
    return {
        "parcel": columns.texts(
            columns.numbered(np.repeat(_PREFIX, count, axis=0), place + 1, 6), none_missing(count)
        ),
        "city": columns.chosen(places.cities, place // _EACH_CITY, missing(count)),
        "planned_use": columns.chosen(
            USES, rng.choice(4, count, p=(0.5, 0.2, 0.2, 0.1)), missing(count)
        ),
        "stock_state_industrial": columns.booleans(rng.random(count) < 0.7, missing(count)),
        "supply": columns.chosen(
            SUPPLIES, rng.choice(4, count, p=(0.7, 0.15, 0.1, 0.05)), missing(count)
        ),
        "land_area": columns.decimals(land * 10_000, missing(count)),
        "housing_area": columns.decimals(
            np.where(rng.random(count) < 0.9, 0, land * 1_000), missing(count)
        ),
        "proposed_price": columns.money(_proposed(rng, land, floors, prices), missing(count)),
        **{
            f"{part}_area": columns.decimals(floors[part] * 10_000, missing(count))
            for part in _PARTS
        },
        **{f"{part}_price": columns.money(prices[part], missing(count)) for part in _PARTS},
    }


def _floors(rng: np.random.Generator, land: Integers) -> dict[str, Integers]:
    """Floor by use in 平方米: twice the land, a tenth of the parcels with industry alone."""
    tenths = rng.choice([3, 4, 5, 6, 7, 8, 10], len(land), p=(0.1, 0.1, 0.3, 0.2, 0.1, 0.1, 0.1))
    industrial = land * 2 // 10 * tenths
    rest = land * 2 - industrial
    commercial = rest * rng.integers(0, 3, len(land)) // 2
    return {"industrial": industrial, "commercial": commercial, "other": rest - commercial}


def _prices(rng: np.random.Generator, count: int) -> dict[str, Integers]:
    """分 for a 平方米: commerce is dearest."""
    industrial = rng.integers(300, 1_500, count) * 100
    return {"industrial": industrial, "commercial": industrial * 5, "other": industrial * 2}


def _proposed(
    rng: np.random.Generator,
    land: Integers,
    floors: dict[str, Integers],
    prices: dict[str, Integers],
) -> Integers:
    """Between half and nine tenths of the weighted price of the land, often seven tenths, 分."""
    weighted = sum((floors[part] // 100 * prices[part] for part in _PARTS), land * 0)
    part = np.where(rng.random(len(land)) < 0.2, 70, rng.integers(50, 90, len(land)))
    return np.asarray(weighted * part // 2)
