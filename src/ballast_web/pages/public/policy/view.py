"""One policy document: its measures, dates, units, figures, rules; the text where it is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from ballast.errors import BallastError
from ballast.measures.check import pairs, reading
from ballast.measures.law_changes import Laws, law_changes
from ballast.measures.package import Package, label_key
from ballast.measures.schema import KIND_LABELS, Measure
from ballast.measures.validity import Standing, measure_standing, standing
from ballast.rules.rule import Rule
from ballast.rules.telling import told
from ballast.vocabulary.laws import load_laws
from ballast_web.catalogue import library
from ballast_web.catalogue.library import Shelf
from ballast_web.errors import NotHere
from ballast_web.kernel.clock import today
from ballast_web.pages.page import EVERYBODY, Request, page


@dataclass(frozen=True)
class Told:
    """A measure as the page shows it; `text` is the clause itself, None where it is not at hand."""

    clause: str
    measure: Measure
    standing: Standing
    rules: list[tuple[Rule, list[str]]]
    text: str | None
    changes: list[str]
    excused: str | None

    @property
    def kinds(self) -> list[str]:
        """What the measure is about."""
        return [KIND_LABELS[kind] for kind in self.measure.kinds]


@page("policies/<str:issuer>/<str:document>/", title="政策", roles=EVERYBODY)
def policy(request: Request, issuer: str, document: str) -> HttpResponse:
    """The document; `?clause=` opens one of its measures."""
    shelf = library.current()
    package = shelf.packages.get(f"{issuer}/{document}")
    if package is None:
        raise NotHere(what="这份政策文件")
    chosen = package.measure(request.GET.get("clause", ""))
    return policy.render(
        request,
        package=package,
        policy=package.policy,
        standing=standing(package.policy, today()),
        measures=list(_told(package, shelf)),
        chosen=chosen,
        with_text=bool(_texts(package.folder, _file(package))),
    )


def _told(package: Package, shelf: Shelf) -> Iterator[Told]:
    texts = _texts(package.folder, _file(package))
    changes = law_changes(package, _laws(), today())
    rules = [rule for rule in shelf.library.rules if rule.id.startswith(f"{package.name}/")]
    excused = package.policy.no_rule.items()
    for place, clause in enumerate(package.clauses):
        measure = package.measures[place]
        yield Told(
            clause,
            measure,
            measure_standing(measure, package.policy, today()),
            [(rule, _rule(rule, shelf)) for rule in rules if _same(rule.written.measure, clause)],
            texts.get(place),
            [str(each) for each in changes if _same(each.clause, clause)],
            next((why for name, why in excused if _same(name, clause)), None),
        )


def _same(one: str, other: str) -> bool:
    return label_key(one) == label_key(other)


def _rule(rule: Rule, shelf: Shelf) -> list[str]:
    """The rule in Chinese, under today's law, or that of its first or last day."""
    effect, day = rule.written.effect, today()
    on = day if day in effect else effect.start if day < effect.start else effect.end or day
    return list(told(rule, shelf.vocabulary, on))[1:]


def _file(package: Package) -> Path:
    return Path(settings.BALLAST_DOCUMENTS) / package.policy.source.file


@lru_cache(maxsize=64)
def _texts(folder: Path, file: Path) -> Mapping[int, str]:
    """The text of each clause whose fingerprint is that of the package; none without the file."""
    package = next(p for p in library.current().packages.values() if p.folder == folder)
    try:
        found = reading(file)
    except BallastError:
        return {}
    return {
        place: clause.text
        for place, measure, clause in pairs(package, found)
        if measure.fingerprint == clause.fingerprint
    }


@lru_cache(maxsize=1)
def _laws() -> Laws:
    return load_laws(settings.BALLAST_VOCABULARY / "laws")
