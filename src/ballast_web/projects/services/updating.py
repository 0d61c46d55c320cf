"""What a sheet changes in a project that is registered: told cell by cell, then done.

An empty cell leaves things as they are. The stage and what was invested are not for a sheet to
change: the one has a date on which it was reached, the other comes with the weekly report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ballast_web.catalogue.library import vocabulary
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.projects.access import access_handled
from ballast_web.projects.errors import Meanwhile
from ballast_web.projects.models import Project
from ballast_web.projects.services.registering import Entry, checked
from ballast_web.projects.services.scheduling import plan
from ballast_web.projects.services.stepping import handling, needed
from ballast_web.projects.states import ORDER, Stage

Cells = Mapping[str, Any]
#: What a sheet may change, as its columns are called.
_LABELS = {
    "name": "项目名称",
    "enterprise_name": "建设单位",
    "enterprise": "建设单位统一社会信用代码",
    "industry": "行业",
    "region": "项目所在地",
    "unit": "责任单位",
    "supervising_unit": "督导单位",
    "total_fen": "总投资",
    "year": "计划年度",
    "plan_fen": "年度计划投资",
    "before_fen": "上年底累计完成投资",
    "content": "建设内容",
    "basis": "依据说明",
}
_CODELISTS = {"region": "regions", "industry": "industries"}


@dataclass
class Update:
    """What a row changes: fields and planned dates, and each cell before and after in words."""

    code: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    cells: list[dict[str, str]] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """What whoever confirms it is shown."""
        return {"code": self.code, "name": self.name, "cells": self.cells}


def registered(acting: Acting, code: str) -> Project | None:
    """The project of that code, if `acting` may move it on."""
    rows = access_handled(acting).prefetch_related("milestones")
    return rows.filter(code=code.strip().upper()).first()


def update_of(
    acting: Acting, held: Project, row: Cells, units: Mapping[str, Organisation]
) -> Update:
    """What the row changes in the project. Raises BadValue for what it cannot change."""
    _kept(held, row)
    wanted = checked(acting, _merged(held, row, units))
    found = Update(held.code, held.name)
    for name, label in _LABELS.items():
        before, after = getattr(held, name), wanted[name]
        if before != after:
            found.fields[name] = after
            found.cells.append(_cell(label, _text(name, before), _text(name, after)))
    planned = {each.stage: each.planned for each in held.milestones.all()}
    for stage, day in _dates(row):
        if planned.get(stage) != day:
            found.dates[stage] = day
            before_ = f"{planned.get(stage) or _NOTHING}"
            found.cells.append(_cell(f"计划{stage.label}日期", before_, f"{day}"))
    return found


_NOTHING = "未填"


def _cell(column: str, before: str, after: str) -> dict[str, str]:
    return {"column": column, "before": before, "after": after}


def _kept(held: Project, row: Cells) -> None:
    """Raises BadValue where the row says otherwise of what a sheet does not change."""
    stage, invested = row.get("stage"), fen(row.get("invested"))
    if stage and stage != held.stage:
        allowed = f"“{held.get_stage_display()}”或者留空；到达新的阶段，请在项目页面登记实际日期"
        raise BadValue(field="阶段", given=Stage(stage).label, allowed=allowed)
    if invested is not None and invested != held.invested_fen:
        allowed = f"{_text('invested_fen', held.invested_fen)}或者留空；完成投资请通过周报报送"
        raise BadValue(field="累计完成投资", given=_text("invested_fen", invested), allowed=allowed)
    if row["year"] < held.year:
        raise BadValue(field="计划年度", given=f"{row['year']}", allowed=f"不早于{held.year}年")


def _merged(held: Project, row: Cells, units: Mapping[str, Organisation]) -> Entry:
    """The project as the row wants it."""
    above = row.get("supervising_unit")
    plan_fen, before_fen = _of_year(held, row)
    return Entry(
        code=held.code,
        name=row["name"],
        enterprise_name=row["enterprise_name"],
        uscc=row.get("uscc") or (held.enterprise.code if held.enterprise else ""),
        industry=row.get("industry") or held.industry,
        region=row["region"],
        unit=unit_of(units, row["unit"], "责任单位"),
        supervising_unit=unit_of(units, above, "督导单位") if above else held.supervising_unit,
        total_fen=fen(row["total"]) or 0,
        year=row["year"],
        plan_fen=plan_fen,
        before_fen=before_fen,
        invested_fen=held.invested_fen,
        content=row.get("content") or held.content,
        basis=row.get("basis") or held.basis,
    )


def _of_year(held: Project, row: Cells) -> tuple[int | None, int]:
    """The plan, and what was invested before its year; with a new year both begin anew."""
    plan_fen, before_fen = fen(row.get("plan")), fen(row.get("before"))
    if row["year"] == held.year:
        kept_plan = held.plan_fen if plan_fen is None else plan_fen
        return kept_plan, held.before_fen if before_fen is None else before_fen
    if before_fen is None:
        before_fen = held.before_fen if held.invested_fen is None else held.invested_fen
    return plan_fen, before_fen


def _dates(row: Cells) -> Iterator[tuple[Stage, date]]:
    for stage in ORDER:
        if row.get(stage) is not None:
            yield stage, row[stage]


def _text(name: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, Organisation):
        return value.code if name == "enterprise" else value.name
    if name.endswith("_fen"):
        return f"{value / 100:,.2f}元"
    if name in ("region", "industry"):
        return (
            vocabulary()
            .codelists[f"{'regions' if name == 'region' else 'industries'}"]
            .label(value)
        )
    return f"{value}"


def unit_of(units: Mapping[str, Organisation], name: str, field_: str) -> Organisation:
    """The unit of that name. Raises BadValue."""
    if name not in units:
        raise BadValue(field=field_, given=name, allowed="本地区政府单位在平台登记的全称")
    return units[name]


def fen(yuan: Any) -> int | None:
    """Yuan as 分; None where nothing was filled in."""
    return None if yuan is None else int(yuan * 100)


def update(
    acting: Acting,
    row: Cells,
    units: Mapping[str, Organisation],
    told: Mapping[str, Any],
    reason: str,
) -> None:
    """Change the project as was told. Raises Meanwhile where that is no more what would change.

    Raises also NotAllowed, NotYours, ReasonNeeded, OutOfOrder.
    """
    with writing(acting):
        there = registered(acting, row["code"])
        if there is None:
            raise Meanwhile(name=told["name"])
        said = "；".join(f"{c['column']}：{c['before']}→{c['after']}" for c in told["cells"])
        said = f"{needed(reason, '更新项目')}（{said}）"
        with handling(acting, there, "update", "导入更新", said) as held:
            found = update_of(acting, held, row, units)
            if found.told != told:
                raise Meanwhile(name=told["name"])
            for name, value in found.fields.items():
                setattr(held, name, value)
        if found.dates:
            plan(acting, there, found.dates, reason)
