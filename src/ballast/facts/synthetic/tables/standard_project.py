"""Standards that firms made or revised."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "standard_project"
LEVELS = ("international", "foreign_advanced", "national", "industry", "local", "group")
ROLES = ("lead", "participant")
_LEVEL_MIX = (0.25, 0.15, 0.2, 0.15, 0.1, 0.15)
#: Invented sums for an item, 分: they stand for what a year's notice would announce.
_SUMS = np.array([100_000_00, 300_000_00, 500_000_00])


def draw(chunk: Chunk) -> Table:
    """Zero to two standards a company, published within a year and a half before the day."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    chance = np.clip(firms.staff / 4_000, 0.004, 0.3) * (firms.kind != 1)
    owner, ordinal = owned(rng.binomial(2, chance))
    count = len(owner)
    published = chunk.setting.today - rng.integers(0, 500, count)
    level = rng.choice(len(LEVELS), count, p=_LEVEL_MIX)
    return {
        "project": identifiers("BZ", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "level": columns.chosen(LEVELS, level, missing(count)),
        "role": columns.chosen(ROLES, rng.integers(0, 2, count), missing(count)),
        "published_on": columns.dates(published, missing(count)),
        "announced_amount": columns.money(rng.choice(_SUMS, count), missing(count)),
    }
