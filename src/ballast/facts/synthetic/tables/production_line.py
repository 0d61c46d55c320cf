"""Production lines with much energy: in heavy industry, power stations, some elsewhere."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers
from ballast.facts.synthetic.drawing import (
    Chunk,
    Table,
    identifiers,
    none_missing,
    owned,
    with_marks,
)

TABLE = "production_line"
PRODUCTS = ("aluminium", "coal_power", "other")
STAGES = ("existing", "building", "planned")
#: Groups of industries whose lines fall under stepped prices; few firms, mostly with a line, are
#: in those that smelt or burn coal.
_HEAVY = ("petroleum", "chemicals", "building_materials", "metals", "utilities")
_FEW = ("metals", "utilities")
#: Ten-thousandths of 千瓦时/吨 and of 克标准煤/千瓦时: the lines and a step above or below.
_POWER_MARKS = np.array([136_500_000, 136_500_001, 136_700_000, 134_500_000])
_COAL_MARKS = np.array([3_000_000, 2_999_999])
#: Invented prices of a step, ten-thousandths of a yuan: they stand for what would be announced.
_SURCHARGES = np.array([100, 200, 500, 1_000])


def draw(chunk: Chunk) -> Table:
    """A line in a quarter or more of the heavy companies; consumption round its two levels."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    heavy = np.isin(setting.groups.names, _HEAVY)[firms.group]
    few = np.isin(setting.groups.names, _FEW)[firms.group]
    chance = np.where(firms.kind == 0, 0.01 + 0.25 * heavy + 0.6 * few, 0)
    owner, ordinal = owned((rng.random(len(heavy)) < chance).astype(np.int64))
    count = len(owner)
    names = np.array(setting.groups.names)[firms.group[owner]]
    benchmark = rng.integers(80, 600, count) * 10_000
    baseline = benchmark * 6 // 5
    return {
        "line": identifiers("CX", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "product": columns.chosen(PRODUCTS, _products(rng, names), missing(count)),
        "high_energy": columns.booleans(heavy[owner], missing(count)),
        "stage": columns.chosen(STAGES, rng.choice(3, count, p=(0.8, 0.1, 0.1)), missing(count)),
        "energy_per_unit": columns.decimals(_consumed(rng, benchmark, baseline), missing(count)),
        "baseline_level": columns.decimals(baseline, missing(count)),
        "benchmark_level": columns.decimals(benchmark, missing(count)),
        "electricity": columns.decimals(
            rng.integers(100, 50_000, count) * 100_000_000, missing(count)
        ),
        "announced_surcharge": columns.decimals(rng.choice(_SURCHARGES, count), missing(count)),
        "aluminium_power": columns.decimals(
            with_marks(
                rng, rng.integers(13_200, 14_200, count) * 10_000, _POWER_MARKS, (0.05,) * 4
            ),
            missing(count),
        ),
        "coal_consumption": columns.decimals(
            with_marks(rng, rng.integers(270, 340, count) * 10_000, _COAL_MARKS, (0.05, 0.05)),
            missing(count),
        ),
    }


def _products(rng: np.random.Generator, names: columns.Mask) -> Integers:
    """A third of the metal works smelt aluminium, half of the utilities burn coal."""
    drawn = rng.random(len(names))
    smelts = (names == "metals") & (drawn < 0.33)
    burns = (names == "utilities") & (drawn < 0.5)
    return np.where(smelts, 0, np.where(burns, 1, 2))


def _consumed(rng: np.random.Generator, benchmark: Integers, baseline: Integers) -> Integers:
    """Between a tenth under the benchmark and a quarter over the baseline, some exactly on one."""
    drawn = benchmark * rng.integers(90, 150, len(benchmark)) // 100
    pick = rng.random(len(benchmark))
    return np.where(pick < 0.08, benchmark, np.where(pick < 0.16, baseline, drawn))
