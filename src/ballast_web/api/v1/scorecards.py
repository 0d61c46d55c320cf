"""Scorecards: the rankings of cities of one's province, with points and weights."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.errors import NotHere
from ballast_web.keys.models import Scope
from ballast_web.scorecards.access import access_scores
from ballast_web.scorecards.models import Score
from ballast_web.scorecards.states import VIEWERS

router = Router(auth=KeyHolder(Scope.READ_SCORECARDS))


class ScoreOut(Schema):
    """A ranking; `published_at` is null for one that only the province's supervisors see yet."""

    id: int
    scorecard: str
    label: str
    region: str
    period: str
    first: date
    last: date
    until: date
    computed_on: date
    published_at: datetime | None


class Indicator(Schema):
    """What is counted, and its weight out of 100."""

    key: str
    label: str
    weight: Decimal


class Ranked(Schema):
    """A city; without a figure it has no total and no rank, and `missing` says which."""

    city: str
    name: str
    rank: int | None
    total: Decimal | None
    missing: list[str]
    points: dict[str, Decimal | None]
    values: dict[str, Decimal | None]


class ScoreWhole(ScoreOut):
    """A ranking with its indicators and every city."""

    method: str
    indicators: list[Indicator]
    rows: list[Ranked]


class Scores(Schema):
    """A page of rankings; `next` is the cursor of what follows, null at the end."""

    items: list[ScoreOut]
    next: str | None


@router.get("", response={200: Scores, **READING}, summary="督查评价清单")
def scorecards(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    scorecard: str = "",
    first: date | None = None,
) -> dict[str, Any]:
    """The rankings that one may see, by scorecard and the first day of the period."""
    wanted = {"scorecard": scorecard, "first": first}
    rows = _seen(request).filter(**{k: v for k, v in wanted.items() if v})
    return paged(rows, cursor, limit, _told)


@router.get("/{id}", response={200: ScoreWhole, **READING}, summary="一份督查评价")
def scorecard(request: ApiRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the API's own word
    """The ranking, city by city."""
    found = _seen(request).filter(pk=id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotHere(what="这份评价结果")
    names = ("method", "indicators", "rows")
    return {**_told(found), **{name: getattr(found, name) for name in names}}


def _seen(request: ApiRequest) -> QuerySet[Score]:
    request.acting.must_be(VIEWERS, "查阅督查评价")
    return access_scores(request.acting)


def _told(found: Score) -> dict[str, Any]:
    names = ("scorecard", "label", "region", "period", "first", "last", "until", "computed_on")
    told = {name: getattr(found, name) for name in names}
    published = getattr(found, "publication", None)
    return {**told, "id": found.pk, "published_at": published.at if published else None}
