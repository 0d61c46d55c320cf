"""Reports by Excel: a sheet with a unit's tasks to fill in, each wrong cell told in its place."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef, QuerySet

from ballast_web.errors import BadValue, NotHere, PlatformError
from ballast_web.kernel import sandbox, uploads
from ballast_web.kernel.acting import Acting
from ballast_web.supervision.access import access_own_tasks
from ballast_web.supervision.inputs import day_of, number_of, share_of
from ballast_web.supervision.models import Task
from ballast_web.supervision.services.reporting import next_period, report
from ballast_web.supervision.states import OFFICERS, RUNNING, TaskKind, TaskState

NUMBER, DAY, FIGURE, SAID = "任务编号", "填报期截至", "本期累计完成数", "进展情况"
TITLES = (NUMBER, "任务", "目标值", "上次填报", "单位", DAY, FIGURE, SAID)
#: Rows of a sheet that are read.
MOST_ROWS = 2000
#: In which column an error's field lies; any other is told at the task's number.
_COLUMN_OF = {"填报期": DAY, DAY: DAY, "完成数": FIGURE, "完成进度": FIGURE, "进展情况": SAID}
#: The work of the child processes.
_READ = "ballast_web.payments.receipt_cells:cells"
_MARK = "ballast_web.supervision.apart.sheets:mark"


@dataclass(frozen=True)
class Outcome:
    """What became of a sheet: rows reported, figures questioned, cells that were wrong."""

    name: str
    reported: int
    asked: int
    marks: list[dict[str, Any]]


def to_report(acting: Acting) -> QuerySet[Task]:
    """The unit's targets and work that run, less those that its parts report."""
    parts = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.REVOKED)
    rows = access_own_tasks(acting).filter(state__in=RUNNING).exclude(kind=TaskKind.DUTY)
    return rows.exclude(Exists(parts), kind=TaskKind.TARGET, linked="").order_by("due", "pk")


def template(acting: Acting) -> BinaryIO:
    """An open file with a workbook of the unit's tasks. Raises NotAllowed."""
    acting.must_be(OFFICERS, "下载填报表")
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("填报")
    bold = book.add_format({"bold": True, "bg_color": "#DCE6F1"})
    page.freeze_panes(1, 2)
    for place, (title, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, title, bold)
    for line, task in enumerate(to_report(acting), 1):
        for place, text in enumerate(_cells(task)):
            page.write_string(line, place, text)
    book.close()
    file.seek(0)
    opened: BinaryIO = file
    return opened


_WIDTHS = (12, 36, 12, 12, 8, 14, 18, 48)


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


def receive(acting: Acting, upload: UploadedFile) -> Outcome:
    """Report every row with a figure; what is wrong is marked in the sheet's own cells.

    Raises NotAllowed, BadValue, FileTooLarge, and what `sandbox.run` raises.
    """
    acting.must_be(OFFICERS, "上传填报表")
    if PurePath(upload.name or "").suffix.lower() != ".xlsx":
        raise BadValue(field="文件", given=upload.name, allowed="由本页下载的Excel工作簿（.xlsx）")
    folder = _folder(acting)
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        kept = uploads.keep(upload, Path(passing))
        rows = sandbox.run(_READ, {"path": str(kept.path)}, what=kept.name)
        found = _reported(acting, kept.name, rows)
        (folder / "marked.xlsx").unlink(missing_ok=True)
        if found.marks:
            order = {"path": str(kept.path), "out": str(folder / "marked.xlsx")}
            sandbox.run(_MARK, {**order, "marks": found.marks}, what=kept.name)
    told = json.dumps(vars(found), ensure_ascii=False)
    (folder / "result.json").write_text(told, encoding="utf-8")
    return found


def _reported(acting: Acting, name: str, rows: list[list[str]]) -> Outcome:
    titles = rows[0] if rows else []
    if missing := [each for each in (NUMBER, DAY, FIGURE) if each not in titles]:
        allowed = "由本页下载的填报表，首行是列名"
        raise BadValue(field="文件", given=f"缺少“{'、'.join(missing)}”列", allowed=allowed)
    if len(rows) > MOST_ROWS:
        raise BadValue(field="文件", given=f"超过{MOST_ROWS}行", allowed=f"至多{MOST_ROWS}行")
    tasks = {task.number: task for task in to_report(acting)}
    reported, asked, marks = 0, 0, []
    for number, cells in enumerate(rows[1:], 2):
        row = dict(zip(titles, cells, strict=False))
        try:
            questions = _row(acting, tasks, row)
        except PlatformError as error:
            marks.append(_mark(number, titles, row, error))
            continue
        reported += questions is not None
        asked += questions or 0
    return Outcome(name, reported, asked, marks)


def _row(acting: Acting, tasks: Mapping[str, Task], row: Mapping[str, str]) -> int | None:
    """How many questions the row's report raises; None for a row without a figure."""
    number = number_of(row.get(FIGURE, ""))
    if number is None:
        return None
    task = tasks.get(row.get(NUMBER, ""))
    if task is None:
        raise NotHere(what=f"任务“{row.get(NUMBER, '')}”")
    target = task.kind == TaskKind.TARGET
    made = report(
        acting,
        task,
        day_of(row.get(DAY, ""), DAY),
        figure=number if target else None,
        progress=None if target else share_of(number),
        said=row.get(SAID, ""),
    )
    return made.questions.count()


def _mark(
    number: int, titles: list[str], row: Mapping[str, str], error: PlatformError
) -> dict[str, Any]:
    """Which cell is wrong, and what it should hold."""
    fields = error.facts
    title = _COLUMN_OF.get(str(fields.get("field", "")), NUMBER)
    place = titles.index(title) + 1 if title in titles else 1
    return {
        "sheet": "",
        "row": number,
        "column": place,
        "title": title,
        "value": row.get(title, ""),
        "expected": str(error),
        "outcome": "rejected",
    }


def last_outcome(acting: Acting) -> Outcome | None:
    """What became of the last sheet that this person uploaded for the unit."""
    path = _folder(acting) / "result.json"
    if not path.is_file():
        return None
    return Outcome(**json.loads(path.read_text(encoding="utf-8")))


def marked(acting: Acting) -> Path | None:
    """The last sheet of this person with its wrong cells marked, if it has any."""
    path = _folder(acting) / "marked.xlsx"
    return path if path.is_file() else None


def _folder(acting: Acting) -> Path:
    """Where this person's sheets for the unit lie; each replaces the one before."""
    key = acting.membership.pk if acting.membership else 0
    folder: Path = settings.BALLAST_HOME / "report-sheets" / str(key)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
