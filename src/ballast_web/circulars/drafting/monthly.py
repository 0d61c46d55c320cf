"""The leader's page of a month: one sheet with the whole, the red tasks, the areas, the targets."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from ballast_web.circulars.drafting import figures, wording
from ballast_web.circulars.drafting.items import Ground, Item, area_name
from ballast_web.circulars.drafting.tables import Table
from ballast_web.circulars.drafting.text import (
    UNKNOWN,
    Draft,
    Section,
    day,
    listed,
    number,
    percent,
)

#: What one sheet holds; the rest is named by its number.
REDS, TARGETS, AREAS = 5, 8, 21


def draft(ground: Ground) -> Draft:
    """A leader's page about the ground's period."""
    found = [_reds(ground), _targets(ground), _areas(ground)]
    return Draft(
        title=f"{ground.span.label}工业稳增长任务推进情况",
        addressees="",
        sections=(Section("总体情况", (f"{wording.totals(ground)}{_rest(ground)}",)),),
        tables=tuple(table for table in found if table.rows),
    )


def _rest(ground: Ground) -> str:
    """What else a leader asks: how far, who is behind, what was not answered."""
    units = list(dict.fromkeys(item.unit for item in wording.red(ground)))
    behind = f"亮红灯的单位：{listed(units, 5)}。" if units else ""
    late = sum(each.limit < ground.day for each in ground.unanswered)
    orders = f"督办件未回复{len(ground.unanswered)}件，其中超过时限{late}件。"
    return f"{wording.progress(ground)}{behind}{orders if ground.unanswered else ''}"


def _reds(ground: Ground) -> Table:
    found = wording.red(ground)
    table = wording.red_table(ground, found[:REDS])
    rest = f"另有{len(found) - REDS}项，见平台任务清单。" if len(found) > REDS else ""
    return Table("红灯任务", table.heads, table.rows, (7, 27, 20, 12, 54), table.left, rest)


def _targets(ground: Ground) -> Table:
    """Targets against the calendar, those furthest behind first; unknown ones last."""
    found = [item for item in ground.items if item.is_target and item.running and not item.within]
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        groups[item.group].append(item)
    whole = [max(own, key=lambda item: item.target or Decimal(0)) for own in groups.values()]
    ordered = sorted(whole, key=lambda item: (_gap(item) is None, _gap(item) or 0, item.number))
    rest = len(ordered) - TARGETS
    return Table(
        title="目标任务与序时进度",
        heads=(
            "目标任务",
            "责任单位",
            "目标值",
            "完成数",
            "完成进度",
            "序时进度",
            "差距（百分点）",
        ),
        rows=tuple(_target_row(item) for item in ordered[:TARGETS]),
        widths=(26, 26, 14, 12, 13, 13, 19),
        left=(0, 1),
        note=f"另有{rest}项，见平台任务清单。" if rest > 0 else "",
    )


def _gap(item: Item) -> Decimal | None:
    if item.progress is None or item.planned is None:
        return None
    return item.progress - item.planned


def _target_row(item: Item) -> tuple[str, ...]:
    gap = _gap(item)
    return (
        item.name,
        item.unit,
        f"{number(item.target)}{item.measured_in}",
        number(item.figure),
        percent(item.progress),
        percent(item.planned),
        UNKNOWN if gap is None else f"{gap * 100:+.1f}",
    )


def _areas(ground: Ground) -> Table:
    found = figures.areas(ground.items)
    rows = tuple(
        (
            UNKNOWN if each.rank is None else str(each.rank),
            area_name(each.name),
            *map(str, (each.tasks, each.done, each.behind, each.overdue)),
            percent(each.completion),
            percent(each.contribution),
        )
        for each in found[:AREAS]
    )
    rest = f"共{len(found)}个，余略。" if len(found) > AREAS else ""
    return Table(
        title=f"各{ground.areas_are}情况（截至{day(ground.day)}）",
        heads=(
            *("排名", ground.areas_are, "任务", "已完成", "红黄灯", "逾期"),
            *("完成进度", "增量贡献"),
        ),
        rows=rows,
        widths=(10, 24, 12, 13, 13, 12, 16, 16),
        note=f"“—”表示未填报或者数据不全。{rest}",
    )
