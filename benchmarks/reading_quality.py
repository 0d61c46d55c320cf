"""Reading against reference annotations: what share of what a careful person finds.

Measured with the scorer that lies beside the documents; where they are not at hand, nothing is
measured.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from ballast.documents.reader import read
from ballast.measures.as_json import as_json
from ballast.measures.check import documents_folder
from ballast.measures.extract import measures
from benchmarks.measuring import Table


def run() -> Table:
    """One row a document, and the total."""
    folder = documents_folder()
    scorer = load_scorer(folder.parent / "score_reading.py") if folder else None
    if folder is None or scorer is None:
        return Table(("documents",), [["not at hand"]])
    totals: dict[str, list[int]] = {column: [0, 0] for column in scorer.COLUMNS}
    rows = []
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        tally, extra = scorer.score(gold, reading(folder, gold["file"]))
        for column, counts in tally.items():
            totals[column] = [a + b for a, b in zip(totals[column], counts, strict=True)]
        rows.append([file.stem, str(extra), *(f"{a}/{b}" for a, b in tally.values())])
    shares = [f"{a / b:.3f}" if b else "–" for a, b in totals.values()]
    return Table(("document", "extra", *scorer.COLUMNS), [*rows, ["total", "", *shares]])


def load_scorer(path: Path) -> ModuleType | None:
    """The scorer as a module; None where it is not at hand."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if not path.is_file() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reading(folder: Path, name: str) -> dict[str, Any]:
    """What is read in the document `name`, as JSON."""
    path = next(path for path in (folder / name, folder / "more" / name) if path.is_file())
    document = read(path)
    return as_json(document, measures(document))
