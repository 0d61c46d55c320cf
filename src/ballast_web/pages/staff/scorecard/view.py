"""The ranking of cities by published weights: computed, published by a second person, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse

from ballast.supervision.periods import Span
from ballast.supervision.scorecards import Scorecard
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.clock import today
from ballast_web.pages.listing import Column, sheet
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.task.forms import day
from ballast_web.scorecards import services
from ballast_web.scorecards.access import access_scores, ranks
from ballast_web.scorecards.models import Score
from ballast_web.scorecards.states import VIEWERS

#: How many past periods can be chosen.
PERIODS = 8
METHODS = {
    "share": "得分为指标值（0至1）乘权重",
    "minmax": "得分为指标值在最低市与最高市之间的位置乘权重",
    "rank": "得分按指标名次折算：第一名得满分，依次递减",
}


@dataclass(frozen=True)
class Cell:
    """One indicator of one city: points, value, and how wide its bar is in percent of full."""

    points: Decimal | None
    value: Decimal | None
    weight: Decimal

    @property
    def wide(self) -> float:
        """In percent of the weight."""
        return float((self.points or Decimal(0)) * 100 / self.weight)


@dataclass(frozen=True)
class Line:
    """One city of the table."""

    name: str
    rank: int | None
    total: Decimal | None
    missing: list[str]
    cells: list[Cell]


@page("staff/scorecard/", title="督查评价", roles=VIEWERS, menu=48, theme="通报评价", icon="trophy")
def scorecard(request: Request) -> Response:
    """The ranking of the scorecard and period that the address names; the last one without."""
    card = _card(request.GET.get("card", ""))
    period = _period(request, card)
    if request.method == "POST":
        return _done(request, card, period)
    rows = access_scores(request.acting).filter(scorecard=card.name, first=period.first)
    score = rows.order_by("-pk").first()
    if score is not None and request.GET.get("export") == "xlsx":
        return _exported(score)
    return scorecard.render(request, **_shown(request, card, period, score))


def _card(name: str) -> Scorecard:
    cards = services.scorecards()
    if name and name not in cards:
        raise BadValue(field="评价表", given=name, allowed="、".join(cards))
    return cards[name or min(cards)]


def _period(request: Request, card: Scorecard) -> Span:
    """The period in which the given day lies; else the last that is ranked, or has ended."""
    given = day(request.GET.get("period", ""), "评价期")
    if given is not None:
        return card.period_on(given)
    last = access_scores(request.acting).filter(scorecard=card.name).order_by("-first").first()
    if last is not None:
        return card.period_on(last.first)
    return card.period_on(card.period_on(today()).first - timedelta(days=1))


def _periods(card: Scorecard) -> Iterator[Span]:
    """The periods to choose from, the present one first; those alone that have weights."""
    span = card.period_on(today())
    for _ in range(PERIODS):
        if card.on(span) is not None:
            yield span
        span = card.period_on(span.first - timedelta(days=1))


def _shown(request: Request, card: Scorecard, period: Span, score: Score | None) -> dict[str, Any]:
    version = card.on(period)
    published = getattr(score, "publication", None)
    return {
        "card": card,
        "cards": services.scorecards().values(),
        "period": period,
        "periods": list(_periods(card)),
        "version": version,
        "score": score,
        "published": published,
        "lines": lines(score) if score else [],
        "indicators": score.indicators if score else version.indicators if version else [],
        "method": METHODS[score.method if score else version.points if version else "share"],
        "supervises": ranks(request.acting),
        "may_compute": version is not None and period.first <= today() and published is None,
        "may_publish": _may_publish(request, score) if score else False,
        "preview": score is not None and score.computed_on <= score.last,
    }


def _may_publish(request: Request, score: Score) -> bool:
    """Whether whoever looks could publish it now."""
    open_ = getattr(score, "publication", None) is None and score.computed_on > score.last
    return open_ and ranks(request.acting) and score.person != request.acting.person


def lines(score: Score) -> list[Line]:
    """The table of a ranking, its decimals read back."""
    return [
        Line(
            row["name"],
            row["rank"],
            _decimal(row["total"]),
            row["missing"],
            [_cell(row, each) for each in score.indicators],
        )
        for row in score.rows
    ]


def _cell(row: dict[str, Any], indicator: dict[str, str]) -> Cell:
    key = indicator["key"]
    points, value = _decimal(row["points"][key]), _decimal(row["values"][key])
    return Cell(points, value, Decimal(indicator["weight"]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _exported(score: Score) -> FileResponse:
    """The ranking as a sheet, indicator by indicator."""
    columns = [Column("名次", lambda row: row.rank), Column("城市", lambda row: row.name)]
    columns.append(Column("总分", lambda row: "情况不明" if row.total is None else row.total))
    for place, each in enumerate(score.indicators):
        head = f"{each['label']}（{each['weight']}分）"
        columns.append(Column(head, _of_cell(place, "points")))
        columns.append(Column(f"{each['label']}（值）", _of_cell(place, "value")))
    columns.append(Column("缺少的数据", lambda row: "、".join(row.missing)))
    name = f"{score.label}{score.period}"
    file = sheet(columns, iter(lines(score)), name)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def _of_cell(place: int, name: str) -> Callable[[Line], Any]:
    """Reads one thing of one indicator of a line."""
    return lambda line: getattr(line.cells[place], name)


def _done(request: Request, card: Scorecard, period: Span) -> Response:
    action = request.POST.get("action")
    if action == "compute":
        made = services.compute(request.acting, card.name, period)
        unknown = sum(row["rank"] is None for row in made.rows)
        messages.success(request, f"已测算{len(made.rows)}个市，其中{unknown}个市情况不明。")
    elif action == "publish":
        services.publish(request.acting, _to_publish(request))
        messages.success(request, "已发布，各市可见，结果不再改动。")
    else:
        raise BadValue(field="操作", given=f"{action}", allowed="页面上的按钮")
    return redirect(_address(card, period.first))


def _to_publish(request: Request) -> Score:
    key = request.POST.get("score", "")
    found = access_scores(request.acting).filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这份评价结果")
    return found


def _address(card: Scorecard, first: date) -> str:
    return f"{reverse('staff.scorecard')}?card={card.name}&period={first}"
