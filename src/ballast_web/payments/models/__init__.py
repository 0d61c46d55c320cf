"""Models of payments: budgets, the ledger, orders, receipts."""

from ballast_web.payments.models.budgets import Budget, BudgetScope, CapChange
from ballast_web.payments.models.ledger import JournalEntry, Posting
from ballast_web.payments.models.orders import BankAccount, Batch, Clawback, PaymentOrder
from ballast_web.payments.models.receipts import Receipt, ReceiptLine
from ballast_web.payments.models.reservations import Reservation, ReservationShare

__all__ = [
    "BankAccount",
    "Batch",
    "Budget",
    "BudgetScope",
    "CapChange",
    "Clawback",
    "JournalEntry",
    "PaymentOrder",
    "Posting",
    "Receipt",
    "ReceiptLine",
    "Reservation",
    "ReservationShare",
]
