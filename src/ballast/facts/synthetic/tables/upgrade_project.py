"""Technical-transformation projects of industrial companies."""

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

TABLE = "upgrade_project"
DIRECTIONS = ("premium", "smart", "green", "carbon", "digital", "renewal", "other")
#: Invented terms of a call for applications, 分: they stand for what a city would announce.
_FLOOR = 3_000_000_00
_CEILING = 10_000_000_00
#: The floor and a step to either side, 分.
_MARKS = np.array([_FLOOR, _FLOOR - 1, _FLOOR + 1])


def draw(chunk: Chunk) -> Table:
    """At most one project a company of mining, manufacturing or utilities; half are complete."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    industrial = setting.groups.sections("BCD")[firms.group] & (firms.kind == 0)
    owner, ordinal = owned((rng.random(len(industrial)) < 0.12 * industrial).astype(np.int64))
    count = len(owner)
    equipment = with_marks(rng, _equipment(rng, firms.assets[owner]), _MARKS, (0.05, 0.03, 0.02))
    loan = equipment // 200 * rng.integers(0, 120, count)
    started = setting.today - rng.integers(30, 900, count)
    finished = started + rng.integers(60, 720, count)
    return {
        "project": identifiers("JG", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "industry": columns.chosen(setting.groups.labels, firms.industry[owner], missing(count)),
        "direction": columns.chosen(DIRECTIONS, rng.integers(0, 7, count), missing(count)),
        "filed": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "listed": columns.booleans(rng.random(count) < 0.5, missing(count)),
        "started_on": columns.dates(started, missing(count)),
        "completed_on": columns.dates(finished, missing(count)),
        "completed": columns.booleans(finished <= setting.today, missing(count)),
        "total_investment": columns.money(equipment * 5 // 4, missing(count)),
        "equipment_investment": columns.money(equipment, missing(count)),
        "loan_balance": columns.money(loan, missing(count)),
        "announced_floor": columns.money(np.full(count, _FLOOR), missing(count)),
        "announced_rate": columns.ratios(rng.choice([150_000, 200_000], count), missing(count)),
        "announced_ceiling": columns.money(np.full(count, _CEILING), missing(count)),
    }


def _equipment(rng: np.random.Generator, assets: Integers) -> Integers:
    """Some per cent of the assets, 10万元 to 10亿元, in whole yuan."""
    part = assets * rng.beta(1.5, 8, len(assets))
    return part.clip(100_000_00, 1_000_000_000_00).astype(np.int64) // 100 * 100
