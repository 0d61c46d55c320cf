"""Quality prizes that firms, or people who work there, were given."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "quality_award"
PRIZES = ("china", "china_nomination", "provincial", "provincial_nomination", "city")
_PRIZE_MIX = (0.05, 0.15, 0.3, 0.2, 0.3)
#: Invented sums, 分: they stand for what the rules of a prize would announce.
_SUMS = np.array([1_000_000_00, 2_000_000_00, 3_000_000_00])


def draw(chunk: Chunk) -> Table:
    """A prize in one of several hundred firms but 个体工商户, within the last year and a half."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    chance = np.clip(firms.staff / 10_000, 0.001, 0.05) * (firms.kind != 1)
    owner, ordinal = owned((rng.random(len(chance)) < chance).astype(np.int64))
    count = len(owner)
    awarded = chunk.setting.today - rng.integers(0, 500, count)
    prize = rng.choice(len(PRIZES), count, p=_PRIZE_MIX)
    return {
        "award": identifiers("JL", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "prize": columns.chosen(PRIZES, prize, missing(count)),
        "awarded_on": columns.dates(awarded, missing(count)),
        "announced_amount": columns.money(rng.choice(_SUMS, count), missing(count)),
    }
