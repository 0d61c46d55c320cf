"""How far a measure reaches: eligible, told, opened, applied, approved, paid.

What lies in apps beside or above this one they count themselves, and register at their start:
`funnel.register("applied", counted)` with `counted(enterprises) -> {(rule, region): number}`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from ballast_web.enterprises.models import Run, Standing
from ballast_web.kernel.models import Organisation
from ballast_web.push.models import Message
from ballast_web.push.states import TOLD, MessageState

STAGES: dict[str, str] = {
    "eligible": "符合条件",
    "told": "已告知",
    "opened": "已阅读",
    "applied": "已申报",
    "approved": "已批准",
    "paid": "已拨付",
}
#: Enterprises by rule and county.
Counts = Mapping[tuple[str, str], int]
Counter = Callable[[QuerySet[Organisation]], Counts]
_REGISTERED: dict[str, Counter] = {}


def register(stage: str, counter: Counter) -> None:
    """Let an app count its stage: applied, approved or paid."""
    assert stage in STAGES, stage  # noqa: S101 - a mistake of a programmer
    _REGISTERED[stage] = counter


@dataclass
class Funnel:
    """How many enterprises came how far; None where nobody counts a stage."""

    rule: str
    counts: dict[str, int | None] = field(default_factory=dict)

    @property
    def stages(self) -> list[tuple[str, int | None, int | None]]:
        """Each stage's name, number, and percentage of those entitled."""
        whole = self.counts.get("eligible") or 0
        return [
            (label, number, _percent(number, whole))
            for stage, label in STAGES.items()
            for number in (self.counts.get(stage),)
        ]


def _percent(number: int | None, whole: int) -> int | None:
    return None if number is None or not whole else round(number * 100 / whole)


def counted(run: Run | None, firms: QuerySet[Organisation]) -> dict[str, Counts | None]:
    """Each stage's numbers by rule and county; None for a stage that nobody counts."""
    eligible = Standing.objects.filter(run=run, verdict="eligible", enterprise__in=firms)
    version = run.library_version if run else 0
    messages = Message.objects.filter(enterprise__in=firms, version=version).exclude(rule="")
    told = messages.filter(state__in=TOLD)
    opened = messages.filter(state=MessageState.OPENED)
    found: dict[str, Counts | None] = {
        "eligible": _by_rule(eligible),
        "told": _by_rule(told),
        "opened": _by_rule(opened),
    }
    for stage in ("applied", "approved", "paid"):
        counter = _REGISTERED.get(stage)
        found[stage] = counter(firms) if counter else None
    return found


def _by_rule(rows: QuerySet) -> Counts:
    found = (
        rows.order_by()
        .values_list("rule", "enterprise__region")
        .annotate(number=Count("enterprise", distinct=True))
    )
    return {(rule, region): number for rule, region, number in found}


def funnels(counts: Mapping[str, Counts | None]) -> list[Funnel]:
    """One funnel a rule, those with most entitled first."""
    rules = {rule for numbers in counts.values() if numbers for rule, _ in numbers}
    made = [Funnel(rule, {stage: _sum(counts[stage], rule) for stage in STAGES}) for rule in rules]
    return sorted(made, key=lambda each: (-(each.counts["eligible"] or 0), each.rule))


def _sum(numbers: Counts | None, rule: str) -> int | None:
    if numbers is None:
        return None
    return sum(number for (each, _), number in numbers.items() if each == rule)


def by_area(
    counts: Mapping[str, Counts | None], rule: str, digits: int
) -> dict[str, dict[str, int | None]]:
    """Each area's numbers for one rule (all, where empty); an area is a code's first `digits`."""
    found: dict[str, dict[str, int | None]] = defaultdict(
        lambda: {stage: None if counts[stage] is None else 0 for stage in STAGES}
    )
    for stage, numbers in counts.items():
        for (each, region), number in (numbers or {}).items():
            if each == rule or not rule:
                area = found[region[:digits].ljust(6, "0")]
                area[stage] = (area[stage] or 0) + number
    return dict(found)
