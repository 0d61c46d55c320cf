"""A bank's HTTP interface: one signed request a batch, under its number as idempotency key.

The signature is HMAC-SHA256 under the shared secret over `<Ballast-Time>.<body>`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import httpx
from django.conf import settings

from ballast_web.keys.signatures import SIGNATURE, TIME, signature
from ballast_web.payments.errors import BankRefused
from ballast_web.payments.models import Batch, PaymentOrder

LABEL = "银企直连（HTTP）"
_SECONDS = 20


def deliver(batch: Batch, orders: Sequence[PaymentOrder]) -> str:
    """Post the batch; gives the bank's own number. Raises BankRefused."""
    if not settings.BALLAST_BANK_URL:
        raise BankRefused(number=batch.number, reason="尚未配置银行接口地址（BALLAST_BANK_URL）")
    body = json.dumps(_told(batch, orders), ensure_ascii=False).encode()
    try:
        response = httpx.post(
            settings.BALLAST_BANK_URL,
            content=body,
            headers=_headers(batch, body),
            timeout=_SECONDS,
        )
        response.raise_for_status()
        return str(response.json()["number"])[:200]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise BankRefused(number=batch.number, reason=str(error) or type(error).__name__) from error


def _headers(batch: Batch, body: bytes) -> dict[str, str]:
    moment = str(int(time.time()))
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": batch.number,
        TIME: moment,
        SIGNATURE: signature(settings.BALLAST_BANK_SECRET, moment, body),
    }


def _told(batch: Batch, orders: Sequence[PaymentOrder]) -> dict[str, Any]:
    return {
        "batch": batch.number,
        "payer": batch.purse.code,
        "count": len(orders),
        "total_fen": batch.total_fen,
        "payments": [
            {
                "reference": order.number,
                "holder": order.holder,
                "account": order.account_number,
                "bank": order.bank_name,
                "bank_code": order.bank_code,
                "amount_fen": order.amount_fen,
            }
            for order in orders
        ],
    }
