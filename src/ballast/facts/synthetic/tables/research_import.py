"""Goods for research that firms and institutions imported."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "research_import"


def draw(chunk: Chunk) -> Table:
    """None to two entries in manufacturing, software, science and schools."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    active = chunk.setting.groups.sections("CIMP")[firms.group] & (firms.kind != 1)
    owner, ordinal = owned(rng.binomial(2, np.where(active, 0.03, 0)))
    count = len(owner)
    value = np.rint(np.exp(rng.normal(0, 1.2, count)) * 300_000_00).astype(np.int64)
    duty = value * rng.choice([0, 2, 5, 8], count) // 100
    luxury = np.where(rng.random(count) < 0.03, value // 20, 0)
    return {
        "entry": identifiers("JK", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "recognised_body": columns.booleans(rng.random(count) < 0.5, missing(count)),
        "research_use": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "not_made_at_home": columns.booleans(rng.random(count) < 0.7, missing(count)),
        "customs_duty": columns.money(duty, missing(count)),
        "import_vat": columns.money((value + duty + luxury) * 13 // 100, missing(count)),
        "import_consumption_tax": columns.money(luxury, missing(count)),
    }
