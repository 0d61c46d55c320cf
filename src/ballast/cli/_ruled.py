"""Which clauses have a rule set, told from the files alone: nothing is compiled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from pathlib import Path

from ballast.errors import Invalid
from ballast.measures.package import label_key
from ballast.rules.library import rule_files
from ballast.sources import read


def ruled_clauses(policies: Path, packages: Container[Path]) -> Counter[tuple[str, str]]:
    """How many rule sets stand for each package and clause (as `label_key`).

    Only those in the folders `packages` are looked at.
    """
    found: Counter[tuple[str, str]] = Counter()
    for path in (each for each in rule_files(policies) if each.parent in packages):
        package = path.parent.relative_to(policies).as_posix()
        found[package, label_key(_clause(path))] += 1
    return found


def _clause(path: Path) -> str:
    """The clause of a rule set; empty where the file does not say, which `ballast check` tells."""
    try:
        data = read(path).data
    except Invalid:
        return ""
    return str(data.get("measure", "")) if isinstance(data, dict) else ""
