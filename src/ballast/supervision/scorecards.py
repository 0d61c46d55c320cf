"""Scorecards of cities: weighted indicators as data, dated, and published before what they judge.

One YAML file a scorecard in `supervision/scorecards/`. Each of its versions applies to the periods
from a day on, adds its weights up to 100, and was published before that day. A value that is not
known leaves the city's total unknown and is named; it is never zero.

Points are rounded half up to two decimals, indicator by indicator; a total is the sum of these, so
that a table adds up by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field

from ballast.errors import Invalid, NotFound, Problem
from ballast.sources import Source, load
from ballast.supervision.periods import Span, span_on
from ballast.vocabulary.facts import Declaration

#: What the weights of a version add up to.
WHOLE = Decimal(100)
CENT = Decimal("0.01")
#: All of a weight, as numerator and denominator.
_ALL = (Decimal(1), Decimal(1))
#: share: the value (0 to 1) × weight. minmax: where the value lies between the worst city's and the
#: best's × weight. rank: weight × (cities − place + 1) ÷ cities. More is better.
Points = Literal["share", "minmax", "rank"]


class Indicator(Declaration):
    """One weighted indicator; `none` says what a city gets that has nothing to be counted."""

    key: str
    label: str = Field(max_length=24)
    source: str
    weight: Decimal = Field(gt=0)
    none: Literal["unknown", "full"] = "unknown"


class Version(Declaration):
    """What applies to the periods that begin on `from` or later, until the next version."""

    start: date = Field(alias="from")
    published_on: date
    points: Points
    indicators: list[Indicator] = Field(min_length=1)


class ScorecardText(Declaration):
    """The file of a scorecard."""

    label: str = Field(max_length=40)
    period: Literal["quarter", "year"]
    source: str
    versions: list[Version] = Field(min_length=1)


@dataclass(frozen=True)
class Scorecard:
    """A scorecard as written, named by its file."""

    name: str
    written: ScorecardText

    def on(self, period: Span) -> Version | None:
        """The version that applies to `period`; None before the first."""
        held = [each for each in self.written.versions if each.start <= period.first]
        return held[-1] if held else None

    def period_on(self, day: date) -> Span:
        """The scorecard's period in which `day` lies."""
        return span_on(day, self.written.period)


#: By indicator and city; None is not known, and a city that is left out has nothing to count.
Values = Mapping[str, Mapping[str, Decimal | None]]


@dataclass(frozen=True)
class Standing:
    """One city: points and value of each indicator, the total, its place; `missing` are labels."""

    city: str
    points: Mapping[str, Decimal | None]
    values: Mapping[str, Decimal | None]
    total: Decimal | None
    missing: tuple[str, ...]
    rank: int | None = None


def ranking(version: Version, cities: Collection[str], values: Values) -> list[Standing]:
    """The cities from the best to the worst, the unknown last; equal totals share a place.

    After two cities in the second place comes the fourth. Raises ValueError for a share outside
    0 to 1.
    """
    given = {each.key: _points(version.points, each, cities, values) for each in version.indicators}
    found = [_standing(version, city, given, values) for city in sorted(cities)]
    totals = sorted((each.total for each in found if each.total is not None), reverse=True)
    placed = [_placed(each, totals) for each in found]
    return sorted(placed, key=lambda each: (each.rank is None, each.rank or 0, each.city))


def _standing(
    version: Version, city: str, given: Mapping[str, Mapping[str, Decimal | None]], values: Values
) -> Standing:
    points = {each.key: given[each.key][city] for each in version.indicators}
    missing = tuple(each.label for each in version.indicators if points[each.key] is None)
    known = [each for each in points.values() if each is not None]
    held = {each.key: values[each.key].get(city) for each in version.indicators}
    return Standing(city, points, held, None if missing else sum(known, Decimal(0)), missing)


def _placed(each: Standing, totals: Sequence[Decimal]) -> Standing:
    rank = None if each.total is None else totals.index(each.total) + 1
    return Standing(each.city, each.points, each.values, each.total, each.missing, rank)


def _points(
    how: Points, indicator: Indicator, cities: Collection[str], values: Values
) -> dict[str, Decimal | None]:
    """The points of each city for one indicator."""
    held = {city: values[indicator.key].get(city) for city in cities}
    counted = [value for value in held.values() if value is not None]
    if how == "share" and any(not 0 <= value <= 1 for value in counted):
        raise ValueError(f"{indicator.key}: a share outside 0 to 1")
    found: dict[str, Decimal | None] = {}
    for city, value in held.items():
        if value is not None:
            found[city] = _rounded(_part(how, value, counted), indicator.weight)
        else:
            nothing = city not in values[indicator.key]
            full = nothing and indicator.none == "full"
            found[city] = _rounded(_ALL, indicator.weight) if full else None
    return found


def _part(how: Points, value: Decimal, counted: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The part of its weight that a value earns, as numerator and denominator."""
    if how == "share":
        return value, Decimal(1)
    if how == "rank":
        better = sum(each > value for each in counted)
        return Decimal(len(counted) - better), Decimal(len(counted))
    worst, best = min(counted), max(counted)
    return _ALL if worst == best else (value - worst, best - worst)


def _rounded(part: tuple[Decimal, Decimal], weight: Decimal) -> Decimal:
    return (part[0] * weight / part[1]).quantize(CENT, ROUND_HALF_UP)


def load_scorecards(folder: Path, known: Collection[str]) -> dict[str, Scorecard]:
    """The scorecards in `folder` (`supervision/`) whose indicators are among `known`.

    Raises NotFound, or Invalid with every problem.
    """
    if not (folder / "scorecards").is_dir():
        raise NotFound(what="the scorecards", path=folder / "scorecards", option="--supervision")
    found: dict[str, Scorecard] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "scorecards").glob("*.yaml")):
        try:
            text, source = load(path, ScorecardText)
        except Invalid as error:
            problems.extend(error.problems)
            continue
        problems.extend(_problems(text, source, known))
        found[path.stem] = Scorecard(path.stem, text)
    if problems:
        raise Invalid(problems)
    return found


def _problems(text: ScorecardText, source: Source, known: Collection[str]) -> Iterator[Problem]:
    before: date | None = None
    for place, version in enumerate(text.versions):
        at = ("versions", place)
        first = span_on(version.start, text.period).first
        if version.start != first:
            allowed = f"the first day of a {text.period}, such as {first}"
            yield source.problem((*at, "from"), f"{version.start}", allowed)
        if version.published_on >= version.start:
            allowed = f"a day before {version.start}, when the first period that it judges begins"
            yield source.problem((*at, "published_on"), f"{version.published_on}", allowed)
        if before is not None and version.start <= before:
            yield source.problem((*at, "from"), f"{version.start}", f"a day after {before}")
        before = version.start
        yield from _of_indicators(version, source, at, known)


def _of_indicators(
    version: Version, source: Source, at: tuple[str | int, ...], known: Collection[str]
) -> Iterator[Problem]:
    """Weights that do not add up; a key that is not known, or stands twice."""
    whole = sum((each.weight for each in version.indicators), Decimal(0))
    if whole != WHOLE:
        yield source.problem((*at, "indicators"), f"weights of {whole} in all", f"{WHOLE} in all")
    keys = [each.key for each in version.indicators]
    for place, key in enumerate(keys):
        where = (*at, "indicators", place, "key")
        if key not in known:
            yield source.problem(where, key, ", ".join(sorted(known)))
        if key in keys[:place]:
            yield source.problem(where, f"{key} a second time", "each indicator once")
