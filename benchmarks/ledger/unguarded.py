"""The control: votes that check against what was left when the page was opened, and then write.

That page is read once in a city, before any transaction; the budget's row, whose conditional UPDATE
is the guard, is left alone. Only the process that asks is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ballast_web.applications import services as applications
from ballast_web.payments import ledger
from ballast_web.payments.models.ledger import Account

_seen: dict[int, int] = {}


def let_go() -> None:
    """Take the guard away."""
    approve = applications.approve

    def careless(*given: Any) -> Any:
        for budget, accounts in ledger.balances().items():
            _seen.setdefault(budget, accounts[Account.AVAILABLE])
        return approve(*given)

    applications.approve = careless
    ledger._changed = _unchecked


def _unchecked(budget: int, change: Mapping[Account, int], reserving: bool) -> bool:
    return not reserving or _seen[budget] + change.get(Account.AVAILABLE, 0) >= 0
