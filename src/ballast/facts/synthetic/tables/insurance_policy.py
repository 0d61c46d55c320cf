"""Insurance of first sets, first batches and exports."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "insurance_policy"
KINDS = ("first_set", "first_batch", "export_credit", "other")
#: Invented terms of a year's notice: what it pays of a premium at most, 分.
_CEILING = 3_000_000_00


def draw(chunk: Chunk) -> Table:
    """One policy in twelve manufacturers, insured in the last two years."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    maker = setting.groups.sections("C")[firms.group] & (firms.kind == 0)
    owner, ordinal = owned((rng.random(len(maker)) < 0.08 * maker).astype(np.int64))
    count = len(owner)
    premium = np.rint(np.exp(rng.normal(0, 1.4, count)) * 300_000).astype(np.int64) * 100
    return {
        "policy": identifiers("BD", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "kind": columns.chosen(KINDS, rng.integers(0, len(KINDS), count), missing(count)),
        "catalogue_listed": columns.booleans(rng.random(count) < 0.7, missing(count)),
        "insured_on": columns.dates(setting.today - rng.integers(0, 730, count), missing(count)),
        "premium": columns.money(premium, missing(count)),
        "insured_from": columns.dates(np.full(count, setting.today - 500), missing(count)),
        "insured_to": columns.dates(np.full(count, setting.today - 100), missing(count)),
        "announced_share": columns.ratios(rng.choice([500_000, 800_000], count), missing(count)),
        "announced_ceiling": columns.money(np.full(count, _CEILING), missing(count)),
    }
