"""What a bank file says of each order, and where it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ballast_web.payments.models import Batch, PaymentOrder

HEAD = ("拨付单号", "收款户名", "收款账号", "开户银行", "联行号", "金额", "用途")
#: A cell that begins so is a formula to some spreadsheet.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def rows(orders: Sequence[PaymentOrder]) -> Iterator[tuple[str, ...]]:
    """A row an order; the amount in yuan to the last 分."""
    for order in orders:
        amount = f"{order.amount_fen // 100}.{order.amount_fen % 100:02d}"
        account = (order.holder, order.account_number, order.bank_name, order.bank_code)
        cells = (order.number, *account, amount, f"惠企资金 {order.budget.year}")
        yield tuple(defused(cell) for cell in cells)


def defused(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def kept(batch: Batch, content: bytes, suffix: str) -> str:
    """Store the batch's file, in place of an earlier attempt's; gives its name in storage."""
    name = f"payments/{batch.number}{suffix}"
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))
