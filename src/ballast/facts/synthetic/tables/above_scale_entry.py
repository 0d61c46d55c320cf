"""Companies that enter the statistics of industry above the designated size."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "above_scale_entry"


def draw(chunk: Chunk) -> Table:
    """One application in thirty industrial companies; some will enter only after the day."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    industrial = setting.groups.sections("BCD")[firms.group] & (firms.kind == 0)
    owner, ordinal = owned((rng.random(len(industrial)) < 0.03 * industrial).astype(np.int64))
    count = len(owner)
    entered = setting.today + rng.integers(-500, 90, count)
    completed = entered - rng.integers(20, 400, count)
    return {
        "entry": identifiers("RT", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "private": columns.booleans(rng.random(count) < 0.85, missing(count)),
        "newly_built": columns.booleans(rng.random(count) < 0.6, missing(count)),
        "completed_on": columns.dates(completed, missing(count)),
        "entered_on": columns.dates(entered, missing(count)),
        "completion_award": columns.money(
            rng.choice([200_000_00, 500_000_00], count), missing(count)
        ),
        "entry_award": columns.money(np.full(count, 200_000_00), missing(count)),
    }
