"""What a scorecard can count: one file an indicator, found by its place.

A module has a `LABEL` and `values(period, cities)`: the value of each city (six digits) as of the
period's last day. None is not known; a city that is left out has nothing to be counted.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ballast.supervision.periods import Span


class Counted(Protocol):
    """What an indicator's module has."""

    LABEL: str

    def values(self, period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
        """The value of each city."""


@cache
def all_indicators() -> dict[str, Counted]:
    """Every indicator by its file's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = {name: import_module(f"{__name__}.{name}") for name in names if name[0] != "_"}
    return {name: cast(Counted, module) for name, module in found.items()}
