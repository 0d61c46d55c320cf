"""How a batch reaches the bank: one file a channel, found by its place.

A channel has a `LABEL` and `deliver(batch, orders)`, which gives the name under which the batch was
sent and may be called again for the same batch. Raises BankRefused.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ballast_web.payments.models import Batch, PaymentOrder


class Channel(Protocol):
    """What a channel's module has."""

    LABEL: str

    def deliver(self, batch: Batch, orders: Sequence[PaymentOrder]) -> str:
        """Send; give the name under which it was sent."""


@cache
def found() -> dict[str, Channel]:
    """Every channel by the name of its file."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__) if each.name[0] != "_")
    return {name: cast("Channel", import_module(f"{__name__}.{name}")) for name in names}
