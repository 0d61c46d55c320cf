"""The measures of the published library, searched and filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import QueryDict

from ballast.measures.package import Package
from ballast.measures.schema import KIND_LABELS, Measure
from ballast.measures.search import Entry, Hit, Index
from ballast.measures.validity import LABELS, Standing, measure_standing, standing
from ballast.vocabulary.organisations import COUNTRY, Register, load_register
from ballast_web.catalogue import library
from ballast_web.catalogue.library import Shelf
from ballast_web.kernel.clock import today

Options = list[tuple[str, str]]
#: More hits than any library of today has measures.
_MOST = 10_000


@dataclass(frozen=True)
class Found:
    """A measure with how it stands today; `parts` is the text that shows why, marked or not."""

    entry: Entry
    standing: Standing
    parts: tuple[tuple[str, bool], ...]

    @property
    def place(self) -> dict[str, str]:
        """The parts of the address of its document's page."""
        issuer, document = self.entry.package.name.split("/")
        return {"issuer": issuer, "document": document}

    @property
    def kinds(self) -> list[str]:
        """What the measure is about."""
        return [KIND_LABELS[kind] for kind in self.entry.measure.kinds]

    @property
    def lead(self) -> str:
        """Who leads; without a lead, all units."""
        units = self.entry.measure.units
        leads = [each.unit for each in units if each.role == "lead"]
        return "、".join(leads or [each.unit for each in units])


def found(asked: QueryDict) -> list[Found]:
    """What the search words and the filters leave, the best first."""
    index, words = _index(library.current()), asked.get("q", "").strip()[:100]
    hits = index.search(words, _MOST) if words else [_whole(each) for each in index.entries]
    kept = (hit for hit in hits if _fits(hit.entry, asked))
    return [Found(hit.entry, _standing(hit.entry), tuple(_parts(hit))) for hit in kept]


def _whole(entry: Entry) -> Hit:
    return Hit(entry, 0, 0, None, ())


def _standing(entry: Entry) -> Standing:
    return measure_standing(entry.measure, entry.package.policy, today())


def _parts(hit: Hit) -> Iterator[tuple[str, bool]]:
    """The summary, or the text in which the words were found, in pieces."""
    text = hit.entry.fields.get(hit.field or "summary", "")
    at = 0
    for start, end in hit.spans:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _fits(entry: Entry, asked: QueryDict) -> bool:
    policy, measure = entry.package.policy, entry.measure
    tests: dict[str, Callable[[str], bool]] = {
        "region": lambda value: policy.region == value,
        "status": lambda value: _standing(entry).status == value,
        "kind": lambda value: value in measure.kinds,
        "industry": lambda value: _of_industry(entry, value),
        "department": lambda value: value in entry.charged,
    }
    return all(test(str(asked[name])) for name, test in tests.items() if asked.get(name))


def _of_industry(entry: Entry, code: str) -> bool:
    """Whether the measure is for that industry, or for all."""
    measure = entry.measure
    limited = measure.industries if isinstance(measure, Measure) else ()
    return not limited or any(each.startswith(code) or code.startswith(each) for each in limited)


def options(shelf: Shelf) -> Mapping[str, Options]:
    """What each filter offers."""
    index, codelists = _index(shelf), shelf.vocabulary.codelists
    regions = sorted({each.package.policy.region for each in index.entries})
    industries = sorted(
        {code for e in index.entries for code in getattr(e.measure, "industries", ())}
    )
    units = sorted({name for each in index.entries for name in each.charged})
    names = {name: index.register.organisations[name].name for name in units}
    return {
        "region": [(code, _region(shelf, code)) for code in regions],
        "status": [(status, label) for status, label in LABELS.items()],
        "kind": list(KIND_LABELS.items()),
        "industry": [(code, f"{codelists['industries'].label(code)}") for code in industries],
        "department": sorted(names.items(), key=lambda each: each[1]),
    }


def _region(shelf: Shelf, code: str) -> str:
    return "全国" if code == COUNTRY else shelf.vocabulary.codelists["regions"].label(code)


def documents(shelf: Shelf) -> list[tuple[Package, Standing, dict[str, str], int]]:
    """Each document with its standing, the parts of its address, and how many rules it has."""
    found = []
    for name, package in shelf.packages.items():
        issuer, document = name.split("/")
        rules = sum(rule.id.startswith(f"{name}/") for rule in shelf.library.rules)
        place = {"issuer": issuer, "document": document}
        found.append((package, standing(package.policy, today()), place, rules))
    return found


def at_hand(shelf: Shelf) -> None:
    """Read the packages and the index of search, before anybody looks for anything."""
    _index(shelf)


@lru_cache(maxsize=2)
def _index(shelf: Shelf) -> Index:
    return Index(shelf.packages.values(), register())


@lru_cache(maxsize=1)
def register() -> Register:
    """The register of organisations."""
    return load_register(settings.BALLAST_VOCABULARY)
