"""What a firm shows to be recognised as 专精特新: its niche, research, capital and score."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table
from ballast.facts.synthetic.enterprises import share

TABLE = "enterprise"


def draw(chunk: Chunk) -> Table:
    """Research of 3 % of revenue is as common as more and less; scores lie around 60."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count = len(firms.staff)
    maker = chunk.setting.groups.sections("CI")[firms.group] & (firms.kind == 0)
    last = firms.revenue // 10_000 * rng.integers(7_000, 12_000, count)
    parts = np.where(rng.random(count) < 0.2, 300, rng.integers(0, 900, count))
    spent = np.where(maker, share(last, parts, 10_000), 0)
    equity = np.where(rng.random(count) < 0.03, rng.integers(1, 80, count) * 100_000_000, 0)
    years = np.minimum((chunk.setting.today - firms.founded_on) // 365, rng.integers(0, 15, count))
    points = rng.integers(30, 95, count) * 10_000
    return {
        "niche_years": columns.integers(years, missing(count)),
        "research_expense": columns.money(spent, missing(count)),
        "research_mean": columns.money(spent // 10 * 9, missing(count)),
        "last_revenue": columns.money(last, missing(count)),
        "new_equity": columns.money(equity, missing(count)),
        "sme_score": columns.decimals(points, missing(count)),
        "science_prize": columns.booleans(maker & (rng.random(count) < 0.01), missing(count)),
        "maker_finalist": columns.booleans(maker & (rng.random(count) < 0.01), missing(count)),
    }
