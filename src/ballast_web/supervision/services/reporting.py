"""A unit reports how far a task is: a figure or a share for a period, with words and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from django.core.files.uploadedfile import UploadedFile

from ballast.measures.schema import Frequency
from ballast.supervision.pace import PLACES
from ballast.supervision.periods import Span, spans
from ballast_web.applications import evidence
from ballast_web.applications.services.evidence import kept
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.writes import writing
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Report, ReportFile, Task
from ballast_web.supervision.services import figures, questioning
from ballast_web.supervision.services.lighting import relight
from ballast_web.supervision.services.stepping import locked, must_answer_for
from ballast_web.supervision.states import OFFICERS, RUNNING, TaskKind

#: How many files a report carries, and how long its words may be.
MOST_FILES, LONGEST = 9, 2000
#: How many periods back a report may still be made or corrected on the page.
PERIODS_BACK = 6
_FINEST = Decimal("0.0001")
_LARGEST = Decimal(10) ** 15


def report(
    acting: Acting,
    task: Task,
    last: date,
    figure: Decimal | None = None,
    progress: Decimal | None = None,
    said: str = "",
    files: Sequence[UploadedFile] = (),
) -> Report:
    """Report for the period in which `last` lies; a later report of the same period corrects it.

    `figure` is what is done since the task began, `progress` (0 to 1) is asked where there is no
    target. Raises NotAllowed, NotHere, StillOpen, BadValue, WrongFile.
    """
    acting.must_be(OFFICERS, "填报进展")
    checked = [evidence.checked(each) for each in _few(files)]
    with writing(acting):
        figures.held_above(task)
        held = locked(acting, task)
        must_answer_for(acting, held, "填报")
        _reportable(held)
        span = _span(held, last)
        reported = _figures(held, figure, progress)
        made = figures.write(acting, held, span, reported, _words(said))
        for each in checked:
            ReportFile.objects.create(report=made, file=kept(each), name=each.name)
        questioning.question(acting, held, made)
        relight(held)
    task.refresh_from_db()
    return made


def open_periods(task: Task) -> list[Span]:
    """The periods that can be reported, the newest first: the present one and those before."""
    begun = _begun(task)
    every, day = cast("Frequency", task.report_every), today()
    if begun > day:
        return []
    whole = [figures.period(task, each.first) for each in spans(every, begun, day)]
    return whole[: -PERIODS_BACK - 1 : -1]


def next_period(task: Task) -> Span | None:
    """The period to be reported now: the last that has ended, or once that is done the present."""
    offered = open_periods(task)
    begun = max(_begun(task), task.issued_on or date.min)
    ended = next((each for each in offered if begun <= each.last < today()), None)
    if ended is not None and not task.reports.filter(last=ended.last).exists():
        return ended
    return offered[0] if offered else None


def _begun(task: Task) -> date:
    return task.starts_on or task.issued_on or today()


def _few(files: Sequence[UploadedFile]) -> Sequence[UploadedFile]:
    if len(files) > MOST_FILES:
        raise BadValue(field="佐证材料", given=f"{len(files)}份", allowed=f"不超过{MOST_FILES}份")
    return files


def _words(said: str) -> str:
    if len(said) > LONGEST:
        raise BadValue(field="进展情况", given=f"{len(said)}字", allowed=f"不超过{LONGEST}字")
    return said.strip()


def _reportable(held: Task) -> None:
    """Raises StillOpen for what is not reported, or not by its unit."""
    why = ""
    if held.state not in RUNNING:
        why = f"它处于“{held.get_state_display()}”"
    elif held.kind == TaskKind.DUTY:
        why = "它是周期任务，请在“周期任务”中逐次登记"
    elif figures.summed(held):
        why = "它的完成数由下级任务汇总，请下级单位填报"
    if why:
        raise StillOpen(action="填报进展", why=why)


def _span(held: Task, last: date) -> Span:
    """The period in which `last` lies. Raises BadValue for one that has not begun, or is over."""
    span = figures.period(held, last)
    if span.first > today():
        raise BadValue(field="填报期", given=span.label, allowed="已经开始的填报期")
    if span.last < _begun(held):
        raise BadValue(
            field="填报期", given=span.label, allowed=f"{_begun(held)}任务起始以后的时期"
        )
    return span


def _figures(
    held: Task, figure: Decimal | None, progress: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """The figure and the share that are kept. Raises BadValue."""
    if held.kind != TaskKind.TARGET:
        if progress is None or not progress.is_finite() or not 0 <= progress <= 1:
            given = "" if progress is None else f"{progress * 100:f}%"
            raise BadValue(field="完成进度", given=given, allowed="0%至100%的数")
        return None, progress.quantize(PLACES)
    if figure is None or not figure.is_finite() or not 0 <= figure < _LARGEST:
        given = "" if figure is None else str(figure)
        raise BadValue(
            field="完成数", given=given, allowed="不小于零的数，填自任务开始以来的累计数"
        )
    if figure != figure.quantize(_FINEST):
        raise BadValue(field="完成数", given=str(figure), allowed="至多四位小数的数")
    return figure, figures.share(held, figure)
