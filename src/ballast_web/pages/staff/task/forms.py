"""What is typed on a task's page, read with clear errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ballast.supervision.periods import FREQUENCY_LABELS
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.supervision.access import access_units
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import Adjustment
from ballast_web.supervision.states import SUPERVISORS, TaskKind

Typed = Mapping[str, str]


def adjusting(acting: Acting, found: Task) -> dict[str, Any]:
    """What the form to adjust a task offers."""
    if acting.role not in SUPERVISORS:
        return {}
    return {
        "units": access_units(acting),
        "frequencies": FREQUENCY_LABELS,
        "months": " ".join(str(weight) for weight in found.months),
    }


def adjustment(acting: Acting, found: Task, typed: Typed) -> Adjustment:
    """The adjustment as typed. Raises BadValue."""
    every = typed.get("report_every", "month")
    if every not in FREQUENCY_LABELS:
        raise BadValue(field="填报周期", given=every, allowed="、".join(FREQUENCY_LABELS.values()))
    return Adjustment(
        unit=_unit(acting, typed.get("unit", "")),
        starts_on=day(typed.get("starts_on", ""), "起始日期"),
        due=day(typed.get("due", ""), "完成时限"),
        target_value=number(typed.get("target_value", ""), "目标值"),
        months=_months(typed.get("months", "")),
        report_every=every,
        linked=found.linked,
        remark=typed.get("remark", "").strip(),
    )


def shares(found: Task, units: Iterable[Organisation], typed: Typed) -> dict[Organisation, Any]:
    """The part of each unit that was given one: a figure, or a tick. Raises BadValue."""
    given = {unit: typed.get(f"share-{unit.pk}", "").strip() for unit in units}
    chosen = {unit: text for unit, text in given.items() if text}
    if not chosen:
        raise BadValue(field="分解", given="没有选择单位", allowed="至少一个下级单位")
    if found.kind == TaskKind.TARGET:
        return {unit: number(text, f"{unit.name}的分解数") for unit, text in chosen.items()}
    return dict.fromkeys(chosen)


def _unit(acting: Acting, key: str) -> Organisation | None:
    if not key:
        return None
    unit = access_units(acting).filter(pk=key if key.isdecimal() else 0).first()
    if unit is None:
        raise BadValue(field="责任单位", given=key, allowed="本地区的政府单位")
    return unit


def day(text: str, field: str) -> date | None:
    """A day as typed; None where nothing was. Raises BadValue."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadValue(field=field, given=text, allowed="形如2022-12-31的日期") from None


def number(text: str, field: str) -> Decimal | None:
    """A figure as typed; None where nothing was. Raises BadValue."""
    plain = text.replace(",", "").replace("，", "").strip()
    try:
        found = Decimal(plain) if plain else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not (found.is_finite() and 0 <= found < 10**16):
        raise BadValue(field=field, given=text, allowed="不小于零的数")
    return found


def _months(text: str) -> tuple[int, ...]:
    """Twelve weights, parted by blanks or commas; none where nothing was typed."""
    parts = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    if not all(part.isdecimal() and len(part) < 7 for part in parts):
        raise BadValue(field="各月权重", given=text, allowed="十二个非负整数，用空格分开")
    return tuple(int(part) for part in parts)
