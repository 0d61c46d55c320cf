"""One indicator: its values by period and unit, as a table and a chart, and its tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import FileResponse

from ballast_web.errors import NotHere
from ballast_web.pages.listing import Column, sheet
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision.indicators import Values, source_label, targets, values
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import READERS

#: Periods that the table on the page has; the chart and the sheet have all.
SHOWN = 6


@dataclass(frozen=True)
class Bar:
    """One period: its value, of how many units it is known, and how wide its bar is in percent."""

    label: str
    value: Decimal | None
    known: int
    wide: float


@page("staff/indicator/<int:pk>/", title="指标", roles=READERS)
def indicator(request: Request, pk: int) -> Response:
    """The indicator that a task is counted for; `?export=xlsx` gives its values as a sheet."""
    found = targets(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这个指标")
    told = values(request.acting, found)
    if request.GET.get("export") == "xlsx":
        return _exported(found, told)
    return indicator.render(request, **_shown(found, told))


def _shown(found: Task, told: Values) -> dict[str, Any]:
    tops = sum(line.above for line in told.lines)
    return {
        "indicator": found,
        "periods": told.periods[-SHOWN:],
        "lines": [(line, _named(told, line.values)) for line in told.lines],
        "totals": _named(told, told.totals) if tops > 1 else (),
        "bars": list(_bars(told)),
        "tops": tops,
        "sources": [source_label(each) for each in sorted({x.task.linked for x in told.lines})],
    }


def _named(told: Values, own: Sequence[Decimal | None]) -> list[tuple[str, Decimal | None]]:
    """The values of the periods that the table has, each with its period's name."""
    labels = [label for _, label in told.periods]
    return list(zip(labels, own, strict=True))[-SHOWN:]


def _bars(told: Values) -> Iterator[Bar]:
    """A bar a period, as wide as its share of the highest; what is not known has none."""
    highest = max((each for each in told.totals if each is not None), default=Decimal(0))
    for (_, label), value, known in zip(told.periods, told.totals, told.known, strict=True):
        wide = float(value / highest * 100) if value and highest > 0 else 0.0
        yield Bar(label, value, known, max(wide, 0.0))


def _exported(found: Task, told: Values) -> FileResponse:
    """A row for each task and period, and its figure."""
    rows = (
        (line.task, label, last, line.values[place])
        for line in told.lines
        for place, (last, label) in enumerate(told.periods)
    )
    columns = (
        Column("单位", lambda row: row[0].unit.name),
        Column("地区", lambda row: row[0].region),
        Column("任务编号", lambda row: row[0].number),
        Column("填报期", lambda row: row[1]),
        Column("截至", lambda row: row[2]),
        Column(f"完成数（{found.target_unit}）", lambda row: row[3]),
    )
    name = "指标数据"
    return FileResponse(sheet(columns, rows, name), as_attachment=True, filename=f"{name}.xlsx")
