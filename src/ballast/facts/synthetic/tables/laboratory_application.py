"""Applications to host a provincial laboratory for quality and standards."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "laboratory_application"
FIELDS = (
    *("advanced_equipment", "intelligent_manufacturing", "green_manufacturing"),
    *("service_manufacturing", "other_upgrading", "new_energy", "new_materials"),
    *("information_technology", "biomedicine", "other_emerging", "outside"),
)


def draw(chunk: Chunk) -> Table:
    """One application of a few companies, more often of large manufacturers."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    maker = chunk.setting.groups.sections("C")[firms.group]
    chance = np.where(maker, 0.01 + (firms.staff > 300) * 0.05, 0.001) * (firms.kind == 0)
    owner, ordinal = owned((rng.random(len(chance)) < chance).astype(np.int64))
    count = len(owner)
    return {
        "application": identifiers("SY", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "field": columns.chosen(FIELDS, rng.integers(0, len(FIELDS), count), missing(count)),
    }
