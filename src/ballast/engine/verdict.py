"""A verdict: what a rule says of one row, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Outcome = Literal["eligible", "ineligible", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """Eligible if every condition is true, ineligible if one is false, otherwise unknown.

    `amount` is in 分; None where it is unknown, where the rule gives no money, or where the row is
    not eligible (ineligible is not zero yuan). `failed` and `unknown` name conditions; `missing`
    names, as `table.fact`, the absent facts that leave an unknown verdict, or what an eligible row
    gets, open: those whose absence was met on the way, not all that a condition could ever read.
    `payable` is what of the amount is paid beside other rules, in 分; `until` the day to which a
    deferral puts payment off. Both are None like the amount.
    """

    outcome: Outcome
    amount: int | None
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    payable: int | None = None
    until: date | None = None
