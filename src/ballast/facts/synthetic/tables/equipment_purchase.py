"""Equipment that companies bought."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers, Mask
from ballast.facts.synthetic.drawing import (
    Chunk,
    Table,
    identifiers,
    none_missing,
    owned,
    with_marks,
)

TABLE = "equipment_purchase"
_LIVES = np.array([3, 4, 5, 10])
_LIFE_MIX = {True: (0.25, 0.1, 0.15, 0.5), False: (0.5, 0.25, 0.2, 0.05)}
#: 500万元 and a step to either side, 分: both sides of the line of one-off deduction.
_PURCHASE_MARKS = np.array([5_000_000_00, 4_999_999_99, 5_000_000_01])


def draw(chunk: Chunk) -> Table:
    """Zero to three purchases a company, 10万 to 5000万元, some exactly at 500万元."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    chance = setting.groups.buys[firms.group] * np.where(
        firms.kind == 0, 1 + (firms.staff > 100), 0
    )
    owner, ordinal = owned(rng.binomial(3, chance.clip(0, 0.5)))
    count = len(owner)
    value = np.rint(np.exp(rng.normal(0, 1.3, count)) * 600_000).clip(100_000, 50_000_000)
    fen = with_marks(
        rng, (value // 100).astype(np.int64) * 100_00, _PURCHASE_MARKS, (0.06, 0.02, 0.02)
    )
    machines = setting.groups.sections("BCD")[firms.group[owner]]
    bought = setting.today - rng.integers(0, 540, count)
    return {
        "purchase": identifiers("SB", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "purchased_on": columns.dates(bought, missing(count)),
        "newly_bought": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "unit_value": columns.money(fen, missing(count)),
        "minimum_life": columns.integers(_lives(rng, machines), missing(count)),
        "used_from": columns.dates(_used_from(rng, bought, setting.today), missing(count)),
        "metering_instrument": columns.booleans(rng.random(count) < 0.15, missing(count)),
    }


def _lives(rng: np.random.Generator, machines: Mask) -> Integers:
    drawn = {each: rng.choice(_LIVES, len(machines), p=mix) for each, mix in _LIFE_MIX.items()}
    return np.where(machines, drawn[True], drawn[False])


def _used_from(rng: np.random.Generator, bought: Integers, today: int) -> Integers:
    """Within two months of the purchase, and not after `today`."""
    return np.asarray(np.minimum(bought + rng.integers(0, 60, len(bought)), today))
