"""Profits that companies distributed to investors, some of them put into a company again."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "profit_distribution"
PURPOSES = (
    *("capital_increase", "new_enterprise", "equity_unrelated", "strategic_listed"),
    *("listed_shares", "equity_related", "remitted"),
)
_PURPOSE_MIX = (0.35, 0.15, 0.15, 0.05, 0.1, 0.1, 0.1)
#: The statutory rate and the rate of many tax treaties, in millionths.
_RATES = np.array([100_000, 50_000])


def draw(chunk: Chunk) -> Table:
    """One distribution of a few companies with profit, a fifth or more of their taxable income."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    profitable = (firms.kind == 0) & (firms.taxable_income > 0)
    chance = np.clip(firms.staff / 5_000, 0.003, 0.1) * profitable
    owner, ordinal = owned((rng.random(len(chance)) < chance).astype(np.int64))
    count = len(owner)
    paid = chunk.setting.today - rng.integers(0, 500, count)
    profit = firms.taxable_income[owner] // 100 * rng.integers(20, 81, count)
    flags = {
        "nonresident": 0.8,
        "retained_earnings": 0.9,
        "direct_transfer": 0.9,
        "prohibited_field": 0.05,
    }
    return {
        "distribution": identifiers("LR", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "distributed_on": columns.dates(paid, missing(count)),
        "purpose": columns.chosen(
            PURPOSES, rng.choice(len(PURPOSES), count, p=_PURPOSE_MIX), missing(count)
        ),
        "reinvested_profit": columns.money(profit, missing(count)),
        "withholding_rate": columns.ratios(rng.choice(_RATES, count), missing(count)),
        **{
            name: columns.booleans(rng.random(count) < share, missing(count))
            for name, share in flags.items()
        },
    }
