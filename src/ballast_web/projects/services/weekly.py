"""Weekly reports: money and what stands there, at the end of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from ballast.supervision.periods import span_on
from ballast_web.applications import evidence
from ballast_web.applications.services.evidence import kept
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.projects.models import Project, WeeklyFile, WeeklyReport
from ballast_web.projects.services.stepping import handling, needed

#: Files that one report carries at most.
MOST = 6


@dataclass(frozen=True)
class Week:
    """What is reported of the week in which `day` lies; `invested_fen` is all so far."""

    day: date
    invested_fen: int
    physical: Decimal
    said: str = ""
    files: Sequence[UploadedFile] = ()


def report_week(acting: Acting, project: Project, week: Week) -> WeeklyReport:
    """Write the report down; the last of the latest week is what the project shows.

    Raises BadValue, WrongFile, ReasonNeeded for a sum that falls, NotAllowed, NotHere, NotYours.
    """
    span = span_on(week.day, "week")
    _check(project, week, span.first)
    files = [evidence.checked(upload) for upload in week.files]
    with handling(acting, project, "report", "报送周报", f"{span.label}：{week.said}") as held:
        if week.invested_fen < (held.invested_fen or 0):
            needed(week.said, "调减累计完成投资")
        report = WeeklyReport.objects.create(
            project=held,
            label=span.label,
            first=span.first,
            last=span.last,
            invested_fen=week.invested_fen,
            physical=week.physical,
            said=week.said.strip(),
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )
        _attach(report, files)
        latest = held.weeks.order_by("-last", "-pk")[0]
        held.invested_fen, held.physical = latest.invested_fen, latest.physical
        held.reported_to = latest.last
    return report


def _check(project: Project, week: Week, first: date) -> None:
    if first > today():
        raise BadValue(field="周", given=f"{week.day}", allowed=f"不晚于{today()}的日期")
    if week.invested_fen < project.before_fen:
        given, least = f"{week.invested_fen / 100:,.2f}元", f"{project.before_fen / 100:,.2f}"
        raise BadValue(field="累计完成投资", given=given, allowed=f"不小于上年底累计数{least}元")
    if not 0 <= week.physical <= 1:
        given = f"{(week.physical * 100).normalize():f}%"
        raise BadValue(field="形象进度", given=given, allowed="0至100%")
    if len(week.files) > MOST:
        raise BadValue(field="佐证", given=f"{len(week.files)}个", allowed=f"不超过{MOST}个文件")


def _attach(report: WeeklyReport, files: Sequence[evidence.Checked]) -> None:
    for file in files:
        WeeklyFile.objects.create(report=report, file=kept(file), name=file.name)
