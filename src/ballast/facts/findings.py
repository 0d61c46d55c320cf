"""What an import found wrong, cell by cell: listed in a CSV and counted."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

Outcome = Literal["rejected", "unknown", "confirm"]

COLUMNS = ("file", "row", "column", "value", "expected", "outcome")
#: How many findings stay in memory to be shown; the CSV has them all.
SHOWN = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Finding:
    """One cell: where it stands, what it holds, what was expected, and what became of it.

    `rejected`: its row was left out; `unknown`: the row was kept, this fact is unknown; `confirm`:
    it was kept as it is, a person should confirm it.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    outcome: Outcome


class Findings:
    """Collects findings into the CSV at `path`, as they come; no finding leaves no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first: list[Finding] = []
        self.counts: Counter[Outcome] = Counter()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(COLUMNS)

    def add(self, finding: Finding) -> None:
        """List one finding."""
        self.counts[finding.outcome] += 1
        if len(self.first) < SHOWN:
            self.first.append(finding)
        cells = (str(getattr(finding, column)) for column in COLUMNS)
        self._csv.writerow([defused(cell) for cell in cells])

    def __enter__(self) -> Findings:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if not self.counts:
            self.path.unlink()


def defused(text: str) -> str:
    """`text` that no spreadsheet takes for a formula: one that could be gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text
