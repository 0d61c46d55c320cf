"""Taxes that manufacturers owed for the fourth quarter of last year and the months beside it."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.columns import Integers
from ballast.facts.synthetic.drawing import Chunk, Table, identifiers, none_missing, owned
from ballast.facts.synthetic.enterprises import Setting, share

TABLE = "tax_due"
TAXES = (
    *("corporate_income", "personal_income", "vat", "consumption"),
    *("urban_maintenance", "education_surcharge", "local_education_surcharge", "other"),
)
_MIX = (0.2, 0.1, 0.3, 0.05, 0.1, 0.08, 0.07, 0.1)
#: Ends of periods, months from January of the day's year: September to January.
_PERIODS = np.array([-4, -3, -2, -1, 0])


def draw(chunk: Chunk) -> Table:
    """None to two dues a firm, manufacturers more often than others."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    maker = chunk.setting.groups.sections("C")[firms.group]
    owner, ordinal = owned(rng.binomial(2, np.where(maker, 0.4, 0.02)))
    count = len(owner)
    place = rng.choice(len(_PERIODS), count, p=(0.08, 0.28, 0.28, 0.28, 0.08))
    tax = rng.choice(len(TAXES), count, p=_MIX)
    withheld = (tax == 1) & (rng.random(count) < 0.5)
    return {
        "due": identifiers("SF", firms.serial[owner], ordinal),
        "uscc": columns.texts(firms.uscc[owner], none_missing(count)),
        "tax": columns.chosen(TAXES, tax, missing(count)),
        "withheld": columns.booleans(withheld, missing(count)),
        "agency_invoice": columns.booleans(rng.random(count) < 0.05, missing(count)),
        "declared": columns.booleans(rng.random(count) < 0.95, missing(count)),
        "period_end": columns.dates(_ends(chunk.setting, 0)[place], missing(count)),
        "payable": columns.money(
            share(firms.revenue[owner], rng.integers(5, 300, count), 100_000), missing(count)
        ),
        "deferred_to": columns.dates(_ends(chunk.setting, 4)[place], missing(count)),
    }


def _ends(setting: Setting, later: int) -> Integers:
    """The last day of each period and `later` months, as days since 1970-01-01."""
    months = (setting.as_of.year - 1970) * 12 + _PERIODS + later + 1
    firsts = np.asarray(months).astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(firsts.astype(np.int64) - 1)
