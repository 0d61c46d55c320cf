"""A library examined before it is published: packages, rules, cases, and what a solver proves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ballast.assessment.check import check_rules, rule_warnings
from ballast.errors import Problem
from ballast.measures.check import CHECKS, WARNINGS, Scope
from ballast.rules import tree
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast.rules.rule import Rule
from ballast.verification.checks import verify
from ballast.verification.findings import Finding

Found = dict[str, Any]


def check(
    policies: str, documents: Sequence[str], vocabulary: str, changed: Sequence[str], day: str
) -> Found:
    """All that is wrong in the library at `policies`, and what the solver finds in rules `changed`.

    `documents` are folders of texts. Rules that go together with a changed one are verified too.
    """
    known = load_vocabulary(Path(vocabulary))
    with tempfile.TemporaryDirectory() as texts:
        _linked(documents, Path(texts))
        scope = Scope(Path(policies), Path(texts), Path(vocabulary), date.fromisoformat(day))
        problems = [problem for each in CHECKS for problem in each(scope)]
        rules, found = check_rules(scope, known)
        warnings = [warning for each in WARNINGS for warning in each(scope)]
    warnings += rule_warnings(rules)
    touched = _touched(rules, set(changed))
    proved = verified(touched, Library(Path(policies), rules), known)
    told = partial(_problem, folder=Path(policies))
    near = [each for each in warnings if _rule_or_package(each, Path(policies), changed)]
    return {
        "problems": [told(each) for each in dict.fromkeys([*problems, *found])],
        "warnings": [told(each) for each in near],
        "findings": proved,
        "verified": len(touched),
    }


def verify_rule(policies: str, vocabulary: str, rule: str) -> Found:
    """What the solver finds in one rule of the library at `policies`."""
    known = load_vocabulary(Path(vocabulary))
    library = load_library(Path(policies), known)
    chosen = [each for each in library.rules if each.id == rule]
    return {"findings": verified(chosen, library, known), "verified": len(chosen)}


def verified(rules: Iterable[Rule], library: Library, vocabulary: Vocabulary) -> list[Found]:
    """The findings on `rules`, each once."""
    found: dict[Finding, None] = {}
    for rule in rules:
        found.update(dict.fromkeys(verify(rule, library, vocabulary)))
    return [asdict(each) for each in found]


def _touched(rules: Sequence[Rule], changed: set[str]) -> list[Rule]:
    return [rule for rule in rules if rule.id in changed or changed & set(_named(rule))]


def _named(rule: Rule) -> Iterator[str]:
    """The rules with which this one goes together, or whose results it asks for."""
    yield from (each.id for each in (rule.combined.partners if rule.combined else ()))
    parts = (part for node in rule.trees for part in tree.walk(node))
    yield from (part.rule for part in parts if isinstance(part, tree.ResultOf))


def _linked(folders: Sequence[str], texts: Path) -> None:
    """Every file of `folders` by its name in `texts`; the first folder's comes first."""
    for folder in map(Path, folders):
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.is_file() and not (texts / file.name).exists():
                (texts / file.name).symlink_to(file.resolve())


def _rule_or_package(problem: Problem, folder: Path, changed: Sequence[str]) -> bool:
    """Whether a warning is about a package with a changed rule; of the others all know already."""
    package = problem.file.parent
    return any((folder / each).parent == package for each in changed)


def _problem(problem: Problem, folder: Path) -> Found:
    inside = problem.file.is_relative_to(folder)
    file = problem.file.relative_to(folder) if inside else problem.file.name
    return {**asdict(problem), "file": str(file)}
