"""Taxes, surcharges and social insurance of the firms of one chunk, in integer 分."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ballast.facts.synthetic.columns import Integers, Mask
from ballast.facts.synthetic.enterprises import Firms, Setting, share
from ballast.facts.synthetic.profiles import Industries


@dataclass(frozen=True)
class Dues:
    """A year's taxes and insurance; names as in the vocabulary."""

    resource_tax: Integers
    urban_maintenance_tax: Integers
    property_tax: Integers
    land_use_tax: Integers
    stamp_tax: Integers
    farmland_tax: Integers
    education_surcharge: Integers
    local_education_surcharge: Integers
    insured_staff: Integers
    insured_months: Integers
    laid_off: Integers
    unemployment_contribution: Integers
    injury_insured: Mask
    injury_premium: Integers


def draw(rng: np.random.Generator, firms: Firms, setting: Setting) -> Dues:
    """Dues in plausible proportion to `firms`; the attached taxes share one VAT."""
    count, groups = len(firms.serial), setting.groups
    vat = share(
        firms.revenue, np.where(firms.vat_payer == 0, rng.integers(150, 600, count), 100), 10_000
    )
    owner = rng.random(count) < 0.12
    insured = _insured(rng, firms)
    wages = _insured_wages(rng, firms, groups, insured)
    covered = np.where(insured > 0, rng.random(count) < 0.97, rng.random(count) < 0.1)
    return Dues(
        resource_tax=_if(groups.sections("B")[firms.group], share(firms.revenue, 4, 100)),
        urban_maintenance_tax=share(vat, rng.choice([7, 7, 7, 5, 1], count), 100),
        property_tax=_if(owner, share(firms.assets, rng.integers(10, 40, count), 10_000)),
        land_use_tax=_if(owner, share(firms.assets, rng.integers(2, 10, count), 10_000)),
        stamp_tax=share(firms.revenue, 3, 10_000),
        farmland_tax=_if(rng.random(count) < 0.002, share(firms.assets, 1, 100)),
        education_surcharge=share(vat, 3, 100),
        local_education_surcharge=share(vat, 2, 100),
        insured_staff=insured,
        insured_months=_insured_months(rng, firms, insured, setting.today),
        laid_off=_laid_off(rng, insured),
        unemployment_contribution=share(wages, 1, 100),
        injury_insured=covered,
        injury_premium=_if(
            covered, share(wages, groups.hazard[firms.group].astype(np.int64), 10_000)
        ),
    )


def _if(condition: Mask, amount: Integers) -> Integers:
    """The amount where `condition` holds, else zero, which is known to be zero."""
    return np.where(condition, amount, 0)


def _insured(rng: np.random.Generator, firms: Firms) -> Integers:
    """Most of a company's staff, few of a 个体工商户's; never more than the staff."""
    part = np.where(
        firms.kind == 1, rng.beta(1, 5, len(firms.staff)), rng.beta(6, 1.5, len(firms.staff))
    )
    return np.minimum(np.rint(firms.staff * part).astype(np.int64), firms.staff)


def _insured_wages(
    rng: np.random.Generator, firms: Firms, groups: Industries, insured: Integers
) -> Integers:
    """The year's wages on which contributions are paid, 分: heads × a monthly base × 12."""
    monthly = groups.wage[firms.group] * 1_000_000 / 12 * rng.uniform(0.6, 1.0, len(insured))
    return np.asarray(insured * np.rint(monthly).astype(np.int64) * 12)


def _insured_months(
    rng: np.random.Generator, firms: Firms, insured: Integers, today: int
) -> Integers:
    age = (today - firms.founded_on) // 31
    kept = np.rint(age * rng.beta(8, 1, len(age))).astype(np.int64)
    return np.where(insured > 0, kept, 0)


def _laid_off(rng: np.random.Generator, insured: Integers) -> Integers:
    """None in seven of ten firms, else a small part, sometimes a large one."""
    part = np.where(
        rng.random(len(insured)) < 0.9, rng.beta(1, 18, len(insured)), rng.beta(2, 4, len(insured))
    )
    some = rng.random(len(insured)) < 0.3
    return np.where(some, np.ceil(insured * part).astype(np.int64), 0)
