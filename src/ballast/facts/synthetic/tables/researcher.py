"""Researchers who apply for a senior title."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "researcher"
CLUSTERS = (
    *("electronics", "petrochemicals", "appliances", "vehicles", "materials", "textiles"),
    *("software", "displays", "biomedicine", "agriculture", "semiconductors", "equipment"),
    *("robots", "blockchain", "frontier_materials", "new_energy", "laser"),
    *("digital_creativity", "safety", "instruments", "outside"),
)
ACHIEVEMENTS = ("breakthrough", "engineering", "other_landmark", "none")


def draw(chunk: Chunk) -> Table:
    """Up to two a company or institute, more in industry, software and science."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    inventive = chunk.setting.groups.sections("CIM")[firms.group]
    chance = np.clip(firms.staff / 3_000, 0.002, 0.3) * inventive * (firms.kind != 1)
    owner, ordinal = owned(rng.binomial(2, chance))
    count = len(owner)
    cluster = np.where(rng.random(count) < 0.2, len(CLUSTERS) - 1, rng.integers(0, 20, count))
    return {
        "researcher": identifiers("KY", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "cluster": columns.chosen(CLUSTERS, cluster, missing(count)),
        "achievement": columns.chosen(ACHIEVEMENTS, rng.integers(0, 4, count), missing(count)),
        "core_problem_solved": columns.booleans(rng.random(count) < 0.15, missing(count)),
    }
