"""A sheet of projects: parsed apart, registered row by row, given back with what was wrong.

What is registered already is changed only once somebody has seen which cells change, and said why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.parquet as pq
from django.core.files.uploadedfile import UploadedFile

from ballast.facts.snapshot import parquet_path
from ballast.vocabulary.facts import Entity, load_entities
from ballast_web.enterprises import intake
from ballast_web.enterprises.models import Import
from ballast_web.enterprises.states import WorkState
from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel import sandbox
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.projects.access import access_units
from ballast_web.projects.errors import NothingToConfirm, OutOfOrder
from ballast_web.projects.services.registering import Entry, register
from ballast_web.projects.services.scheduling import plan
from ballast_web.projects.services.stepping import needed
from ballast_web.projects.services.updating import (
    Update,
    fen,
    registered,
    unit_of,
    update,
    update_of,
)
from ballast_web.projects.states import IMPORTERS, ORDER, Stage

TABLE = "project_register"
LABEL = "重大项目台账"
SHEETS = Path(__file__).parents[1] / "sheets"


@dataclass(frozen=True)
class Objection:
    """Why a row was not taken: the project's code, the column at fault, what it holds."""

    key: str
    column: str
    value: str
    expected: str


@lru_cache(maxsize=1)
def entity() -> Entity:
    """The columns of the sheet."""
    return load_entities(SHEETS)[TABLE]


def template() -> BinaryIO:
    """An open file with a workbook to fill in."""
    return intake.workbook(entity())


def receive(acting: Acting, upload: UploadedFile) -> Import:
    """Register the projects of an uploaded workbook; rows with faults are left out and marked.

    What rows change in projects that are registered waits to be confirmed. Raises NotAllowed, and
    BadValue for a file too large or of another kind.
    """
    acting.must_be(IMPORTERS, "导入重大项目")
    if not (upload.name or "").lower().endswith(".xlsx"):
        raise BadValue(field="文件", given=upload.name or "", allowed="Excel工作簿（.xlsx）")
    made = intake.kept(acting, TABLE, upload)
    result = intake.parsed(made, SHEETS)
    if "error" in result:
        return intake.ended(
            acting, made, {"state": WorkState.FAILED, "message": intake.told(result)}
        )
    rows = _rows(made)
    updates, objections = _taken(acting, rows)
    marks = _marked(made, result, objections)
    _wait(made, [each.told for each in updates if each.cells])
    fields = {
        "state": WorkState.FINISHED,
        "read": result["read"],
        "imported": len(rows) - len(objections) - len(updates),
        "rejected": sum(each["outcome"] != "confirm" for each in marks),
    }
    return intake.ended(acting, made, fields)


def _rows(made: Import) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(
        parquet_path(Path(made.folder) / "facts", TABLE)
    ).to_pylist()
    return rows


def _units(acting: Acting) -> dict[str, Organisation]:
    return {unit.name: unit for unit in access_units(acting)}


def _taken(acting: Acting, rows: list[dict[str, Any]]) -> tuple[list[Update], list[Objection]]:
    """Register each row that can be; what others would change, and what the rest met."""
    units = _units(acting)
    updates, found = [], []
    with writing(acting):
        for row in rows:
            try:
                with writing(acting):
                    there = registered(acting, row["code"])
                    if there is None:
                        _row(acting, row, units)
                    else:
                        updates.append(update_of(acting, there, row, units))
            except PlatformError as error:
                found.append(_objection(row, error))
    return updates, found


def _wait(made: Import, items: list[dict[str, Any]]) -> None:
    """Write down what waits to be confirmed."""
    told = json.dumps(items, ensure_ascii=False)
    (Path(made.folder) / _WAITING).write_text(told, encoding="utf-8")


_WAITING = "updates.json"


def waiting(made: Import) -> list[dict[str, Any]]:
    """What waits to be confirmed: code, name, and cells with column, before, after."""
    path = Path(made.folder) / _WAITING
    if made.table != TABLE or not path.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def confirm(acting: Acting, made: Import, reason: str) -> int:
    """Change all that waits, or nothing; returns how many projects.

    Raises NotAllowed, NothingToConfirm, ReasonNeeded, Meanwhile, NotYours, OutOfOrder.
    """
    acting.must_be(IMPORTERS, "更新重大项目")
    needed(reason, "更新项目")
    items = waiting(made)
    if not items:
        raise NothingToConfirm
    rows = {row["code"].strip().upper(): row for row in _rows(made)}
    units = _units(acting)
    with writing(acting):
        for told in items:
            update(acting, rows[told["code"]], units, told, reason)
        intake.ended(acting, made, {"imported": made.imported + len(items)})
    _wait(made, [])
    return len(items)


def _row(acting: Acting, row: Mapping[str, Any], units: Mapping[str, Organisation]) -> None:
    above = row.get("supervising_unit")
    entry = Entry(
        code=row["code"],
        name=row["name"],
        enterprise_name=row["enterprise_name"],
        uscc=row.get("uscc") or "",
        industry=row.get("industry") or "",
        region=row["region"],
        unit=unit_of(units, row["unit"], "责任单位"),
        supervising_unit=unit_of(units, above, "督导单位") if above else None,
        total_fen=fen(row["total"]) or 0,
        year=row["year"],
        plan_fen=fen(row.get("plan")),
        before_fen=fen(row.get("before")) or 0,
        invested_fen=fen(row.get("invested")),
        stage=row.get("stage") or Stage.PRELIMINARY,
        content=row.get("content") or "",
        basis=row.get("basis") or "",
    )
    made = register(acting, entry)
    dates = {f"{stage}": row[stage] for stage in ORDER if row.get(stage) is not None}
    if dates:
        plan(acting, made, dates)


def _objection(row: Mapping[str, Any], error: PlatformError) -> Objection:
    """The error at its column: the field it names, the date out of order, else the key."""
    column = str(error.facts.get("field", "项目代码"))
    if isinstance(error, OutOfOrder):
        column = f"计划{error.facts['later']}日期"
    labels = {fact.label: name for name, fact in entity().facts.items()}
    value = row.get(labels.get(column, "code"))
    return Objection(row["code"], column, "" if value is None else f"{value}", f"{error}")


def _marked(made: Import, result: dict[str, Any], objections: list[Objection]) -> list[Any]:
    """All marks of the sheet: the child's own, and the objections put into it apart."""
    marks: list[Any] = result["marks"]
    if not objections:
        return marks
    folder = Path(made.folder)
    task = {
        "sheet": str(next(folder.glob("sheet.*"))),
        "marked": str(folder / "marked.xlsx"),
        "key": entity().facts[entity().key].label,
        "objections": [vars(each) for each in objections],
    }
    marks += sandbox.run("ballast_web.projects.apart:objected", {"task": task}, what=made.name)
    written = json.dumps(result | {"marks": marks}, ensure_ascii=False)
    (folder / "result.json").write_text(written, encoding="utf-8")
    return marks
