"""A firm's quarterly output and the lists of a province's campaign for steady growth."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"
LISTS = ("unlisted", "potential", "distressed")
#: 2000万元 of main revenue: who falls under it leaves the statistics, 分.
_ABOVE_SCALE = 20_000_000_00


def draw(chunk: Chunk) -> Table:
    """Output of industry alone; growth between minus a third and a half, often exactly 10 %."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count = len(firms.staff)
    industrial = chunk.setting.groups.sections("BCD")[firms.group] & (firms.kind == 0)
    before = np.where(industrial, firms.main_revenue // 40 * 10, 0)
    tenths = np.where(rng.random(count) < 0.1, 110, rng.integers(67, 150, count))
    large = industrial & (firms.main_revenue > _ABOVE_SCALE // 10 * 8)
    flags = {
        "leading_enterprise": large & (rng.random(count) < 0.4),
        "above_scale_listed": large & (rng.random(count) < 0.9),
        "supply_chain_listed": large & (rng.random(count) < 0.1),
        "trade_listed": large & (rng.random(count) < 0.1),
    }
    listed = np.where(large & (rng.random(count) < 0.4), rng.integers(1, 3, count), 0)
    return {
        "quarter_output": columns.money(before // 100 * tenths, missing(count)),
        "quarter_output_before": columns.money(before, missing(count)),
        "growth_list": columns.chosen(LISTS, listed, missing(count)),
        "growth_target": columns.ratios(rng.choice([50_000, 100_000], count), missing(count)),
        "growth_award": columns.money(rng.integers(1, 20, count) * 5_000_000, missing(count)),
        **{name: columns.booleans(held, missing(count)) for name, held in flags.items()},
    }
