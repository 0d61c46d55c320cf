"""The words of a 通报: the whole, who leads, what is wrong, what is required; with its tables.

Every sentence says what the figures say; where nothing was reported, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ballast_web.circulars.drafting import figures
from ballast_web.circulars.drafting.figures import Standing
from ballast_web.circulars.drafting.items import Ground, Item, area_name
from ballast_web.circulars.drafting.tables import Table
from ballast_web.circulars.drafting.text import (
    UNKNOWN,
    Draft,
    Section,
    day,
    listed,
    numbered,
    percent,
)
from ballast_web.supervision.states import Lamp, TaskKind

#: Red tasks that the body names one by one; the table has them all.
NAMED = 6
COUNTS_NOTE = (
    "“红黄灯”为亮红灯、黄灯且未逾期的任务；“完成进度”为已填报目标任务完成进度的平均数"
    "（单项超过100%的按100%计），未填报的不计入；“—”表示未填报或者数据不全。"
)
GAIN_NOTE = "“增量贡献”为各项目标任务本期已填报增量中该地占比的平均数，期初、期末缺少填报的不计入。"


def draft(ground: Ground) -> Draft:
    """A 通报 about the ground's period."""
    return Draft(
        title=f"{ground.issuer}关于{ground.span.label}工业稳增长任务推进情况的通报",
        addressees=addressees(ground),
        sections=(
            Section("总体情况", tuple(_whole(ground))),
            Section("进展较好的单位", tuple(_ahead(ground))),
            Section("存在的问题", _with_reds(ground, numbered(_wrong(ground)))),
            Section("下一步要求", numbered(_required(ground))),
        ),
        tables=tuple(_tables(ground)),
    )


def addressees(ground: Ground) -> str:
    """The line of addressees: the areas' governments, then the units of the issuer's own level."""
    areas = any(item.area for item in ground.items)
    own = any(not item.area for item in ground.items)
    governments = {"地市": "各有关地级以上市人民政府"}.get(
        ground.areas_are, "各有关县（市、区）人民政府"
    )
    return "，".join([*([governments] if areas else []), *(["各有关单位"] if own else [])])


def totals(ground: Ground) -> str:
    """How many tasks there are, by kind and by lamp."""
    items = ground.items
    if not items:
        return f"截至{day(ground.day)}，没有已下达的任务。"
    kinds = [(kind.label, sum(i.kind == kind for i in items)) for kind in TaskKind]
    counted = figures.lamps(items)
    shown = [(lamp.label, counted[lamp]) for lamp in Lamp]
    late = sum(item.late for item in items)
    return (
        f"截至{day(ground.day)}，已下达任务{len(items)}项，其中{_counted(kinds)}。"
        f"按灯色分，{_counted(shown)}。" + (f"逾期未完成{late}项。" if late else "没有逾期任务。")
    )


def _counted(pairs: list[tuple[str, int]]) -> str:
    return "、".join(f"{label}{number}项" for label, number in pairs if number)


def progress(ground: Ground) -> str:
    """How far the targets are; how many have not reported."""
    targets = [item for item in ground.items if item.is_target]
    if not targets:
        return "已下达任务中没有目标任务。"
    silent = sum(item.progress is None for item in targets)
    mean = figures.completion(targets)
    if mean is None:
        return f"{len(targets)}项目标任务均未填报完成进度。"
    rest = f"{silent}项未填报，不计入平均数。" if silent else "各项均已填报。"
    known = len(targets) - silent
    counted = f"{known}项已填报完成进度，平均完成进度{percent(mean)}"
    return f"{_as_reported(ground)}目标任务中，{counted}；{rest}"


def _as_reported(ground: Ground) -> str:
    """Of which day the progress is, where the period ended before the day of drafting."""
    return f"按{day(ground.day)}的填报，" if ground.is_past else ""


def _whole(ground: Ground) -> Iterator[str]:
    yield totals(ground)
    yield progress(ground)
    found = [each for each in figures.areas(ground.items) if each.contribution is not None]
    period = ground.span.label
    if not any(item.area for item in ground.items):
        return
    first = sorted(found, key=lambda each: (-(each.contribution or 0), each.name))
    given = [each for each in first if (each.contribution or 0) > 0][:3]
    named = [f"{area_name(each.name)}（{percent(each.contribution)}）" for each in given]
    if named:
        yield f"从{period}目标任务增量看，贡献居前的{ground.areas_are}为{'、'.join(named)}。"
    else:
        yield f"{period}目标任务期初、期末填报不全，各{ground.areas_are}增量贡献暂不能计算。"


def own_units(ground: Ground) -> list[Standing]:
    """How the units of the issuer's own level stand."""
    return figures.standings(
        [item for item in ground.items if not item.area], lambda item: item.unit
    )


def _ahead(ground: Ground) -> Iterator[str]:
    areas = figures.leaders(figures.areas(ground.items))
    units = figures.leaders(own_units(ground))
    if areas:
        yield f"完成进度居前的{ground.areas_are}：{_named(areas, area=True)}。"
    if units:
        yield f"完成进度居前的单位：{_named(units)}。"
    if not areas and not units:
        yield "目标任务完成进度未填报，或者各地、各单位进度持平，本期不列进展较好的单位。"


def _named(found: list[Standing], area: bool = False) -> str:
    return "、".join(
        f"{area_name(each.name) if area else each.name}（{percent(each.completion)}）"
        for each in found
    )


def red(ground: Ground) -> list[Item]:
    """The red tasks, by unit."""
    return sorted(
        (item for item in ground.items if item.lamp == "red"),
        key=lambda item: (item.area, item.unit, item.number),
    )


def _wrong(ground: Ground) -> Iterator[str]:
    yield _reds(ground)
    silent = [item for item in ground.items if item.running and item.unreported]
    if silent:
        units = sorted({item.unit for item in silent})
        yield f"部分任务未按期填报。{len(silent)}项任务未按期填报进展，涉及{listed(units)}。"
    asked = sum(item.questions for item in ground.items)
    if asked:
        units = sorted({item.unit for item in ground.items if item.questions})
        yield f"部分数据质询未答复。{asked}项数据质询尚未答复，涉及{listed(units)}。"
    if ground.orders:
        yield _orders(ground)


def _reds(ground: Ground) -> str:
    found = red(ground)
    if not found:
        return "没有亮红灯的任务。"
    units = len({item.unit for item in found})
    rest = f"其中{NAMED}项如下，其余见附件。" if len(found) > NAMED else ""
    return f"部分任务亮红灯。亮红灯任务{len(found)}项，涉及{units}个单位。{rest}"


def _with_reds(ground: Ground, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """The red tasks unit by unit below the paragraph that counts them."""
    groups = groupby(red(ground)[:NAMED], key=lambda item: item.unit)
    told = [
        f"{place}.{unit}：{'；'.join(f'“{each.name}”{_why(each)}' for each in group)}。"
        for place, (unit, group) in enumerate(groups, 1)
    ]
    return (paragraphs[0], *told, *paragraphs[1:])


def _why(item: Item) -> str:
    return "；".join(item.reasons)


def _orders(ground: Ground) -> str:
    if not ground.unanswered:
        return f"在办督办件{ground.orders}件，没有未回复的督办件。"
    late = sum(each.limit < ground.day for each in ground.unanswered)
    named = "；".join(
        f"{each.unit}（{each.number}，应于{day(each.limit)}前回复）"
        for each in ground.unanswered[:NAMED]
    )
    whole = f"在办督办件{ground.orders}件，尚未回复{len(ground.unanswered)}件"
    overdue = f"，其中超过时限{late}件" if late else ""
    return f"部分督办件未回复。{whole}{overdue}：{named}。"


def _required(ground: Ground) -> Iterator[str]:
    found = red(ground)
    if found:
        advice = dict.fromkeys(line for item in found for line in item.advice)
        yield f"加快推进红灯任务。责任单位要逐项查明原因。{''.join(list(advice)[:4])}"
    if any(item.running and item.unreported for item in ground.items):
        yield "按期填报进展。未填报的单位要尽快补报，所报数据应与佐证材料一致。"
    if ground.unanswered:
        yield "及时回复督办件。未到时限的按期回复，超过时限的立即回复。"
    yield "持续抓好落实。各地、各单位要对照任务时限和序时进度，推进尚未完成的任务。"


def _tables(ground: Ground) -> Iterator[Table]:
    areas = figures.areas(ground.items)
    heads = ("任务", "已完成", "正常", "红黄灯", "逾期", "不明", "完成进度")
    if areas:
        yield Table(
            title=f"各{ground.areas_are}任务完成情况",
            heads=("排名", ground.areas_are, *heads, "增量贡献"),
            rows=tuple(
                (*_row(each, area_name(each.name)), percent(each.contribution)) for each in areas
            ),
            widths=(9, 22, 10, 12, 10, 12, 10, 10, 15, 15),
            note=_note(ground, COUNTS_NOTE + GAIN_NOTE),
        )
    if units := own_units(ground):
        yield Table(
            title="各单位任务完成情况",
            heads=("排名", "单位", *heads),
            rows=tuple(_row(each, each.name) for each in units),
            widths=(9, 42, 10, 13, 10, 13, 10, 10, 17),
            left=(1,),
            note=_note(ground, COUNTS_NOTE),
        )
    if found := red(ground):
        yield red_table(ground, found)


def _row(each: Standing, name: str) -> tuple[str, ...]:
    counts = (each.tasks, each.done, each.on_course, each.behind, each.overdue, each.unclear)
    rank = UNKNOWN if each.rank is None else str(each.rank)
    return (rank, name, *map(str, counts), percent(each.completion))


def red_table(ground: Ground, found: list[Item]) -> Table:
    """Each red task with its reasons."""
    return Table(
        title="红灯任务清单",
        heads=("序号", "责任单位", "任务", "完成进度", "亮灯原因"),
        rows=tuple(
            (str(place), item.unit, item.name, percent(item.progress), "；".join(item.reasons))
            for place, item in enumerate(found, 1)
        ),
        widths=(9, 27, 24, 17, 43),
        left=(1, 2, 4),
        note=_note(ground, ""),
    )


def _note(ground: Ground, rest: str) -> str:
    """Of which day the table tells; of a past one also what its history holds."""
    if not ground.is_past or ground.drawn is None:
        return f"注：任务和灯色截至{day(ground.day)}。{rest}"
    return (
        f"注：任务和灯色为{day(ground.day)}的情况，亮灯原因为转为红灯时的原因；"
        f"完成进度为期末填报数（含{day(ground.drawn)}前补报、更正的）。{rest}"
    )
