"""Vehicles and vessels of firms with a year's tax on them."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "vehicle_tax"
CATALOGUES = ("energy_saving", "new_energy", "unlisted")
#: Invented shares of relief by catalogue, millionths: they stand for what the notice would say.
_RELIEF = np.array([500_000, 1_000_000, 0])


def draw(chunk: Chunk) -> Table:
    """None to two a firm; two in five stand in a catalogue."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    owner, ordinal = owned(rng.binomial(2, 0.05, len(firms.staff)))
    count = len(owner)
    catalogue = rng.choice(3, count, p=(0.15, 0.25, 0.6))
    return {
        "vehicle": identifiers("CC", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "catalogue": columns.chosen(CATALOGUES, catalogue, missing(count)),
        "tax": columns.money(rng.integers(60, 5_400, count) * 1_00, missing(count)),
        "relief_rate": columns.ratios(_RELIEF[catalogue], missing(count)),
    }
