"""Where a linked target's figure comes from: one file a source, found by its place.

A source has a `LABEL` and `count(task, day)`, which gives the figure at the end of `day` and the
sentence that says where it comes from. A task names its source in `linked`, with what the source
wants to know after a colon: `facts:lease` counts the rows of that table.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ballast.rules import wording
from ballast_web.errors import BadValue
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import TaskKind


@dataclass(frozen=True)
class Counted:
    """A figure in the task's unit, and the sentence of where it comes from."""

    figure: Decimal
    sentence: str


class Source(Protocol):
    """What a source's module has."""

    LABEL: str

    def count(self, task: Task, day: date) -> Counted:
        """The figure at the end of `day`. Raises BadValue where the task asks what is not there."""


@cache
def found() -> dict[str, Source]:
    """Every source by the name of its file."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__) if each.name[0] != "_")
    return {name: cast("Source", import_module(f"{__name__}.{name}")) for name in names}


def source_of(linked: str) -> Source:
    """The source that `linked` names. Raises BadValue."""
    name = linked.partition(":")[0]
    if name not in found():
        allowed = "、".join(f"{key}（{each.LABEL}）" for key, each in found().items())
        raise BadValue(field="数据来源", given=linked, allowed=allowed)
    return found()[name]


def counted(task: Task, day: date) -> Counted:
    """The linked figure of `task` at the end of `day`. Raises BadValue."""
    return source_of(task.linked).count(task, day)


def check(task: Task, linked: str) -> None:
    """Raises BadValue unless `linked` names a source that can count for the task."""
    if task.kind != TaskKind.TARGET:
        kind = task.get_kind_display()
        raise BadValue(field="数据来源", given=linked, allowed=f"空：{kind}没有可关联的完成数")
    source_of(linked)


def parameter(task: Task) -> str:
    """What stands after the colon of `linked`."""
    return task.linked.partition(":")[2]


def territory(task: Task) -> str:
    """The digits with which the regions begin that count for the task: those of its unit."""
    return task.unit.territory if task.unit else ""


def counted_by(task: Task, day: date, number: int, what: str) -> Counted:
    """`number` with its sentence: from the platform's `what`, until `day`."""
    unit = task.target_unit or "项"
    return Counted(Decimal(number), f"取自{what}，截至{wording.day(day)}共{number}{unit}")
