"""Foreign-investment projects."""

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

TABLE = "investment_project"
NATURES = ("new", "capital_increase")
#: 3000万 and 5000万美元, the lines of rewards for foreign capital, and the cent below, 分.
_PROJECT_MARKS = np.array([30_000_000_00, 50_000_000_00, 29_999_999_99, 49_999_999_99])
#: Yuan for a dollar in ten-thousandths, by year: near the yearly means of the middle rate.
_DOLLAR = {2021: 64_515, 2022: 67_261}


def draw(chunk: Chunk) -> Table:
    """A foreign-investment project in a few companies, mostly 1000万 to 2亿美元."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    large = np.minimum(firms.staff / 100, 8)
    owner, ordinal = owned(
        (rng.random(len(firms.staff)) < 0.02 * large * (firms.kind == 0)).astype(np.int64)
    )
    count = len(owner)
    drawn = np.exp(rng.normal(0, 0.9, count)) * 28_000_000
    usd = with_marks(
        rng,
        drawn.clip(1_000_000, 200_000_000).astype(np.int64) * 100,
        _PROJECT_MARKS,
        (0.06, 0.06, 0.02, 0.02),
    )
    year = setting.as_of.year
    years = year - (rng.random(count) < 0.4).astype(np.int64)
    rate = np.array([_DOLLAR.get(each, 67_000) for each in (year - 1, year)])[years - year + 1]
    return {
        "project": identifiers("XM", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "industry": columns.chosen(setting.groups.labels, firms.industry[owner], missing(count)),
        "nature": columns.chosen(NATURES, rng.integers(0, 2, count), missing(count)),
        "encouraged": columns.booleans(rng.random(count) < 0.5, missing(count)),
        "year": columns.integers(years, missing(count)),
        "foreign_capital": columns.money(usd, missing(count)),
        "foreign_capital_cny": columns.money(usd // 10_000 * rate, missing(count)),
        "pilot_zone": columns.booleans(rng.random(count) < 0.2, missing(count)),
    }
