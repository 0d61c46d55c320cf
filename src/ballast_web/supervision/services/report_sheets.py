"""Reports by Excel: a sheet with a unit's tasks to fill in, each wrong cell told in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef, QuerySet

from ballast_web.errors import NotHere, PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.supervision.access import access_own_tasks
from ballast_web.supervision.inputs import day_of, number_of, share_of
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import sheets
from ballast_web.supervision.services.reporting import next_period, report
from ballast_web.supervision.services.sheets import Column, Form, Outcome, Row, Wrong
from ballast_web.supervision.states import OFFICERS, RUNNING, TaskKind, TaskState

NUMBER, DAY, FIGURE, SAID = "任务编号", "填报期截至", "本期累计完成数", "进展情况"
_READ_ONLY = "供查看，不用填。"
FORM = Form(
    "progress-sheets",
    (
        Column(NUMBER, "已填好，请勿改动。", 12, needed=True),
        Column("任务", _READ_ONLY, 36, filled=True),
        Column("目标值", _READ_ONLY, 12, filled=True),
        Column("上次填报", _READ_ONLY, 12, filled=True),
        Column("单位", _READ_ONLY, 8, filled=True),
        Column(
            DAY,
            "已填好待填报的一期；补报其他期的改为该期内的日期。",
            14,
            needed=True,
            fields=("填报期",),
        ),
        Column(
            FIGURE,
            "自任务开始以来的累计数，如1200或1.2万；工作任务填完成百分比。不填的任务不填报。",
            18,
            needed=True,
            fields=("完成数", "完成进度"),
        ),
        Column(SAID, "可不填；做了什么、差在哪里、下一步怎么办。", 48),
    ),
    NUMBER,
)


def to_report(acting: Acting) -> QuerySet[Task]:
    """The unit's targets and work that run, less those that its parts report."""
    parts = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.REVOKED)
    rows = access_own_tasks(acting).filter(state__in=RUNNING).exclude(kind=TaskKind.DUTY)
    return rows.exclude(Exists(parts), kind=TaskKind.TARGET, linked="").order_by("due", "pk")


def template(acting: Acting) -> BinaryIO:
    """An open file with a workbook of the unit's tasks. Raises NotAllowed."""
    acting.must_be(OFFICERS, "下载填报表")
    return sheets.workbook(FORM, (list(_cells(task)) for task in to_report(acting)))


def _cells(task: Task) -> Iterator[str]:
    """What the sheet says of a task; the last two columns are to be filled in."""
    waiting = next_period(task)
    target = task.kind == TaskKind.TARGET
    last = task.figure if target else task.progress and task.progress * 100
    yield task.number
    yield f"{task.name}：{task.content}"
    yield f"{task.target_value.normalize():f}" if target and task.target_value else ""
    yield "" if last is None else f"{last.normalize():f}"
    yield task.target_unit if target else "%"
    yield waiting.last.isoformat() if waiting else ""


def receive(acting: Acting, upload: UploadedFile) -> tuple[Outcome, int]:
    """Report every row with a figure; what is wrong is marked in the sheet's own cells.

    Also returns how many questions the figures raise. Raises NotAllowed, BadValue, FileTooLarge,
    and what `sandbox.run` raises.
    """
    acting.must_be(OFFICERS, "上传填报表")
    asked = 0

    def settle(_name: str, rows: list[Row]) -> tuple[int, list[Wrong]]:
        nonlocal asked
        done, asked, wrong = _reported(acting, rows)
        return done, wrong

    return sheets.receive(acting, FORM, upload, settle), asked


def _reported(acting: Acting, rows: list[Row]) -> tuple[int, int, list[Wrong]]:
    """Rows reported, questions that they raise, and the rows that are wrong."""
    tasks = {task.number: task for task in to_report(acting)}
    reported, asked, wrong = 0, 0, list[Wrong]()
    for row in rows:
        try:
            questions = _row(acting, tasks, row)
        except PlatformError as error:
            wrong.append((row, error))
            continue
        reported += questions is not None
        asked += questions or 0
    return reported, asked, wrong


def _row(acting: Acting, tasks: Mapping[str, Task], row: Row) -> int | None:
    """How many questions the row's report raises; None for a row without a figure."""
    number = number_of(row.get(FIGURE))
    if number is None:
        return None
    task = tasks.get(row.get(NUMBER))
    if task is None:
        raise NotHere(what=f"任务“{row.get(NUMBER)}”")
    target = task.kind == TaskKind.TARGET
    made = report(
        acting,
        task,
        day_of(row.get(DAY), DAY),
        figure=number if target else None,
        progress=None if target else share_of(number),
        said=row.get(SAID),
    )
    return made.questions.count()
