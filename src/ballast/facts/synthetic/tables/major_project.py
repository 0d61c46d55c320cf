"""Large projects of industrial companies, from 1亿 to some hundred 亿元."""

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

TABLE = "major_project"
FIELDS = ("carbon", "coal", "outside")
GREEN = ("wind_solar", "energy_saving", "outside")
#: 100亿 and 50亿元, the lines of key projects, and the 分 below each.
_MARKS = np.array([10_000_000_000_00, 9_999_999_999_99, 5_000_000_000_00, 4_999_999_999_99])
#: Chances of each flag.
_FLAGS = {
    "listed": 0.6,
    "old_area": 0.3,
    "urgent": 0.3,
    "spatial_plan_approved": 0.4,
    "energy_listed": 0.2,
    "eia_complete": 0.7,
    "eia_commitment": 0.4,
    "emission_needed": 0.4,
    "emission_fits": 0.7,
}


def draw(chunk: Chunk) -> Table:
    """One in some companies, more often in large ones and in industry."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    industrial = setting.groups.sections("BCD")[firms.group]
    chance = np.minimum(firms.staff / 500, 0.8) * np.where(industrial, 0.3, 0.05)
    owner, ordinal = owned(((rng.random(len(chance)) < chance) & (firms.kind == 0)).astype(int))
    count = len(owner)
    drawn = (np.exp(rng.normal(0, 1.2, count)) * 3_000_000).clip(100_000, 50_000_000)
    total = with_marks(rng, drawn.astype(np.int64) * 1_000_00, _MARKS, (0.05, 0.03, 0.05, 0.03))
    spent = np.where(rng.random(count) < 0.2, 0, total // 100 * rng.integers(1, 60, count))
    return {
        "project": identifiers("ZD", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "industry": columns.chosen(setting.groups.labels, firms.industry[owner], missing(count)),
        "started_on": columns.dates(
            setting.today - rng.integers(-300, 1_200, count), missing(count)
        ),
        "total_investment": columns.money(total, missing(count)),
        "fixed_investment": columns.money(spent, missing(count)),
        "announced_award_rate": columns.ratios(np.full(count, 10_000), missing(count)),
        "relending_field": columns.chosen(
            FIELDS, rng.choice(3, count, p=(0.2, 0.1, 0.7)), missing(count)
        ),
        "green_build": columns.chosen(
            GREEN, rng.choice(3, count, p=(0.1, 0.2, 0.7)), missing(count)
        ),
        **{
            name: columns.booleans(rng.random(count) < share, missing(count))
            for name, share in _FLAGS.items()
        },
    }
