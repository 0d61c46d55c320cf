"""The engines that judge whole tables: one file each, found by its place in this folder.

An engine's module has `connect(tables, out, address, versions)`, which gives an `Engine`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from ballast.engine.plan import Plan
from ballast.engine.versions import Versions
from ballast.errors import EngineNotInstalled

#: Called with the share of the work done, from 0 to 100.
Progress = Callable[[float], None]


def silent(_share: float) -> None:
    """Progress that nobody watches."""


class Engine(Protocol):
    """Judges every row of a plan's subject, equal to the reference to the last 分.

    The packed columns are those of the plan's layout. `NAME` tells the engine and its version:
    another may pack the same verdicts in other bytes.
    """

    NAME: str

    def check_versions(self) -> None:
        """Raise AmbiguousVersions where nothing decides between versions of a row."""

    def count(self, table: str) -> int:
        """How many rows `table` has."""

    def check_bounds(self, plan: Plan) -> None:
        """Raise FactsOutOfBounds where facts leave their declared bounds."""

    @staticmethod
    def sql(plan: Plan, pretty: bool = False) -> str:
        """The plan's query in the engine's words; its columns are in the order of the layout."""

    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""

    def write(self, plan: Plan, path: Path, progress: Progress = silent) -> None:
        """Write the packed verdicts of every row as Parquet at `path`: a file, or parts in it."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def names() -> list[str]:
    """Every engine's name."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def connect(
    name: str,
    tables: Mapping[str, Path],
    out: Path,
    address: str | None = None,
    versions: Versions = Versions(),  # noqa: B008 (it is frozen)
) -> Engine:
    """The engine `name` over the Parquet files `tables`; it may write into the folder `out`.

    Of a table with a history, `versions` says which rows there are.

    Raises EngineNotInstalled; EngineUnreachable or NoAddress for an `address` that is no good.
    """
    try:
        module = importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise EngineNotInstalled(engine=name, package=error.name) from None
    engine: Engine = module.connect(tables, out, address, versions)
    return engine
