"""Energy of a firm that does not count into the total."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"


def draw(chunk: Chunk) -> Table:
    """More renewable power in one firm of ten; feedstock in oil, chemicals and medicine."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count, groups = len(firms.staff), chunk.setting.groups
    feeds = np.isin(groups.names, ("petroleum", "chemicals", "medicine"))[firms.group]
    tonnes = firms.staff * rng.integers(1, 20, count) * 10_000
    more = np.where(rng.random(count) < 0.1, tonnes // 100, 0)
    feedstock = np.where(feeds & (rng.random(count) < 0.6), tonnes, 0)
    return {
        "renewable_increase": columns.decimals(more, missing(count)),
        "feedstock_energy": columns.decimals(feedstock, missing(count)),
    }
