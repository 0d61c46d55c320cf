"""A sheet of reports given back with its wrong cells in red."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ballast_web.enterprises.marking import Mark
from ballast_web.enterprises.marking import mark as marked


def mark(path: str, out: str, marks: list[dict[str, Any]]) -> bool:
    """Write the workbook at `path` to `out` with its cells marked, as `Mark` names them."""
    marked(Path(path), Path(out), [Mark(**each) for each in marks])
    return True
