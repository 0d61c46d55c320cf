"""The bank's receipt as a file: its columns, however banks call them, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ballast_web.kernel import sandbox
from ballast_web.payments.errors import ReceiptUnreadable

_NAMES = {
    "reference": ("拨付单号", "业务编号", "客户参考号", "reference"),
    "amount": ("金额", "交易金额", "金额（元）", "金额(元)", "amount"),
    "outcome": ("结果", "交易结果", "状态", "交易状态", "result"),
    "serial": ("银行流水号", "流水号", "serial"),
    "note": ("说明", "退回原因", "失败原因", "备注", "note"),
}
_NEEDED = ("reference", "amount", "outcome")
#: Banks put titles above the table; its head is looked for in so many rows.
_HEAD_WITHIN = 20


@dataclass(frozen=True)
class Line:
    """A line as the bank wrote it; `number` is its row in the file, from 1."""

    number: int
    reference: str
    amount: str
    outcome: str
    serial: str
    note: str


def read(path: Path) -> list[Line]:
    """The lines of the file at `path`, read in a child process. Raises ReceiptUnreadable."""
    what, function = "银行回单", "ballast_web.payments.receipt_cells:cells"
    rows = sandbox.run(function, {"path": str(path)}, what=what)
    for number, row in enumerate(rows[:_HEAD_WITHIN]):
        columns = _columns(row)
        if all(name in columns for name in _NEEDED):
            return _lines(rows, number + 1, columns)
    raise ReceiptUnreadable(reason=f"前{_HEAD_WITHIN}行没有找到“拨付单号、金额、结果”表头")


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for name, words in _NAMES.items():
            if cell.replace(" ", "").lower() in words:
                found.setdefault(name, place)
    return found


def _lines(rows: Sequence[Sequence[str]], start: int, columns: dict[str, int]) -> list[Line]:
    found = []
    for number, row in enumerate(rows[start:], start + 1):
        cells = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if any(cells.values()):
            told = {name: cells.get(name, "").removeprefix("'") for name in _NAMES}
            found.append(Line(number, **told))
    return found
