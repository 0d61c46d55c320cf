"""Rankings: computed from supervision by the published weights, and published by a second person.

A ranking is written as computed and never changes; computing again writes another, until one is
published.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings

from ballast.supervision.periods import Span
from ballast.supervision.scorecards import (
    Scorecard,
    Standing,
    Version,
    load_scorecards,
    ranking,
)
from ballast_web.catalogue.library import vocabulary
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.scorecards.access import access_scores, province_of, ranks
from ballast_web.scorecards.errors import AlreadyPublished, NotYet, NoWeights, SecondPerson
from ballast_web.scorecards.indicators import all_indicators
from ballast_web.scorecards.models import Publication, Score
from ballast_web.supervision.states import SUPERVISORS


@lru_cache(maxsize=1)
def scorecards() -> dict[str, Scorecard]:
    """The scorecards of the installation. Raises Invalid, NotFound."""
    return load_scorecards(settings.BALLAST_SUPERVISION, all_indicators())


def cities_of(region: str) -> dict[str, str]:
    """The cities of a province by code, with their names."""
    regions = vocabulary().codelists["regions"]
    found = regions.children(region) if regions.known(region) else []
    return {each.code: each.label for each in found if each.code.endswith("00")}


def compute(acting: Acting, name: str, period: Span) -> Score:
    """Rank the cities as of the period's end, or of today while it runs.

    Raises NotAllowed, BadValue, NoWeights, NotYet (not begun), AlreadyPublished.
    """
    _must_rank(acting, "测算评价结果")
    card = _card(name)
    version = _version(card, period)
    if period.first > today():
        raise NotYet(period=period.label, last=period.last, action="测算，它还没有开始")
    region = province_of(acting) or settings.BALLAST_PROVINCE
    seen = replace(period, last=min(period.last, today()))
    with writing(acting) as log:
        _must_be_open(region, name, period)
        made = Score.objects.create(
            **_described(card, version, period),
            region=region,
            rows=_rows(version, cities_of(region), seen),
            until=seen.last,
            computed_on=today(),
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )
        log.note("scorecard.computed", made, scorecard=name, period=period.label, until=seen.last)
    return made


def _must_rank(acting: Acting, what: str) -> None:
    acting.must_be(SUPERVISORS, what)
    if not ranks(acting):
        raise NotAllowed(role="非省级督查专员", what=what)


def _card(name: str) -> Scorecard:
    if name not in scorecards():
        raise BadValue(field="评价表", given=name, allowed="、".join(scorecards()))
    return scorecards()[name]


def _version(card: Scorecard, period: Span) -> Version:
    if period != card.period_on(period.first):
        allowed = f"“{card.written.label}”的评价期"
        raise BadValue(field="评价期", given=period.label, allowed=allowed)
    version = card.on(period)
    if version is None:
        first = card.written.versions[0].start
        raise NoWeights(period=period.label, label=card.written.label, first=first)
    return version


def _must_be_open(region: str, name: str, period: Span) -> None:
    rows = Publication.objects.filter(region=region, scorecard=name, first=period.first)
    if (there := rows.first()) is not None:
        raise AlreadyPublished(what=f"{period.label}的评价结果", on=f"{there.at:%Y-%m-%d}")


def _described(card: Scorecard, version: Version, period: Span) -> dict[str, Any]:
    """What a ranking rests on, as its fields."""
    indicators = [
        {"key": each.key, "label": each.label, "source": each.source, "weight": str(each.weight)}
        for each in version.indicators
    ]
    return {
        "scorecard": card.name,
        "label": card.written.label,
        "version": version.start,
        "weights_published_on": version.published_on,
        "method": version.points,
        "period": period.label,
        "first": period.first,
        "last": period.last,
        "indicators": indicators,
    }


def _rows(version: Version, cities: dict[str, str], seen: Span) -> list[dict[str, Any]]:
    """The ranking as JSON."""
    counted = all_indicators()
    values = {each.key: counted[each.key].values(seen, cities) for each in version.indicators}
    return [_row(each, cities[each.city]) for each in ranking(version, cities, values)]


def _row(each: Standing, name: str) -> dict[str, Any]:
    return {
        "city": each.city,
        "name": name,
        "rank": each.rank,
        "total": _text(each.total),
        "missing": list(each.missing),
        "points": {key: _text(value) for key, value in each.points.items()},
        "values": {key: _text(value) for key, value in each.values.items()},
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def publish(acting: Acting, score: Score) -> Publication:
    """Make the last ranking of a period that has ended public, by a second person.

    Raises NotAllowed, NotHere, NotYet, SecondPerson, AlreadyPublished.
    """
    _must_rank(acting, "发布评价结果")
    with writing(acting) as log:
        held = _to_publish(acting, score)
        fields = {"region": held.region, "scorecard": held.scorecard, "first": held.first}
        made = Publication.objects.create(
            score=held, **fields, person=acting.person, acting_as=str(acting), at=now()
        )
        log.note("scorecard.published", made, score=held.pk, **fields)
    return made


def _to_publish(acting: Acting, score: Score) -> Score:
    """The ranking, if it is the last of its period, whole, and somebody else's."""
    held = access_scores(acting).filter(pk=score.pk).first()
    if held is None:
        raise NotHere(what="这份评价结果")
    _must_be_open(held.region, held.scorecard, Span(held.period, held.first, held.last))
    same = {"region": held.region, "scorecard": held.scorecard, "first": held.first}
    if Score.objects.filter(**same, pk__gt=held.pk).exists():
        raise BadValue(field="评价结果", given=f"{held.at:%H:%M}的测算", allowed="最近一次测算")
    if held.computed_on <= held.last:
        action = "发布，请在评价期满后重新测算"
        raise NotYet(period=held.period, last=held.last, action=action)
    if acting.person is not None and acting.person == held.person:
        raise SecondPerson(what="评价结果", action="发布")
    return held
