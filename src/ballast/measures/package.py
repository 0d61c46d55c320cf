"""A policy package: what one document orders, restated in our own words, clause by clause.

`policies/<issuer>/<year>-<slug>/policy.yaml` says what the document is; `measures.yaml` beside it
holds its measures. The text itself stays out: a package keeps names and summaries of its own, facts
and figures, quotes of at most 30 characters, and the fingerprint of each clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any
from unicodedata import normalize

from ballast.errors import Invalid, Problem
from ballast.measures.schema import Measure, Measures, Policy
from ballast.sources import Key, Source, load
from ballast.vocabulary.facts import Declaration


@dataclass(frozen=True)
class Package:
    """A loaded package; the sources know the line of every value."""

    folder: Path
    policy: Policy
    measures: tuple[Measure, ...]
    policy_source: Source = field(repr=False)
    measures_source: Source = field(repr=False)

    @property
    def name(self) -> str:
        """Issuer and folder: guangdong/2022-industrial-growth."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """What each measure is called by in `no_rule` and in rules."""
        return clause_names([(measure.section, measure.label) for measure in self.measures])

    def measure(self, clause: str) -> Measure | None:
        """The measure that `clause` names, in whatever brackets, or None."""
        named = {label_key(name): i for i, name in enumerate(self.clauses)}
        found = named.get(label_key(clause))
        return None if found is None else self.measures[found]

    @property
    def ruled(self) -> tuple[str, ...]:
        """The clauses that `no_rule` does not excuse: each needs a rule set."""
        excused = {label_key(clause) for clause in self.policy.no_rule}
        return tuple(clause for clause in self.clauses if label_key(clause) not in excused)


def label_key(label: str) -> str:
    """A label for comparison: brackets and digits of any width are the same, spaces are none."""
    return normalize("NFKC", label).replace(" ", "")


def clause_names(measures: Sequence[tuple[str | None, str]]) -> tuple[str, ...]:
    """The name of each of `measures`, given as section and label.

    That is its label, with its section before it where the label stands more than once.
    """
    times = Counter(label_key(label) for _, label in measures)
    return tuple(
        label if times[label_key(label)] == 1 else f"{section or ''}{label}"
        for section, label in measures
    )


def package_folders(policies: Path) -> tuple[Path, ...]:
    """Every package folder below `policies`, by name: each that has either file."""
    found = chain(policies.glob("*/*/policy.yaml"), policies.glob("*/*/measures.yaml"))
    return tuple(sorted({path.parent for path in found}))


def load_packages(policies: Path) -> dict[str, Package]:
    """Every package below `policies`, by its name. Raises Invalid with the problems of all."""
    packages, problems = sift(policies)
    if problems:
        raise Invalid(problems)
    return {package.name: package for package in packages}


def sift(policies: Path) -> tuple[list[Package], list[Problem]]:
    """The packages below `policies` that load, and the problems of those that do not."""
    packages: list[Package] = []
    problems: list[Problem] = []
    for folder in package_folders(policies):
        try:
            packages.append(load_package(folder))
        except Invalid as error:
            problems.extend(error.problems)
    return packages, problems


def is_package(folder: Path) -> bool:
    """Whether `folder` holds either file of a package."""
    return any((folder / name).is_file() for name in ("policy.yaml", "measures.yaml"))


def load_package(folder: Path) -> Package:
    """The package in `folder`. Raises Invalid with the problems of both files."""
    files: tuple[tuple[str, Any], ...] = (("policy.yaml", Policy), ("measures.yaml", Measures))
    loaded: list[Any] = []
    problems: list[Problem] = []
    for name, model in files:
        try:
            loaded.extend(_present(folder / name, model))
        except Invalid as error:
            problems.extend(error.problems)
    if problems:
        raise Invalid(problems)
    policy, policy_source, measures, measures_source = loaded
    package = Package(folder, policy, measures.measures, policy_source, measures_source)
    if problems := list(inconsistencies(package)):
        raise Invalid(problems)
    return package


def _present(path: Path, model: Any) -> tuple[Any, Source]:
    if not path.is_file():
        raise Invalid([Problem(path, 1, 1, "no such file", "both policy.yaml and measures.yaml")])
    return load(path, model)


def inconsistencies(package: Package) -> Iterator[Problem]:
    """What is wrong between the parts of a package that are each well formed."""
    yield from _misplaced(package)
    yield from _repeated(package)
    yield from _dangling(package)
    yield from _leaderless(package)
    if package.policy.status == "complete":
        yield from _incomplete(package)


def _misplaced(package: Package) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z0-9-]+/[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)*", package.name):
        yield package.policy_source.problem(
            (), f"the folder “{package.name}”", "<issuer>/<year>-<slug> in a-z, 0-9 and hyphens"
        )


def _repeated(package: Package) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, measure in enumerate(package.measures):
        key = label_key(f"{measure.section or ''}{measure.label}")
        if key in seen:
            given = f"the label “{measure.label}” a second time in its section"
            yield package.measures_source.problem(
                ("measures", i, "label"), given, "each label once in a section"
            )
        seen.add(key)


def _dangling(package: Package) -> Iterator[Problem]:
    policy = package.policy
    named: list[tuple[tuple[Key, ...], str]] = [(("no_rule", c), c) for c in policy.no_rule]
    if policy.lead_convention and policy.lead_convention.clause:
        named.append((("lead_convention", "clause"), policy.lead_convention.clause))
    for place, clause in named:
        if package.measure(clause) is None:
            given = f"the clause “{clause}”"
            yield package.policy_source.problem(place, given, _clauses(package))
    cited = {label_key(cited.number or f"《{cited.title}》") for cited in policy.cites}
    for i, measure in enumerate(package.measures):
        for j, number in enumerate(measure.cites):
            if label_key(number) not in cited:
                place = ("measures", i, "cites", j)
                allowed = "a number (or, without one, a 《title》) under `cites` of policy.yaml"
                yield package.measures_source.problem(place, f"the citation “{number}”", allowed)


def _clauses(package: Package) -> str:
    return "a clause of measures.yaml: " + (" ".join(package.clauses) or "it has none")


def _leaderless(package: Package) -> Iterator[Problem]:
    convention = package.policy.lead_convention
    if convention is None:
        return
    stating = package.measure(convention.clause) if convention.clause else None
    first = package.measures.index(stating) if stating else 0
    for i, measure in enumerate(package.measures[first:], first):
        if measure.units and not measure.leads and not measure.lead_ambiguous:
            yield package.measures_source.problem(
                ("measures", i, "units"),
                "no lead, though policy.yaml has a `lead_convention`",
                "a unit with `role: lead`, or `lead_ambiguous: true`",
            )


def _incomplete(package: Package) -> Iterator[Problem]:
    otherwise = "; or `status: draft` in policy.yaml while it is missing"
    if package.policy.kind == "policy" and not package.measures:
        yield package.measures_source.problem(
            ("measures",), "no measures", "every clause that orders something" + otherwise
        )
    if package.policy.kind == "report":
        yield from _incomplete_report(package, otherwise)
    for place in _blanks((), package.policy.cites, ("title", "why")):
        yield package.policy_source.problem(
            ("cites", *place), f"{place[-1]}: nothing", "a few words of our own" + otherwise
        )
    for i, measure in enumerate(package.measures):
        for place in _missing(measure):
            given = f"{'.'.join(str(key) for key in place)} of {package.clauses[i]}: nothing"
            allowed = "a few words of our own; of `kinds`, at least one" + otherwise
            yield package.measures_source.problem(("measures", i, *place), given, allowed)


def _incomplete_report(package: Package, otherwise: str) -> Iterator[Problem]:
    """A report is complete when everything that it says was ordered is, under `supervision`."""
    if not package.policy.supervision:
        allowed = "what the report says was ordered" + otherwise
        yield package.policy_source.problem(("supervision",), "no supervision", allowed)
    for i, mechanism in enumerate(package.policy.supervision):
        for name in ("deadlines", "cadences"):
            for place in _blanks((name,), getattr(mechanism, name), ("what",)):
                given = f"{'.'.join(str(key) for key in place)} of “{mechanism.name}”: nothing"
                allowed = "a few words of our own" + otherwise
                yield package.policy_source.problem(("supervision", i, *place), given, allowed)


def _missing(measure: Measure) -> Iterator[tuple[Key, ...]]:
    for name in ("name", "summary", "kinds"):
        if not getattr(measure, name):
            yield (name,)
    for name in ("targets", "amounts", "deadlines", "cadences"):
        yield from _blanks((name,), getattr(measure, name), ("what",))


def _blanks(
    place: tuple[Key, ...], items: Sequence[Declaration], names: Sequence[str]
) -> Iterator[tuple[Key, ...]]:
    for i, item in enumerate(items):
        yield from ((*place, i, name) for name in names if getattr(item, name) is None)
