"""Houses that firms rent."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import (
    Chunk,
    Table,
    identifiers,
    none_missing,
    owned,
)

TABLE = "lease"


def draw(chunk: Chunk) -> Table:
    """One lease in a quarter of the firms, one in five of them in a state-owned house."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    owner, ordinal = owned((rng.random(len(firms.staff)) < 0.25).astype(np.int64))
    count = len(owner)
    rent = firms.staff[owner] * np.exp(rng.normal(0, 0.6, count)) * 700 + 1_500
    months = np.where(rng.random(count) < 0.7, 12, rng.integers(1, 12, count))
    yuan = np.rint(rent).astype(np.int64)
    waived = np.minimum(rng.choice([0, 3, 6], count, p=(0.8, 0.15, 0.05)), months)
    return {
        "lease": identifiers("ZL", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "state_owned": columns.booleans(rng.random(count) < 0.2, missing(count)),
        "county": columns.chosen(setting.places.counties, firms.county[owner], missing(count)),
        "risk_listed": columns.booleans(rng.random(count) < 0.15, missing(count)),
        "monthly_rent": columns.money(yuan * 100, missing(count)),
        "months_leased": columns.integers(months, missing(count)),
        "months_waived": columns.integers(waived, missing(count)),
        # A house let by its owner pays 12 % of the rent.
        "house_property_tax": columns.money(yuan * 12, missing(count)),
        "house_land_use_tax": columns.money(yuan, missing(count)),
    }
