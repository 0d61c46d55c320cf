"""What firms are owed."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned

TABLE = "receivable"
DEBTORS = ("organ", "institution", "large", "other")


def draw(chunk: Chunk) -> Table:
    """Up to two accounts in one company of ten, half of them overdue on the day."""
    rng, firms, setting, missing = chunk.rng, chunk.firms, chunk.setting, chunk.missing
    owner, ordinal = owned(rng.binomial(2, 0.06 * (firms.kind == 0)))
    count, firms_here = len(owner), len(firms.staff)
    due = setting.today + rng.integers(-400, 401, count)
    unpaid = np.rint(np.exp(rng.normal(0, 1.2, count)) * 400_000).astype(np.int64) * 100
    agreed = rng.random(count) < 0.3
    flags = {
        "sme_at_contract": rng.random(count) < 0.85,
        "disputed": rng.random(count) < 0.1,
        "rate_agreed": agreed,
    }
    return {
        "receivable": identifiers("YS", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "debtor": columns.texts(firms.uscc[rng.integers(0, firms_here, count)], missing(count)),
        "debtor_kind": columns.chosen(DEBTORS, rng.integers(0, 4, count), missing(count)),
        "due_on": columns.dates(due, missing(count)),
        "unpaid": columns.money(np.where(rng.random(count) < 0.1, 0, unpaid), missing(count)),
        "agreed_daily_rate": columns.ratios(np.where(agreed, 200, 0), missing(count)),
        **{name: columns.booleans(held, missing(count)) for name, held in flags.items()},
    }
