"""Projects of two cities, and a weekly report's file, for the walk over every page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from tests.web.places import unit

from ballast_web.applications.evidence import path_of
from ballast_web.applications.models import EvidenceFile
from ballast_web.projects.models import Project, WeeklyFile, WeeklyReport

AT = datetime(2022, 9, 1, tzinfo=UTC)


def project_of(whose: str) -> Project:
    place = unit(whose)
    return Project.objects.create(
        code=f"2201-{whose}",
        name="合成项目",
        enterprise_name="合成企业",
        region=place.region,
        unit=place,
        total_fen=5,
        year=2022,
        registered_on=date(2022, 1, 4),
    )


def file_of(whose: str) -> WeeklyFile:
    day = date(2022, 8, 28)
    report = WeeklyReport.objects.create(
        project=project_of(whose),
        label="2022年第34周",
        first=day,
        last=day,
        invested_fen=1,
        physical=0,
        acting_as="测试",
        at=AT,
    )
    sha256 = {"own": "a", "foreign": "b"}[whose] * 64
    stored = EvidenceFile.objects.create(sha256=sha256, kind="png", size=1, stored_at=AT)
    assert settings.MEDIA_ROOT
    path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
    path_of(sha256).write_bytes(b"x")
    return WeeklyFile.objects.create(report=report, file=stored, name="现场.png")


PROJECTS = {
    "staff.project": lambda whose: {"pk": project_of(whose).pk},
    "staff.project_file": lambda whose: {"pk": file_of(whose).pk},
}
