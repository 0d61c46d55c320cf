"""What decides on a firm's 留抵退税 and 加计扣除, and what it spends on fairs abroad."""

from __future__ import annotations

import numpy as np

from ballast.facts.synthetic import columns
from ballast.facts.synthetic.drawing import Chunk, Table
from ballast.facts.synthetic.enterprises import share

TABLE = "enterprise"
GRADES = ("a", "b", "m", "c", "d")
COLLECTIONS = ("audit", "fixed")


def draw(chunk: Chunk) -> Table:
    """A credit in a third of the general payers, research in a third of the makers and coders."""
    rng, firms, missing = chunk.rng, chunk.firms, chunk.missing
    count, groups = len(firms.staff), chunk.setting.groups
    credit = (firms.vat_payer == 0) & (rng.random(count) < 0.35)
    research = groups.sections("CIM")[firms.group] & (rng.random(count) < 0.35)
    exports = groups.sections("C")[firms.group] & (rng.random(count) < 0.1)
    flags = {
        "super_deduction_barred": groups.sections("FHKLR")[firms.group],
        "vat_refund_industry": groups.sections("CDGIM")[firms.group],
        "vat_violation": rng.random(count) < 0.03,
        "vat_rebated": rng.random(count) < 0.04,
    }
    amounts = {
        "super_deduction_base": np.where(
            research, share(firms.revenue, rng.integers(50, 900, count), 10_000), 0
        ),
        "vat_refundable_credit": np.where(credit, share(firms.assets, 1, 100), 0),
        "overseas_fair_cost": np.where(exports, rng.integers(1, 60, count) * 500_000, 0),
    }
    collected = (rng.random(count) < np.where(firms.kind == 1, 0.7, 0.05)).astype(np.int64)
    grade = rng.choice(len(GRADES), count, p=(0.25, 0.4, 0.2, 0.1, 0.05))
    rates = rng.choice([750_000, 1_000_000], count)
    return {
        "tax_collection": columns.chosen(COLLECTIONS, collected, missing(count)),
        "tax_credit_grade": columns.chosen(GRADES, grade, missing(count)),
        "super_deduction_rate": columns.ratios(rates, missing(count)),
        "overseas_fair_share": columns.ratios(
            rng.choice([500_000, 700_000], count), missing(count)
        ),
        **{name: columns.booleans(held, missing(count)) for name, held in flags.items()},
        **{name: columns.money(fen, missing(count)) for name, fen in amounts.items()},
    }
