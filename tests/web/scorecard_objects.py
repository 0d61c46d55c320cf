"""Nominations of one's own city, and of another, for the walk over every page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.places import unit

from ballast_web.applications.evidence import checked
from ballast_web.applications.services.evidence import kept
from ballast_web.scorecards.models import Nomination, NominationFile, Publication, Score


def nomination_of(whose: str) -> Nomination:
    fields = {"year": 2022, "kind": "growth", "statement": "工业增加值增长", "state": "submitted"}
    return Nomination.objects.create(unit=unit(whose), begun_on=date(2022, 8, 1), **fields)


def nomination(whose: str) -> dict[str, object]:
    return {"pk": nomination_of(whose).pk}


def nomination_file(whose: str) -> dict[str, object]:
    held = nomination_of(whose)
    given = checked(SimpleUploadedFile("佐证.pdf", b"%PDF-1.4\n%%EOF"))
    at = datetime(2022, 8, 1, tzinfo=UTC)
    made = NominationFile.objects.create(nomination=held, file=kept(given), name=given.name, at=at)
    return {"nomination": held.pk, "pk": made.pk}


def score_of(region: str) -> Score:
    """A ranking of one city that is published in its province."""
    at = datetime(2022, 8, 1, tzinfo=UTC)
    indicator = {"key": "on_course", "label": "按期率", "source": "on_course", "weight": "100"}
    city = {"city": f"{region[:2]}0100", "name": "首市", "rank": 1, "total": "90.5", "missing": []}
    of = {"points": {"on_course": "90.5"}, "values": {"on_course": None}}
    period = {"first": date(2022, 4, 1), "last": date(2022, 6, 30), "period": "2022年第二季度"}
    made = Score.objects.create(
        scorecard="quarter",
        label="季度评价",
        region=region,
        version=date(2022, 1, 1),
        weights_published_on=date(2021, 12, 1),
        method="share",
        until=date(2022, 6, 30),
        indicators=[indicator],
        rows=[{**city, **of}],
        computed_on=date(2022, 7, 5),
        at=at,
        **period,
    )
    place = {"region": region, "scorecard": "quarter", "first": made.first}
    Publication.objects.create(score=made, acting_as="测试", at=at, **place)
    return made


def score(whose: str) -> Score:
    """The ranking of one's own province, or of another."""
    region = {"own": "440000", "foreign": "420000"}[whose]
    return Score.objects.filter(region=region).first() or score_of(region)


SCORECARDS = {"staff.nomination": nomination, "staff.nomination_file": nomination_file}
