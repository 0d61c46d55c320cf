"""The enterprises of one chunk: city, then industry, then size, then what follows from size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ballast.facts.synthetic.columns import Bytes, Floats, Integers, Mask
from ballast.facts.synthetic.profiles import Industries
from ballast.vocabulary.uscc import build_many

KINDS = ("company", "individual_business", "social_organisation")
VAT_PAYERS = ("general", "small_scale")
#: 登记管理部门和机构类别 of each kind: 市场监管 enterprise, 个体工商户, 民政 social group.
_REGISTERS = np.array([b"91", b"92", b"51"], "S2")
#: Annual taxable sales over which a firm must register as general VAT payer, 分.
_GENERAL_PAYER = 5_000_000_00
_WAN = 10_000_00
#: 1949-10-01, before which no firm of the province was founded.
_EARLIEST = (date(1949, 10, 1) - date(1970, 1, 1)).days
_LARGEST_STAFF = 200_000
_LARGEST_MONEY = 10**15


@dataclass(frozen=True)
class Places:
    """The cities of a province and, concatenated, their counties (towns where there are none).

    `first` and `many` say where a city's counties begin and how many it has; `roots` is the region
    in the firm's code, which has six digits.
    """

    cities: list[str]
    counties: list[str]
    first: Integers
    many: Integers
    roots: NDArray[np.bytes_]
    city_mix: Floats
    industry_mix: Floats


@dataclass(frozen=True)
class Firms:
    """Numpy columns of one chunk; money is integer 分, dates are days since 1970-01-01."""

    serial: Integers
    uscc: Bytes
    kind: Integers
    city: Integers
    county: Integers
    group: Integers
    industry: Integers
    founded_on: Integers
    restricted: Mask
    staff: Integers
    revenue: Integers
    main_revenue: Integers
    assets: Integers
    staff_mean: Integers
    assets_mean: Integers
    taxable_income: Integers
    vat_payer: Integers


@dataclass(frozen=True)
class Setting:
    """What every chunk shares: the province, its industries, and the day of the facts."""

    places: Places
    groups: Industries
    as_of: date

    @property
    def today(self) -> int:
        """The day of the facts as days since 1970-01-01."""
        return (self.as_of - date(1970, 1, 1)).days


def draw(rng: np.random.Generator, serial: Integers, setting: Setting) -> Firms:
    """The firms of the numbers `serial` (from 0), as known on the setting's day."""
    count, places, groups = len(serial), setting.places, setting.groups
    city = np.searchsorted(places.city_mix, rng.random(count), side="right")
    county = places.first[city] + _lean(rng, places.many[city])
    group = (rng.random(count)[:, None] > places.industry_mix[city]).sum(axis=1)
    kind = _kinds(rng, group, groups)
    staff = _staff(rng, group, kind, groups)
    revenue = _money(staff * groups.output[group] * _WAN * _around(rng, count, 0.7))
    assets = _money(revenue * groups.capital[group] * _around(rng, count, 0.6))
    age = 30 + rng.gamma(1.4, 2200, count).astype(np.int64).clip(0, 25_000)
    return Firms(
        serial=serial,
        uscc=build_many(places.roots[county], serial, _REGISTERS[kind]),
        kind=kind,
        city=city,
        county=county,
        group=group,
        industry=groups.starts[group] + (rng.random(count) * groups.counts[group]).astype(np.int64),
        founded_on=np.maximum(setting.today - age, _EARLIEST),
        restricted=rng.random(count) < groups.restricted[group],
        staff=staff,
        revenue=revenue,
        main_revenue=_main_part(rng, revenue),
        assets=assets,
        staff_mean=np.rint(staff * rng.uniform(0.9, 1.1, count)).astype(np.int64),
        assets_mean=_money(assets * rng.uniform(0.9, 1.1, count)),
        taxable_income=_money(revenue * (groups.margin[group] + rng.normal(0, 0.06, count))),
        vat_payer=_vat_payers(rng, revenue, kind),
    )


def share(amount: Integers, parts: Integers | int, of: int) -> Integers:
    """`amount` × `parts` / `of` in whole 分, rounded down, in integers only.

    The product is split so that it stays within 64 bits for amounts up to 10^15 分.
    """
    whole, rest = np.divmod(amount, of)
    return np.asarray(whole * parts + rest * parts // of)


def _lean(rng: np.random.Generator, many: Integers) -> Integers:
    """A place below `many`, the first ones more often: they are the urban districts."""
    return np.minimum((rng.random(len(many)) ** 1.5 * many).astype(np.int64), many - 1)


def _kinds(rng: np.random.Generator, group: Integers, groups: Industries) -> Integers:
    solo = rng.random(len(group)) < groups.solo[group]
    social = groups.sections("S")[group] | (
        groups.sections("PQ")[group] & (rng.random(len(group)) < 0.3)
    )
    return np.where(social, 2, np.where(solo, 1, 0))


def _staff(
    rng: np.random.Generator, group: Integers, kind: Integers, groups: Industries
) -> Integers:
    """Lognormal in each industry with a few giants; 个体工商户 have a handful."""
    drawn = groups.staff[group] * np.exp(rng.normal(0, 1, len(group)) * groups.spread[group])
    giant = (rng.random(len(group)) < 0.002) & (kind == 0)
    drawn = np.where(giant, drawn * 15, drawn)
    few = rng.geometric(0.45, len(group))
    return np.where(kind == 1, few, drawn.clip(1, _LARGEST_STAFF).astype(np.int64))


def _around(rng: np.random.Generator, count: int, spread: float) -> Floats:
    return np.asarray(np.exp(rng.normal(0, spread, count)))


def _money(amount: Floats) -> Integers:
    bounded = np.rint(amount.clip(-_LARGEST_MONEY, _LARGEST_MONEY))
    return np.asarray(bounded, np.int64)


def _main_part(rng: np.random.Generator, revenue: Integers) -> Integers:
    """All of the revenue in six of ten firms, else 70 % to 100 % of it."""
    parts = rng.integers(7_000, 10_001, len(revenue))
    parts[rng.random(len(revenue)) < 0.6] = 10_000
    return share(revenue, parts, 10_000)


def _vat_payers(rng: np.random.Generator, revenue: Integers, kind: Integers) -> Integers:
    chosen = (rng.random(len(revenue)) < 0.2) & (kind == 0)
    return np.where((revenue > _GENERAL_PAYER) | chosen, 0, 1)
