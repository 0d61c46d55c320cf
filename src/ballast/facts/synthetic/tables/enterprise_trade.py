"""Foreign trade of a firm: what it trades, how it ships, whether it stores abroad."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers, Mask
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"
ROLES = ("traditional", "ecommerce", "logistics", "domestic")


def draw(chunk: Chunk) -> Table:
    """A fifth of the makers and a tenth of the traders export, most of them by container."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count, groups = len(firms.staff), chunk.setting.groups
    maker, trader = groups.sections("C")[firms.group], groups.sections("F")[firms.group]
    exports = rng.random(count) < np.where(maker, 0.2, np.where(trader, 0.1, 0.01))
    role = _roles(rng, exports, groups.sections("G")[firms.group])
    flags = {
        "exporter": exports,
        "container_shipping": exports & (rng.random(count) < 0.7),
        "overseas_warehouse": (role < 3) & (rng.random(count) < 0.2),
    }
    return {
        "trade_role": columns.chosen(ROLES, role, missing(count)),
        **{name: columns.booleans(held, missing(count)) for name, held in flags.items()},
    }


def _roles(rng: np.random.Generator, exports: Mask, carriers: Mask) -> Integers:
    """Exporters trade in the old way or online; half of the carriers carry over the border."""
    drawn = rng.random(len(exports))
    carries = carriers & (drawn < 0.5)
    return np.where(carries, 2, np.where(exports, np.where(drawn < 0.7, 0, 1), 3))
