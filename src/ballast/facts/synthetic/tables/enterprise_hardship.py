"""Relief from taxes on houses and land that was granted to firms in hardship."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"


def draw(chunk: Chunk) -> Table:
    """Granted to one firm in fifty, up to 10万元; to the others nothing."""
    rng, missing = chunk.rng, chunk.missing
    count = len(chunk.firms.staff)
    granted = rng.random(count) < 0.02
    relief = np.where(granted, rng.integers(1_000_00, 100_000_00, count), 0)
    return {
        "hardship_recognised": columns.booleans(granted, missing(count)),
        "hardship_relief": columns.money(relief, missing(count)),
    }
