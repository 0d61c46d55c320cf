"""The engines that judge whole tables: one file each, found by its place in this folder.

An engine's module has `connect(tables, out, address, versions)`, which gives an `Engine`.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlglot import exp

from ballast.engine.bounds import check_bounds
from ballast.engine.plan import Plan
from ballast.engine.versions import Versions, counted
from ballast.errors import EngineNotInstalled

#: Called with the share of the work done, from 0 to 100.
Progress = Callable[[float], None]


def silent(_share: float) -> None:
    """Progress that nobody watches."""


class Engine(ABC):
    """Judges every row of a plan's subject, equal to the reference to the last 分.

    The packed columns are those of the plan's layout. `NAME` tells the engine and its version:
    another may pack the same verdicts in other bytes. Of a table with a history, `versions` says
    which rows there are.
    """

    NAME: str
    versions: Versions

    @abstractmethod
    def first(self, statement: exp.Expression) -> Sequence[Any]:
        """The first row of a query; empty where there is none."""

    @staticmethod
    @abstractmethod
    def sql(plan: Plan, pretty: bool = False) -> str:
        """The plan's query in the engine's words; its columns are in the order of the layout."""

    @abstractmethod
    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""

    @abstractmethod
    def write(self, plan: Plan, path: Path, progress: Progress = silent) -> None:
        """Write the packed verdicts of every row as Parquet at `path`: a file, or parts in it."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what the engine holds."""

    def check_versions(self) -> None:
        """Raise AmbiguousVersions where nothing decides between versions of a row."""
        self.versions.check(self.first)

    def check_bounds(self, plan: Plan) -> None:
        """Raise FactsOutOfBounds where facts leave their declared bounds."""
        check_bounds(plan, self.first)

    def count(self, table: str) -> int:
        """How many rows `table` has."""
        return int(self.first(counted(table))[0])


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
