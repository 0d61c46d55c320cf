"""Checks of policy packages, alone and against the text where it is at hand.

Every check returns problems; none stops at the first.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ballast.content import home
from ballast.documents.reader import Document, read
from ballast.documents.view import folded, simplified
from ballast.errors import NotFound, Problem
from ballast.measures import extract, model
from ballast.measures.charged import unknown_units
from ballast.measures.law_changes import Laws, outdated, unlinked
from ballast.measures.package import Package, label_key, sift
from ballast.measures.schema import QUOTE_LENGTH, Measure
from ballast.measures.validity import today
from ballast.sources import Key
from ballast.vocabulary import codes
from ballast.vocabulary.laws import load_laws
from ballast.vocabulary.organisations import COUNTRY, Register, load_register

#: The variable that names the folder of document texts, and where a checkout looks without it.
VARIABLE = "BALLAST_DOCUMENTS"
_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "documents"
#: Where official names stand, which may be long.
_NAMES = frozenset({"title", "issuers", "addressees", "units"})


def documents_folder(given: Path | None = None) -> Path | None:
    """Where document texts lie: `given`, else $BALLAST_DOCUMENTS, else beside the checkout.

    None where no text is at hand. Raises NotFound where a folder was named and does not exist.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None:
        return _BESIDE if _BESIDE.is_dir() else None
    if not named.is_dir():
        raise NotFound(what="the documents folder", path=named, option=f"--documents or {VARIABLE}")
    return named


@dataclass(frozen=True)
class Scope:
    """What is checked: a folder of packages, and the folder of their documents if there is one.

    `vocabulary` holds classifications, organisations and laws; the law is that of `day`.
    """

    policies: Path
    documents: Path | None
    vocabulary: Path = field(default_factory=lambda: home("vocabulary"))
    day: date = field(default_factory=today)

    @cached_property
    def _sifted(self) -> tuple[list[Package], list[Problem]]:
        return sift(self.policies)

    @property
    def packages(self) -> list[Package]:
        """The packages that load."""
        return self._sifted[0]

    @property
    def broken(self) -> list[Problem]:
        """The problems of those that do not."""
        return self._sifted[1]

    @cached_property
    def register(self) -> Register:
        """The organisations that units may be."""
        return load_register(self.vocabulary)

    @cached_property
    def laws(self) -> Laws:
        """The laws that measures rest on."""
        return load_laws(self.vocabulary / "laws")

    def text(self, package: Package) -> Path | None:
        """The document of `package`, or None where it is not at hand."""
        path = self.documents / package.policy.source.file if self.documents else None
        return path if path and path.is_file() else None


@dataclass(frozen=True)
class Reading:
    """What the reader finds in a document."""

    document: Document
    measures: tuple[model.Measure, ...]


def reading(path: Path) -> Reading:
    """The document at `path`, read."""
    document = read(path)
    return Reading(document, extract.measures(document))


def schema(scope: Scope) -> list[Problem]:
    """Packages that are not what the schema says."""
    return scope.broken


def places(scope: Scope) -> list[Problem]:
    """Packages that no command would find, for they are not two folders deep."""
    allowed = f"{scope.policies}/<issuer>/<year>-<slug>/policy.yaml"
    found = scope.policies.rglob("policy.yaml")
    return [
        Problem(path, 1, 1, "a package out of its place", allowed)
        for path in sorted(found)
        if len(path.relative_to(scope.policies).parts) != 3
    ]


def regions(scope: Scope) -> list[Problem]:
    """Packages of a region that GB/T 2260 does not know."""
    known = codes.load(scope.vocabulary, "regions")
    allowed = f"a code of vocabulary/regions.csv, or {COUNTRY} for the whole country"
    return [
        package.policy_source.problem(("region",), f"region: {package.policy.region}", allowed)
        for package in scope.packages
        if package.policy.region != COUNTRY and package.policy.region not in known
    ]


def limits(scope: Scope) -> list[Problem]:
    """Measures limited to industries or regions that the classifications do not know."""
    lists = {name: codes.load(scope.vocabulary, name) for name in ("industries", "regions")}
    return [
        package.measures_source.problem(
            ("measures", i, name, j),
            f"{code} under `{name}` of {package.clauses[i]}",
            f"a code of vocabulary/{name}.csv; nothing where the clause is not limited",
        )
        for package in scope.packages
        for i, measure in enumerate(package.measures)
        for name, known in lists.items()
        for j, code in enumerate(getattr(measure, name))
        if code not in known
    ]


def registered(scope: Scope) -> list[Problem]:
    """Complete packages that charge a unit which the register does not know."""
    return _unknown_units(scope, "complete")


def unregistered(scope: Scope) -> list[Problem]:
    """Drafts that charge a unit which the register does not know yet."""
    return _unknown_units(scope, "draft")


def _unknown_units(scope: Scope, status: str) -> list[Problem]:
    chosen = (package for package in scope.packages if package.policy.status == status)
    return [problem for each in chosen for problem in unknown_units(each, scope.register)]


def links(scope: Scope) -> list[Problem]:
    """Laws linked to what a package does not say."""
    return [problem for each in scope.packages for problem in unlinked(each, scope.laws)]


def changed_laws(scope: Scope) -> list[Problem]:
    """Measures whose law has changed, or run out, since their document was issued."""
    return [problem for each in scope.packages for problem in outdated(each, scope.laws, scope.day)]


def texts(scope: Scope) -> list[Problem]:
    """Packages that differ from their documents, of those that are at hand."""
    problems: list[Problem] = []
    for package in scope.packages:
        if path := scope.text(package):
            found = reading(path)
            for check in TEXT_CHECKS:
                problems.extend(check(package, found))
    return problems


def metadata(package: Package, found: Reading) -> Iterator[Problem]:
    """Number and date of issue as the reader finds them; what it does not find, a person may."""
    for name in ("number", "issued_on"):
        stated, read_ = getattr(package.policy, name), getattr(found.document.metadata, name)
        if read_ is not None and label_key(str(stated)) != label_key(str(read_)):
            given = f"{name}: {stated}"
            yield package.policy_source.problem((name,), given, f"{read_}, as the text says")


def citations(package: Package, found: Reading) -> Iterator[Problem]:
    """Every document that the text cites by number is listed."""
    listed = {label_key(cited.number) for cited in package.policy.cites if cited.number}
    for citation in found.document.citations:
        if citation.number and label_key(citation.number) not in listed:
            given = f"no {citation.number}"
            allowed = "every document that the text cites by number"
            yield package.policy_source.problem(("cites",), given, allowed)


def clauses(package: Package, found: Reading) -> Iterator[Problem]:
    """Every clause has a measure, and every measure a clause."""
    ours, theirs = _numbered(package.measures), _numbered(found.measures)
    for key, index in ours.items():
        if key not in theirs:
            given = f"the measure {package.clauses[index]}"
            yield package.measures_source.problem(
                ("measures", index, "label"), given, "a clause that the text has"
            )
    for key, index in theirs.items():
        if key not in ours:
            label = found.measures[index].label
            yield package.measures_source.problem(
                ("measures",), f"no measure for the clause {label}", "one for each clause"
            )


def fingerprints(package: Package, found: Reading) -> Iterator[Problem]:
    """The text is the one that the package was made from."""
    for i, measure, clause in pairs(package, found):
        if measure.fingerprint != clause.fingerprint:
            given = f"the fingerprint {measure.fingerprint[:8]}… of {package.clauses[i]}"
            allowed = f"{clause.fingerprint}, that of the text; read the clause again before"
            yield package.measures_source.problem(("measures", i, "fingerprint"), given, allowed)


def units(package: Package, found: Reading) -> Iterator[Problem]:
    """The responsible units and the lead are those of the text."""
    for i, measure, clause in pairs(package, found):
        ours = {unit.unit: unit.role for unit in measure.units}
        theirs = {simplified(unit.name): unit.role for unit in clause.responsible}
        if list(ours.items()) != list(theirs.items()):
            yield package.measures_source.problem(
                ("measures", i, "units"), _listed(ours), f"{_listed(theirs)}, as the text says"
            )
        if measure.lead_ambiguous != clause.lead_ambiguous:
            given = f"lead_ambiguous: {str(measure.lead_ambiguous).lower()}"
            allowed = f"{str(clause.lead_ambiguous).lower()}, as the text says"
            place = ("measures", i, "lead_ambiguous")
            yield package.measures_source.problem(place, given, allowed)


def quotes(package: Package, found: Reading) -> Iterator[Problem]:
    """Every quote stands in its clause; one of `supervision`, anywhere in the document."""
    whole = letters(found.document.text.value)
    for s, mechanism in enumerate(package.policy.supervision):
        for q, quote in enumerate(mechanism.quotes):
            if letters(quote) not in whole:
                place: tuple[Key, ...] = ("supervision", s, "quotes", q)
                allowed = "words of the document"
                yield package.policy_source.problem(place, f"the quote “{quote}”", allowed)
    for i, measure, clause in pairs(package, found):
        text = letters((clause.heading or "") + clause.text)
        quoted: list[tuple[tuple[Key, ...], str]] = [
            (("quotes", q), quote) for q, quote in enumerate(measure.quotes)
        ]
        if measure.heading:
            quoted.append((("heading",), measure.heading))
        for place, quote in quoted:
            if letters(quote) not in text:
                allowed = f"words of the clause {package.clauses[i]}"
                yield package.measures_source.problem(
                    ("measures", i, *place), f"the quote “{quote}”", allowed
                )


def own_words(package: Package, found: Reading) -> Iterator[Problem]:
    """The package is ours: nothing in it, but for official names, is a long piece of the text."""
    whole = letters(found.document.text.value)
    allowed = f"own words; at most {QUOTE_LENGTH} characters in a row from the text"
    for source in (package.policy_source, package.measures_source):
        for place, words in _strings(source.data):
            if piece := _copied(words, whole):
                yield source.problem(place, f"“{piece}…” of the text", allowed)


TEXT_CHECKS: tuple[Callable[[Package, Reading], Iterator[Problem]], ...] = (
    metadata,
    citations,
    clauses,
    fingerprints,
    units,
    quotes,
    own_words,
)
#: What `ballast check` runs; each problem is to be mended.
CHECKS: tuple[Callable[[Scope], list[Problem]], ...] = (
    *(places, schema, regions, limits),
    *(registered, links, texts),
)
#: What it warns of: nothing in the package is wrong, but somebody should know.
WARNINGS: tuple[Callable[[Scope], list[Problem]], ...] = (unregistered, changed_laws)


def pairs(package: Package, found: Reading) -> Iterator[tuple[int, Measure, model.Measure]]:
    """Each measure with the clause of its label; where a label repeats, in the document's order."""
    theirs = _numbered(found.measures)
    for key, index in _numbered(package.measures).items():
        if key in theirs:
            yield index, package.measures[index], found.measures[theirs[key]]


def letters(text: str) -> str:
    """The letters and digits of `text`, simplified and of one width: what counts in comparing."""
    return "".join(character for character in folded(text) if character.isalnum())


def _numbered(measures: Sequence[Measure] | Sequence[model.Measure]) -> dict[tuple[str, int], int]:
    """The index of each measure by its label and how many before have the same."""
    times: dict[str, int] = defaultdict(int)
    numbered = {}
    for index, label in enumerate([measure.label for measure in measures]):
        key = label_key(label)
        numbered[key, times[key]] = index
        times[key] += 1
    return numbered


def _listed(roles: dict[str, model.Role]) -> str:
    names = [f"{unit} (lead)" if role == "lead" else unit for unit, role in roles.items()]
    return "、".join(names) or "no units"


def _strings(data: object, at: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, list):
        data = dict(enumerate(data))
    for key, value in data.items() if isinstance(data, dict) else ():
        if key not in _NAMES:
            yield from _strings(value, (*at, key))


def _copied(ours: str, text: str) -> str | None:
    plain = letters(ours)
    starts = range(len(plain) - QUOTE_LENGTH)
    pieces = (plain[start : start + QUOTE_LENGTH + 1] for start in starts)
    return next((piece for piece in pieces if piece in text), None)
