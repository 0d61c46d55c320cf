"""Tasks by Excel that no package of the library holds: all of a sheet are proposed, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from ballast.supervision.periods import FREQUENCY_LABELS
from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_units
from ballast_web.supervision.errors import AlreadyThere, StillOpen
from ballast_web.supervision.inputs import day_of, number_of
from ballast_web.supervision.models import Task, TaskStep
from ballast_web.supervision.services import sheets
from ballast_web.supervision.services.sheets import Column, Form, Outcome, Row, Wrong
from ballast_web.supervision.states import SUPERVISORS, Part, TaskKind, TaskState

NAME, CONTENT, LEAD, MEMBERS = "任务名称", "任务内容", "牵头单位", "配合单位"
SERIAL = "任务序号"
SECTION, SOURCE, STARTS, DUE = "板块", "任务来源", "起始日期", "完成时限"
TARGET, COMPARED, UNIT, REPORTED = "目标值", "目标要求", "计量单位", "填报周期"
EVERY, TIMES, TIMES_UNIT = "周期", "每期至少", "次数单位"
_COMPARATORS = {"不低于": ">=", "超过": ">", "等于": "="}
_EVERY = {label: name for name, label in FREQUENCY_LABELS.items()}
#: What further rows of a task take over from its first where they are empty.
_TAKEN = (NAME, CONTENT, LEAD, SECTION, SOURCE, STARTS, DUE, REPORTED)
#: What they cannot say otherwise.
_COMMON = (NAME, LEAD, SECTION, SOURCE)
_KNOWN = "本地区政府单位在平台登记的全称"
FORM = Form(
    "task-sheets",
    (
        Column(
            SERIAL,
            "可不填；一项任务有几个目标的，每个目标一行，各行填同一序号，从第二行起只填与首行不同的列。"
            "不填序号的，名称和牵头单位相同的行是同一任务。",
            10,
        ),
        Column(NAME, "必填，至多60字。", 28, needed=True),
        Column(CONTENT, "必填，写明做什么、做到什么程度，至多2000字。", 48, needed=True),
        Column(LEAD, f"必填，{_KNOWN}。目标和周期要求由牵头单位负责。", 24, needed=True),
        Column(MEMBERS, f"可不填；{_KNOWN}，多个用“、”分开，各单位分别收到一项配合任务。", 30),
        Column(SECTION, "可不填；领导看板按板块汇总，至多60字。"),
        Column(SOURCE, "可不填；会议、批示或文件名称，至多80字。", 28),
        Column(STARTS, "可不填，如2022-10-31；不填的自下达之日起。", 12),
        Column(DUE, "有目标值的必填，如2022-12-31。", 12),
        Column(TARGET, "有量化目标的填数字，如1200或1.2万；有几个目标的，每个目标一行。", 12),
        Column(COMPARED, "不低于、超过或等于；不填按不低于。", 10, choices=tuple(_COMPARATORS)),
        Column(UNIT, "填了目标值的必填，如家、亿元、%。", 10),
        Column(REPORTED, "多久填报一次进展；不填为每月。", 10, choices=tuple(_EVERY)),
        Column(EVERY, "要求定期办理的填，如每月；与每期至少一并填写。", 10, choices=tuple(_EVERY)),
        Column(TIMES, "每个周期至少办几次，整数。", 10),
        Column(TIMES_UNIT, "可不填，如场、次；不填为次。", 10),
    ),
    NAME,
)


@dataclass(frozen=True)
class _Line:
    """A row as it stands, with what it takes over from the first row of its task."""

    row: Row
    whole: Row
    first: Row

    @property
    def further(self) -> bool:
        """Whether its task has a row before it."""
        return self.row is not self.first

    @property
    def says_otherwise(self) -> bool:
        """Whether it is about something else than the first row: another target in one unit."""
        return self.further and self.whole.get(CONTENT) != self.first.get(CONTENT)

    def tells_of(self, error: PlatformError) -> bool:
        """Whether an error lies in its own cells, not in those that it takes over."""
        field = str(error.facts.get("field", ""))
        return not self.further or self.row.get(field) == self.whole.get(field)


def _lines(rows: list[Row]) -> Iterator[_Line]:
    """Each row with the first of its task, found by its serial, else by its name and lead."""
    firsts: dict[tuple[str, ...], Row] = {}
    for row in rows:
        named = (row.get(NAME), row.get(LEAD))
        first = firsts.setdefault((row.get(SERIAL),) if row.get(SERIAL) else named, row)
        taken = {title: first.get(title) for title in _TAKEN if not row.get(title)}
        yield _Line(row, Row(row.number, {**row.cells, **taken}), first)


def _agrees(line: _Line) -> None:
    """Raises BadValue where a further row says otherwise what all rows of a task have in common."""
    for title in _COMMON if line.further else ():
        given, there = line.row.get(title), line.first.get(title)
        if given and given != there:
            rest = f"与第{line.first.number}行相同的{title}“{there}”，或不填"
            raise BadValue(field=title, given=given, allowed=rest)


@dataclass(frozen=True)
class _Reader:
    """What the rows of a sheet are read with."""

    acting: Acting
    units: Mapping[str, Organisation]

    def tasks(self, line: _Line) -> Iterator[Task]:
        """The tasks of a row: the lead's, then the members'. Raises BadValue."""
        row = line.whole
        lead = self._unit(row.get(LEAD), LEAD)
        common = _common(row)
        items = [*_items(row, common["due"])]
        if not items and line.further:
            raise BadValue(field=TARGET, given="", allowed=f"第{line.first.number}行以外的目标")
        for item in items or [{"kind": TaskKind.WORK}]:
            yield self._task(line, lead, {**common, **item, "part": Part.LEAD})
        for name in filter(None, row.get(MEMBERS).replace("，", "、").split("、")):
            member = self._unit(name.strip(), MEMBERS)
            if member == lead:
                raise BadValue(field=MEMBERS, given=name, allowed="牵头单位以外的单位")
            work = {"kind": TaskKind.WORK, "part": Part.MEMBER}
            yield self._task(line, member, {**common, **work})

    def _unit(self, name: str, field: str) -> Organisation:
        if name not in self.units:
            raise BadValue(field=field, given=name, allowed=_KNOWN)
        return self.units[name]

    def _task(self, line: _Line, unit: Organisation, fields: dict[str, Any]) -> Task:
        issuer, row = self.acting.organisation.code if self.acting.organisation else "", line.whole
        parts = (issuer, row.get(NAME), row.get(SOURCE), unit.code, fields["kind"])
        own = (fields["content"],) if line.says_otherwise and fields["part"] == Part.LEAD else ()
        told = "\n".join((*parts, fields.get("target_unit", ""), *own))
        key = f"sheet|{hashlib.sha256(told.encode()).hexdigest()[:40]}"
        place = {"package": "", "key": key, "version": 0, "printed": unit.name[:80]}
        return Task(**place, unit=unit, region=unit.region, **fields)


def _common(row: Row) -> dict[str, Any]:
    """What every task of the row has."""
    starts, due = _day(row, STARTS), _day(row, DUE)
    if starts and due and due < starts:
        raise BadValue(field=DUE, given=row.get(DUE), allowed=f"不早于起始日期{starts}")
    return {
        "name": _words(row, NAME, 60),
        "content": _words(row, CONTENT, 2000),
        "section": _words(row, SECTION, 60, needed=False),
        "source": _words(row, SOURCE, 80, needed=False),
        "starts_on": starts,
        "due": due,
        "report_every": _one_of(row, REPORTED, _EVERY, "month"),
    }


def _items(row: Row, due: date | None) -> Iterator[dict[str, Any]]:
    """The target and the recurring duty that the row states."""
    if row.get(TARGET):
        if due is None:
            raise BadValue(field=DUE, given="", allowed="日期，如2022-12-31；有目标值的必填")
        yield {
            "kind": TaskKind.TARGET,
            "target_value": _value(row),
            "target_unit": _words(row, UNIT, 24),
            "comparator": _one_of(row, COMPARED, _COMPARATORS, ">="),
        }
    elif row.get(UNIT) or row.get(COMPARED):
        raise BadValue(field=TARGET, given="", allowed="大于零的数；没有目标的，不填计量单位")
    if row.get(EVERY) or row.get(TIMES):
        yield {
            "kind": TaskKind.DUTY,
            "every": _one_of(row, EVERY, _EVERY, ""),
            "at_least": _times(row),
            "times_unit": _words(row, TIMES_UNIT, 24, needed=False) or "次",
        }


def _words(row: Row, title: str, longest: int, *, needed: bool = True) -> str:
    text = row.get(title)
    if len(text) > longest or (needed and not text):
        given = f"{len(text)}字" if text else ""
        raise BadValue(field=title, given=given, allowed=f"{int(needed)}至{longest}字")
    return text


def _day(row: Row, title: str) -> date | None:
    return day_of(row.get(title), title) if row.get(title) else None


def _one_of(row: Row, title: str, allowed: Mapping[str, str], otherwise: str) -> str:
    text = row.get(title)
    if (text or not otherwise) and text not in allowed:
        raise BadValue(field=title, given=text, allowed="、".join(allowed))
    return allowed.get(text, otherwise)


def _value(row: Row) -> Decimal:
    found = number_of(row.get(TARGET), TARGET)
    exact = found is not None and found.is_finite() and 0 < found < 10**15
    if found is None or not exact or found != found.quantize(Decimal("0.0001")):
        raise BadValue(field=TARGET, given=row.get(TARGET), allowed="大于零的数，至多四位小数")
    return found


def _times(row: Row) -> int:
    text = row.get(TIMES)
    if not (text.isascii() and text.isdecimal() and int(text[:6]) >= 1 and len(text) < 5):
        raise BadValue(field=TIMES, given=text, allowed="1至9999的整数")
    return int(text)


def template(acting: Acting) -> BinaryIO:
    """An open file with the workbook to fill in. Raises NotAllowed."""
    acting.must_be(SUPERVISORS, "下载任务录入表")
    return sheets.workbook(FORM)


def receive(acting: Acting, upload: UploadedFile) -> Outcome:
    """Propose the tasks of a sheet; where anything is wrong, none of them.

    Raises NotAllowed, BadValue, FileTooLarge, StillOpen, and what `sandbox.run` raises.
    """
    acting.must_be(SUPERVISORS, "录入任务")
    return sheets.receive(acting, FORM, upload, lambda name, rows: _settled(acting, name, rows))


def _settled(acting: Acting, name: str, rows: list[Row]) -> tuple[int, list[Wrong]]:
    """Propose what all rows say, or tell what is wrong with some."""
    reader = _Reader(acting, {unit.name: unit for unit in access_units(acting)})
    try:
        with writing(acting) as log:
            new, wrong = _read(reader, rows)
            if wrong:
                return 0, wrong
            Task.objects.bulk_create(new, batch_size=500)
            _told(acting, new)
            log.note("tasks.imported", name, new=len(new), tasks=[task.number for task in new])
    except IntegrityError:
        raise StillOpen(action="录入", why="同样的任务刚刚由另一人录入，请刷新后核对") from None
    return len(new), []


def _read(reader: _Reader, rows: list[Row]) -> tuple[list[Task], list[Wrong]]:
    new: dict[str, Task] = {}
    wrong: list[Wrong] = []
    for line in _lines(rows):
        try:
            _agrees(line)
            for task in reader.tasks(line):
                _once(task, new, line)
                new[task.key] = task
        except PlatformError as error:
            if line.tells_of(error) or all(row is not line.first for row, _ in wrong):
                wrong.append((line.row, error))
    return list(new.values()), wrong


def _once(task: Task, new: Mapping[str, Task], line: _Line) -> None:
    """Raises AlreadyThere for a task of the sheet or the platform; a revoked one may come anew.

    A member that several rows of a task name supports it once.
    """
    told = {"name": task.name, "unit": task.unit.name if task.unit else ""}
    there = Task.objects.filter(package="", key__startswith=task.key)
    task.key = f"{task.key}|{there.filter(state=TaskState.REVOKED).count()}"
    if task.key in new and not (line.further and task.part == Part.MEMBER):
        raise AlreadyThere(**told, where="在表中重复")
    held = there.exclude(state=TaskState.REVOKED).first()
    if held is not None:
        raise AlreadyThere(**told, where=f"已经录入，编号{held.number}")


def _told(acting: Acting, tasks: list[Task]) -> None:
    """The first step of each task."""
    given = {"person": acting.person, "acting_as": str(acting), "at": now()}
    rows = (
        TaskStep(task=task, step="propose", label="录入", target=task.state, **given)
        for task in tasks
    )
    TaskStep.objects.bulk_create(rows, batch_size=500)
