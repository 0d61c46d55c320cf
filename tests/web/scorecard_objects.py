"""Nominations of one's own city, and of another, for the walk over every page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.places import unit

from ballast_web.applications.evidence import checked
from ballast_web.applications.services.evidence import kept
from ballast_web.scorecards.models import Nomination, NominationFile


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


SCORECARDS = {"staff.nomination": nomination, "staff.nomination_file": nomination_file}
