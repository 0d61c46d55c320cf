"""Rules by what a person calls them, and which clauses have one, told from the files alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from pathlib import Path

from ballast.errors import Invalid, NoRule
from ballast.measures.package import label_key
from ballast.rules.library import Library, rule_files
from ballast.rules.rule import Rule
from ballast.sources import read


def chosen(library: Library, measure: str) -> tuple[Rule, ...]:
    """The rules that `measure` names, on whatever day; every rule where it is empty.

    Raises NoRule.
    """
    found = library.named(measure) if measure else library.rules
    if not found:
        raise NoRule(measure=measure, names=library.listing(library.rules))
    return found


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
