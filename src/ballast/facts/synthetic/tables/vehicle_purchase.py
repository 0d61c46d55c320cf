"""Vehicles that firms bought."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "vehicle_purchase"
#: Engines in ten-thousandths of a litre: none, small ones, 2.0升 and the step above it.
_ENGINES = np.array([0, 15_000, 18_000, 20_000, 20_010, 25_000, 30_000])


def draw(chunk: Chunk) -> Table:
    """A vehicle in one firm of fifteen; what has no engine runs on new energy."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    owner, ordinal = owned((rng.random(len(firms.staff)) < 0.07).astype(np.int64))
    count = len(owner)
    engine = rng.choice(_ENGINES, count)
    flags = {
        "passenger": rng.random(count) < 0.7,
        "in_halving_period": rng.random(count) < 0.7,
        "within_price_limit": rng.random(count) < 0.8,
        "new_energy_listed": (engine == 0) & (rng.random(count) < 0.9),
        "in_exemption_period": rng.random(count) < 0.95,
    }
    return {
        "vehicle": identifiers("CL", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "displacement": columns.decimals(engine, missing(count)),
        "tax": columns.money(rng.integers(500_000, 6_000_000, count), missing(count)),
        **{name: columns.booleans(held, missing(count)) for name, held in flags.items()},
    }
