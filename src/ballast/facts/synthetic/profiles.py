"""What the synthetic province is shaped by: `industries.csv` and `cities.csv` beside this file.

Round figures in the order of magnitude of public statistics: a city's weight is its GDP of 2022 in
亿元, its specialities say how many times as common an industry is there. They make the joint
distribution plausible and are evidence for nothing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).resolve().parent
_NUMBERS = (
    *("share", "staff", "spread", "output", "wage", "capital", "margin"),
    *("solo", "buys", "hazard", "restricted"),
)


@dataclass(frozen=True)
class Industries:
    """Groups of industries, one place a group in every array.

    `share` of all firms; `staff` median and `spread` (sigma of its logarithm); `output` median
    revenue a head and `wage` a year, both 万元; `capital` assets over revenue; `margin` taxable
    income over revenue; `solo` share of 个体工商户; `buys` chance of an equipment purchase;
    `hazard` rate of 工伤保险, in ten-thousandths of wages; `restricted` share in 限制类 industries.
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    share: NDArray[np.float64]
    staff: NDArray[np.float64]
    spread: NDArray[np.float64]
    output: NDArray[np.float64]
    wage: NDArray[np.float64]
    capital: NDArray[np.float64]
    margin: NDArray[np.float64]
    solo: NDArray[np.float64]
    buys: NDArray[np.float64]
    hazard: NDArray[np.float64]
    restricted: NDArray[np.float64]

    @cached_property
    def labels(self) -> list[str]:
        """Every code, group after group."""
        return [code for codes in self.codes for code in codes]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many codes each group has."""
        return np.array([len(codes) for codes in self.codes], np.int64)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where each group's codes begin among `labels`."""
        return np.cumsum(self.counts) - self.counts

    def sections(self, letters: str) -> NDArray[np.bool_]:
        """Which groups belong to one of the sections `letters` of GB/T 4754."""
        return np.array([codes[0][0] in letters for codes in self.codes])


def industries() -> Industries:
    """The industries of the synthetic province."""
    with (_HERE / "industries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = (np.array([float(row[column]) for row in rows]) for column in _NUMBERS)
    names = tuple(row["name"] for row in rows)
    return Industries(names, tuple(tuple(row["codes"].split()) for row in rows), *numbers)


def mixes(cities: list[str], groups: Industries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cumulative shares of firms: over `cities`, shape (c,), over groups in each, shape (c, g)."""
    with (_HERE / "cities.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"]: row for row in csv.DictReader(file)}
    weights = np.array([float(known[city]["weight"]) if city in known else 1.0 for city in cities])
    shares = np.tile(groups.share, (len(cities), 1))
    for place, city in enumerate(cities):
        for item in known.get(city, {"specialities": ""})["specialities"].split():
            name, times = item.split("=")
            shares[place, groups.names.index(name)] *= float(times)
    return _cumulative(weights), _cumulative(shares)


def _cumulative(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = np.cumsum(shares, axis=-1)
    return np.asarray(sums / sums[..., -1:])
