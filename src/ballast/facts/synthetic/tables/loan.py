"""Loans of companies, some of them on a list that brings a discount, cover or a guarantee."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "loan"
KEY_PROJECTS = ("unlisted", "major", "double", "upgrade")
#: Invented terms, in millionths: they stand for what each programme would announce.
_DISCOUNTS = np.array([5_000, 10_000, 15_000, 25_000])
_FEE_CEILING = 20_000
#: Annual guarantee fees around the ceiling, the last two one step to either side of it.
_FEES = np.array([8_000, 10_000, 15_000, 20_000, 19_999, 20_001])
#: Months of a loan: 12 is the last that is short, 13 the first that is not.
_TERMS = np.array([6, 12, 13, 24, 36, 60, 120])


def draw(chunk: Chunk) -> Table:
    """Up to two loans a company, from a hundredth to a half of its assets each."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    owner, ordinal = owned(rng.binomial(2, 0.15 * (firms.kind == 0)))
    count = len(owner)
    balance = _share(firms.assets[owner], rng.integers(1, 50, count))
    flags = ("guihui_registered", "expansion_listed", "renewal_listed", "guarantee_reported")
    rates = ("guihui_rate", "expansion_rate", "renewal_rate")
    guaranteed = np.where(rng.random(count) < 0.3, balance // 10 * 8, 0)
    loss = np.where(rng.random(count) < 0.08, _share(balance, rng.integers(1, 80, count)), 0)
    return {
        "loan": identifiers("DK", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "lender": columns.texts(firms.uscc[_finance(chunk, count)], missing(count)),
        "guarantor": columns.texts(firms.uscc[_finance(chunk, count)], missing(count)),
        "term": columns.integers(rng.choice(_TERMS, count), missing(count)),
        "balance": columns.money(balance, missing(count)),
        "interest_months": columns.integers(rng.integers(0, 13, count), missing(count)),
        "rollover_fit": columns.booleans(rng.random(count) < 0.6, missing(count)),
        "key_project": columns.chosen(KEY_PROJECTS, _project(rng, count), missing(count)),
        "loss": columns.money(loss, missing(count)),
        "loss_share": columns.ratios(rng.choice([300_000, 500_000], count), missing(count)),
        "guaranteed": columns.money(guaranteed, missing(count)),
        "guarantee_fee": columns.ratios(rng.choice(_FEES, count), missing(count)),
        "fee_ceiling": columns.ratios(np.full(count, _FEE_CEILING), missing(count)),
        "guarantee_award_rate": columns.ratios(np.full(count, 5_000), missing(count)),
        **{name: columns.booleans(rng.random(count) < 0.3, missing(count)) for name in flags},
        **{name: columns.ratios(rng.choice(_DISCOUNTS, count), missing(count)) for name in rates},
    }


def _share(fen: Integers, per_cent: Integers) -> Integers:
    """That many hundredths of `fen`, in whole yuan."""
    return np.asarray(fen // 10_000 * per_cent * 100)


def _finance(chunk: Chunk, count: int) -> Integers:
    """For each loan a firm of finance; any firm where the chunk has none."""
    held = np.flatnonzero(chunk.setting.groups.sections("J")[chunk.firms.group])
    return chunk.rng.choice(held if len(held) else np.arange(len(chunk.firms.staff)), count)


def _project(rng: np.random.Generator, count: int) -> Integers:
    return np.where(rng.random(count) < 0.85, 0, rng.integers(1, len(KEY_PROJECTS), count))
