"""What the firms of one chunk own: equipment purchases, foreign-investment projects, leases."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Floats, Integers, Mask
from ballast.facts.synthetic.enterprises import Firms, Setting

NATURES = ("new", "capital_increase")
_LIVES = np.array([3, 4, 5, 10])
_LIFE_MIX = {True: (0.25, 0.1, 0.15, 0.5), False: (0.5, 0.25, 0.2, 0.05)}
#: 500万元 and a step to either side, 分: both sides of the line of one-off deduction.
_PURCHASE_MARKS = np.array([5_000_000_00, 4_999_999_99, 5_000_000_01])
#: 3000万 and 5000万美元, the lines of rewards for foreign capital, and the cent below, 分.
_PROJECT_MARKS = np.array([30_000_000_00, 50_000_000_00, 29_999_999_99, 49_999_999_99])
#: Yuan for a dollar in ten-thousandths, by year: near the yearly means of the middle rate.
_DOLLAR = {2021: 64_515, 2022: 67_261}

Table = dict[str, pa.Array]


class Missing:
    """Draws which cells of an optional column are unknown, independently, `share` of them."""

    def __init__(self, rng: np.random.Generator, share: float) -> None:
        self._rng = rng
        self._share = share

    def __call__(self, count: int) -> Mask:
        """A fresh mask of `count` cells."""
        return self._rng.random(count, np.float32) < self._share


def purchases(rng: np.random.Generator, firms: Firms, setting: Setting, missing: Missing) -> Table:
    """Zero to three purchases a company, 10万 to 5000万元, some exactly at 500万元."""
    chance = setting.groups.buys[firms.group] * np.where(
        firms.kind == 0, 1 + (firms.staff > 100), 0
    )
    owner, ordinal = _owned(rng.binomial(3, chance.clip(0, 0.5)))
    count = len(owner)
    value = np.rint(np.exp(rng.normal(0, 1.3, count)) * 600_000).clip(100_000, 50_000_000)
    fen = _with_marks(
        rng, (value // 100).astype(np.int64) * 100_00, _PURCHASE_MARKS, (0.06, 0.02, 0.02)
    )
    machines = setting.groups.sections("BCD")[firms.group[owner]]
    return {
        "purchase": _identifiers("SB", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], _none(count)),
        "purchased_on": columns.dates(setting.today - rng.integers(0, 540, count), missing(count)),
        "newly_bought": columns.booleans(rng.random(count) < 0.9, missing(count)),
        "unit_value": columns.money(fen, missing(count)),
        "minimum_life": columns.integers(_lives(rng, machines), missing(count)),
    }


def projects(rng: np.random.Generator, firms: Firms, setting: Setting, missing: Missing) -> Table:
    """A foreign-investment project in a few companies, mostly 1000万 to 2亿美元."""
    large = np.minimum(firms.staff / 100, 8)
    owner, ordinal = _owned(
        (rng.random(len(firms.staff)) < 0.02 * large * (firms.kind == 0)).astype(np.int64)
    )
    count = len(owner)
    drawn = np.exp(rng.normal(0, 0.9, count)) * 28_000_000
    usd = _with_marks(
        rng,
        drawn.clip(1_000_000, 200_000_000).astype(np.int64) * 100,
        _PROJECT_MARKS,
        (0.06, 0.06, 0.02, 0.02),
    )
    year = setting.as_of.year
    years = year - (rng.random(count) < 0.4).astype(np.int64)
    rate = np.array([_DOLLAR.get(each, 67_000) for each in (year - 1, year)])[years - year + 1]
    return {
        "project": _identifiers("XM", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], _none(count)),
        "city": columns.chosen(setting.places.cities, firms.city[owner], missing(count)),
        "industry": columns.chosen(setting.groups.labels, firms.industry[owner], missing(count)),
        "nature": columns.chosen(NATURES, rng.integers(0, 2, count), missing(count)),
        "year": columns.integers(years, missing(count)),
        "foreign_capital": columns.money(usd, missing(count)),
        "foreign_capital_cny": columns.money(usd // 10_000 * rate, missing(count)),
    }


def leases(rng: np.random.Generator, firms: Firms, setting: Setting, missing: Missing) -> Table:
    """One lease in a quarter of the firms, one in five of them in a state-owned house."""
    owner, ordinal = _owned((rng.random(len(firms.staff)) < 0.25).astype(np.int64))
    count = len(owner)
    rent = firms.staff[owner] * np.exp(rng.normal(0, 0.6, count)) * 700 + 1_500
    months = np.where(rng.random(count) < 0.7, 12, rng.integers(1, 12, count))
    return {
        "lease": _identifiers("ZL", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], _none(count)),
        "state_owned": columns.booleans(rng.random(count) < 0.2, missing(count)),
        "county": columns.chosen(setting.places.counties, firms.county[owner], missing(count)),
        "risk_listed": columns.booleans(rng.random(count) < 0.15, missing(count)),
        "monthly_rent": columns.money(np.rint(rent).astype(np.int64) * 100, missing(count)),
        "months_leased": columns.integers(months, missing(count)),
    }


def _owned(many: Integers) -> tuple[Integers, Integers]:
    """For `many` things a firm: the owner's place and the thing's ordinal (from 1), a row each."""
    owner = np.repeat(np.arange(len(many)), many)
    start = np.cumsum(many) - many
    return owner, np.arange(len(owner)) - start[owner] + 1


def _identifiers(kind: str, serial: Integers, ordinal: Integers) -> pa.Array:
    """SB000001231: the owner's number and one digit, so that no two chunks make one twice."""
    letters = np.tile(columns.prefix([kind]), (len(serial), 1))
    return columns.texts(columns.numbered(letters, serial * 10 + ordinal, 9), _none(len(serial)))


def _with_marks(
    rng: np.random.Generator, fen: Integers, marks: Integers, chances: tuple[float, ...]
) -> Integers:
    """`fen` with each of `marks` put in its share of places: thresholds need both their sides."""
    edges: Floats = np.cumsum(chances)
    place = np.searchsorted(edges, rng.random(len(fen)), side="right")
    return np.where(place < len(marks), marks[np.minimum(place, len(marks) - 1)], fen)


def _lives(rng: np.random.Generator, machines: Mask) -> Integers:
    drawn = {each: rng.choice(_LIVES, len(machines), p=mix) for each, mix in _LIFE_MIX.items()}
    return np.where(machines, drawn[True], drawn[False])


def _none(count: int) -> Mask:
    return np.zeros(count, np.bool_)
