"""Lists on which a firm stands: champions, specialised firms, joint stock, listing."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Floats, Mask
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"


def draw(chunk: Chunk) -> Table:
    """Recognition grows with size, from one or two in a hundred small manufacturers."""
    return {
        name: columns.booleans(held, chunk.missing(len(held)))
        for name, held in _recognised(chunk).items()
    }


def _recognised(chunk: Chunk) -> dict[str, Mask]:
    """Whoever is listed is a joint-stock company; champions and 小巨人 come from manufacturing."""
    rng, firms = chunk.rng, chunk.firms
    company = firms.kind == 0
    maker = company & chunk.setting.groups.sections("C")[firms.group]

    def some(among: Mask, least: float, most: float) -> Mask:
        chance: Floats = np.clip(firms.staff / 20_000, least, most)
        return np.asarray(among & (rng.random(len(among)) < chance))

    joint_stock = some(company, 0.01, 0.3)
    specialised = some(maker, 0.02, 0.2)
    return {
        "joint_stock": joint_stock,
        "listed": joint_stock & (rng.random(len(company)) < 0.3),
        "top_500": some(company & (firms.staff > 3_000), 0.1, 0.5),
        "chain_leader": some(maker & (firms.staff > 300), 0.01, 0.2),
        "single_champion": some(maker, 0.01, 0.1),
        "provincial_champion": some(maker, 0.015, 0.15),
        "little_giant": specialised & (rng.random(len(company)) < 0.25),
        "specialised_sme": specialised,
        "technology_centre": some(maker, 0.01, 0.25),
        "innovation_centre": some(maker, 0.002, 0.02),
    }
