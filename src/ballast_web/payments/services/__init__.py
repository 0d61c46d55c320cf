"""The only place that writes money; each service checks, writes, and logs."""

from ballast_web.payments.services.accounts import add_account, order_due, retire_account
from ballast_web.payments.services.batches import approve_batch, prepare_batch, refuse_batch, send
from ballast_web.payments.services.budgets import close_year, decide_cap, open_budget, propose_cap
from ballast_web.payments.services.clawbacks import claw_back, confirm_clawback, waive_clawback
from ballast_web.payments.services.receipts import import_receipt, report
from ballast_web.payments.services.reservations import (
    Claim,
    commit,
    release,
    reserve,
    reserve_in_order,
    would_get,
)
from ballast_web.payments.services.returns import cancel_returned, reissue

__all__ = [
    "Claim",
    "add_account",
    "approve_batch",
    "cancel_returned",
    "claw_back",
    "close_year",
    "commit",
    "confirm_clawback",
    "decide_cap",
    "import_receipt",
    "open_budget",
    "order_due",
    "prepare_batch",
    "propose_cap",
    "refuse_batch",
    "reissue",
    "release",
    "report",
    "reserve",
    "reserve_in_order",
    "retire_account",
    "send",
    "waive_clawback",
    "would_get",
]
