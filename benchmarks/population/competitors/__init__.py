"""Ways to judge the population, one file each, found by place.

A competitor has `LIMIT`, the most rows it is given; `EXPRESSES`, which of verdict, amount, failed
and missing it can say exactly; `judge(facts, out)`, which reads one Parquet file and writes
another; and `answers(out)`, a DuckDB query over what it wrote, with `key` and for each rule i from
1 `v_i` (0 eligible, 1 unknown, 2 ineligible), `a_i` (分), `f_i` (a bit a failed condition) and
`m_i` (a bit a missing fact), as far as it expresses them.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Protocol, cast


class Competitor(Protocol):
    LIMIT: int
    EXPRESSES: frozenset[str]

    def judge(self, facts: Path, out: Path) -> None: ...

    def answers(self, out: Path) -> str: ...


def names() -> list[str]:
    """Every competitor's name."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def competitor(name: str) -> Competitor:
    """The competitor of that name. Raises ModuleNotFoundError for what is not installed."""
    return cast(Competitor, importlib.import_module(f"{__name__}.{name}"))
