"""Figures that go back, jump, stall or contradict a linked number are questioned.

A rule is a function of what it sees and of the limits; it gives the question, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import cast

from ballast.errors import BallastError
from ballast.measures.schema import Frequency
from ballast.supervision.periods import spans
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.supervision import sources
from ballast_web.supervision.access import access_questions
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Question, Report, Task
from ballast_web.supervision.services.lighting import relight
from ballast_web.supervision.services.stepping import locked, must_answer_for, needed
from ballast_web.supervision.sources import Counted
from ballast_web.supervision.states import OFFICERS, TaskKind

CORRECTED = "已重新填报，以更正后的数据为准。"


@dataclass(frozen=True)
class Limits:
    """What is still believed.

    A period may gain `jump` times the mean of the periods before, from report `from_report` on;
    after nothing at all, `at_once` of the whole. The same figure `stalled` times is asked about.
    A figure may be `apart` from the linked number, as a share of it.
    """

    jump: Decimal = Decimal(3)
    from_report: int = 3
    at_once: Decimal = Decimal("0.3")
    stalled: int = 3
    apart: Decimal = Decimal("0.05")


LIMITS = Limits()


@dataclass(frozen=True)
class Seen:
    """A report among those of the periods before it, the oldest first, each as last corrected."""

    task: Task
    reports: list[Report]
    linked: Counted | None = None

    @cached_property
    def values(self) -> list[Decimal]:
        """The figures of a target, else the shares."""
        target = self.task.kind == TaskKind.TARGET
        found = ((each.figure if target else each.progress) for each in self.reports)
        return [each for each in found if each is not None]

    @property
    def whole(self) -> Decimal:
        """What the value is when all is done."""
        target = self.task.kind == TaskKind.TARGET
        return (self.task.target_value if target else None) or Decimal(1)

    def said(self, value: Decimal) -> str:
        """A value as people read it: 1200家, 35%."""
        if self.task.kind != TaskKind.TARGET:
            return f"{(value * 100).normalize():f}%"
        return f"{value.normalize():f}{self.task.target_unit}"

    def periods(self, first: int, last: int) -> int:
        """How many periods lie between two reports."""
        every = cast("Frequency", self.task.report_every)
        begin = self.reports[first].last + timedelta(days=1)
        return max(1, sum(1 for _ in spans(every, begin, self.reports[last].last)))


Rule = Callable[[Seen, Limits], str]


def goes_back(seen: Seen, _limits: Limits) -> str:
    """Less is done than was done before."""
    if len(seen.values) < 2 or seen.values[-1] >= seen.values[-2]:
        return ""
    now_, before = seen.said(seen.values[-1]), seen.said(seen.values[-2])
    advice = "累计数不应减少，请核对；上期有误的，请更正上期并说明。"
    return f"本期累计{now_}，少于上期的{before}。{advice}"


def jumps(seen: Seen, limits: Limits) -> str:
    """A period gains far more than those before it did."""
    values = seen.values
    if len(values) < max(limits.from_report, 3):
        return ""
    last = len(values) - 1
    gained = (values[last] - values[last - 1]) / seen.periods(last - 1, last)
    mean = (values[last - 1] - values[0]) / seen.periods(0, last - 1)
    most = mean * limits.jump if mean > 0 else seen.whole * limits.at_once
    if gained <= most:
        return ""
    rounded, usual = (seen.said(each.quantize(Decimal("0.01"))) for each in (gained, mean))
    return f"本期增加{rounded}，此前平均每期增加{usual}。请说明大幅增加的原因，并附佐证材料。"


def stalls(seen: Seen, limits: Limits) -> str:
    """Nothing has moved for several reports, and it is not complete."""
    value, same = seen.values[-1], 0
    for each in reversed(seen.values):
        if each != value:
            break
        same += 1
    if value >= seen.whole or same % limits.stalled:
        return ""
    return f"连续{same}期都是{seen.said(value)}，没有变化。请说明没有进展的原因和下一步安排。"


def contradicts(seen: Seen, limits: Limits) -> str:
    """The figure is not what the platform counts."""
    if seen.linked is None:
        return ""
    value, counted = seen.values[-1], seen.linked.figure
    if abs(value - counted) <= counted * limits.apart:
        return ""
    return (
        f"填报数{seen.said(value)}，与关联数据{seen.said(counted)}（{seen.linked.sentence}）"
        "不一致。请核对并说明差异。"
    )


#: Each rule with its label, in the order in which it is asked.
RULES: Mapping[str, tuple[str, Rule]] = {
    "goes_back": ("累计数减少", goes_back),
    "jumps": ("增幅异常", jumps),
    "stalls": ("长期无变化", stalls),
    "contradicts": ("与关联数据不符", contradicts),
}


def question(acting: Acting, held: Task, made: Report, limits: Limits = LIMITS) -> list[Question]:
    """Close what a correction makes idle, ask what `made` gives cause to; inside `writing`."""
    same = Question.objects.filter(report__task=held, report__last=made.last)
    same.filter(answered_at__isnull=True).update(
        answer=CORRECTED, answered_by=acting.person, answered_at=now()
    )
    seen = Seen(held, _up_to(made), _linked(held, made))
    asked = [
        Question.objects.create(report=made, rule=name, said=said, at=now())
        for name, (_, rule) in RULES.items()
        if (said := rule(seen, limits))
    ]
    with writing(acting) as log:
        for each in asked:
            log.note("task.question", held, number=held.number, rule=each.rule)
    _count(held)
    return asked


def _up_to(made: Report) -> list[Report]:
    """The units' own reports until that one, the last of each period."""
    rows = Report.objects.filter(task=made.task_id, source="", last__lte=made.last)
    by_period = {each.last: each for each in rows.order_by("last", "pk")}
    return list(by_period.values())


def _linked(held: Task, made: Report) -> Counted | None:
    """The linked number on the report's day; None where there is none, or it cannot be counted."""
    if not held.linked:
        return None
    try:
        return sources.counted(held, min(made.last, today()))
    except BallastError:
        return None


def _count(held: Task) -> None:
    open_ = Question.objects.filter(report__task=held, answered_at__isnull=True)
    held.questions_open = open_.count()
    held.save(update_fields=["questions_open"])


def answer(acting: Acting, asked: Question, said: str) -> Question:
    """The unit answers. Raises NotAllowed, NotHere, ReasonNeeded, StillOpen."""
    acting.must_be(OFFICERS, "答复质询")
    with writing(acting) as log:
        found = access_questions(acting).filter(pk=asked.pk).first()
        if found is None:
            raise NotHere(what="这项质询")
        held = locked(acting, found.report.task)
        must_answer_for(acting, held, "答复")
        found.refresh_from_db(fields=["answered_at"])
        if found.answered_at is not None:
            raise StillOpen(action="答复质询", why="它已经答复，或因重新填报而撤销")
        found.answer, found.answered_by = needed(said, "答复"), acting.person
        found.answered_at = now()
        found.save(update_fields=["answer", "answered_by", "answered_at"])
        _count(held)
        relight(held)
        log.note("task.answer", held, number=held.number, rule=found.rule)
    asked.refresh_from_db()
    return asked
