"""A bank file as CSV, UTF-8 with a mark, for the finance officer to download."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ballast_web.payments.channels import _file
from ballast_web.payments.models import Batch, PaymentOrder

LABEL = "银行文件（CSV）"


def deliver(batch: Batch, orders: Sequence[PaymentOrder]) -> str:
    """Write the file; gives its name in storage."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_file.HEAD)
    writer.writerows(_file.rows(orders))
    return _file.kept(batch, text.getvalue().encode("utf-8-sig"), ".csv")
