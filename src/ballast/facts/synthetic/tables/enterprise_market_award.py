"""What the notices of a province set for those who win markets: targets, sizes, awards."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table

TABLE = "enterprise"
#: 1000万元, the highest award for vehicles, and amounts to either side of it, 分.
_VEHICLE_AWARDS = (3_000_000_00, 8_000_000_00, 10_000_000_00, 10_000_000_01, 15_000_000_00)
_MEDICINE_REVENUE = 100_000_000_00
#: Invented targets of growth, in millionths: they stand for what each notice would set.
_TARGETS = (50_000, 100_000)


def draw(chunk: Chunk) -> Table:
    """Targets of 5 % or 10 %, awards of 1万 to 120万元 and, for vehicles, to 1500万元."""
    rng, missing = chunk.rng, chunk.missing
    count = len(chunk.firms.staff)
    targets = ("vehicle_growth_target", "machinery_output_target", "machinery_volume_target")
    awards = ("consumer_award", "medicine_award", "machinery_award")
    floor = np.full(count, _MEDICINE_REVENUE)
    return {
        "vehicle_award": columns.money(rng.choice(_VEHICLE_AWARDS, count), missing(count)),
        "medicine_revenue_floor": columns.money(floor, missing(count)),
        **{name: columns.ratios(rng.choice(_TARGETS, count), missing(count)) for name in targets},
        **{
            name: columns.money(rng.integers(1, 120, count) * 1_000_000, missing(count))
            for name in awards
        },
    }
