"""Reminders of applications' deadlines: to the unit that has them in hand, to the enterprise.

A unit is told once a working day what is overdue and what soon will be. What soon will be is for
the unit nearest to the enterprise; what is overdue hears everybody who may see to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from ballast_web.applications.access import access_applications
from ballast_web.applications.models import Application
from ballast_web.applications.states import APPROVERS, AT_WORK, OFFICERS, State
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.calendar import working_days_after, working_days_between
from ballast_web.kernel.models import Membership, Organisation
from ballast_web.kernel.roles import OrganisationKind

#: How many working days before a deadline somebody is reminded of it.
BEFORE = 3
#: How many cases a reminder names.
_NAMED = 30


@dataclass(frozen=True)
class Reminder:
    """What `to` is told; the same `key` is told once."""

    to: Organisation
    key: str
    title: str
    text: str


@dataclass
class _Pile:
    """What of one unit's cases is overdue, and what soon will be."""

    late: list[Application] = field(default_factory=list)
    soon: list[Application] = field(default_factory=list)


def reminders(day: date) -> Iterator[Reminder]:
    """Everything of which somebody is to be reminded on `day`."""
    for unit, pile in _piles(day).items():
        yield _to_unit(unit, pile, day)
    awaited = Application.objects.filter(state=State.SUPPLEMENT, due__lte=_until(day))
    for case in awaited.select_related("enterprise").order_by("pk"):
        yield _to_enterprise(case, day)


def _until(day: date) -> date:
    return working_days_after(day, BEFORE)


def _piles(day: date) -> dict[Organisation, _Pile]:
    piles: defaultdict[Organisation, _Pile] = defaultdict(_Pile)
    told_of = set[int]()
    for acting in _officers(day):
        assert acting.organisation is not None  # noqa: S101 - a membership has one
        seen = access_applications(acting).filter(state__in=AT_WORK, due__lte=_until(day))
        for case in seen.order_by("due", "pk"):
            assert case.due is not None  # noqa: S101 - the filter has seen to it
            if case.due < day:
                piles[acting.organisation].late.append(case)
            elif case.pk not in told_of:
                piles[acting.organisation].soon.append(case)
        told_of.update(case.pk for case in piles[acting.organisation].soon)
    return {unit: pile for unit, pile in piles.items() if pile.late or pile.soon}


def _officers(day: date) -> list[Acting]:
    """One person of each unit that handles applications; the smallest territory first."""
    lasts = Q(until__isnull=True) | Q(until__gte=day)
    held = Membership.objects.filter(
        lasts,
        role__in=OFFICERS | APPROVERS,
        since__lte=day,
        organisation__active=True,
        organisation__kind=OrganisationKind.GOVERNMENT,
    ).select_related("organisation", "person")
    by_unit = {each.organisation: each for each in held.order_by("-pk")}
    nearest = sorted(by_unit.items(), key=lambda pair: (-len(pair[0].territory), pair[0].pk))
    return [Acting(membership) for _, membership in nearest]


def _to_unit(unit: Organisation, pile: _Pile, day: date) -> Reminder:
    title = f"申报办理期限提醒：已逾期{len(pile.late)}件，{BEFORE}个工作日内到期{len(pile.soon)}件"
    parts = [_listed("已逾期", pile.late, day), _listed("即将到期", pile.soon, day)]
    parts.append("请在“申报办理”中按期限先后办理。待补正期间不计入办理期限。")
    text = "\n\n".join(part for part in parts if part)
    return Reminder(unit, f"deadlines:{unit.pk}:{day}", title, text)


def _listed(heading: str, cases: list[Application], day: date) -> str:
    if not cases:
        return ""
    lines = [f"{heading}（{len(cases)}件）："]
    lines += [f"{_named(case)}，{_left(case, day)}" for case in cases[:_NAMED]]
    rest = len(cases) - _NAMED
    return "\n".join([*lines, f"另有{rest}件，见“申报办理”。"] if rest > 0 else lines)


def _named(case: Application) -> str:
    return f"{case.number} {case.enterprise.name}“{case.label}”（{case.get_state_display()}）"


def _left(case: Application, day: date) -> str:
    assert case.due is not None  # noqa: S101 - it has a deadline, or nobody is reminded
    days = working_days_between(day, case.due)
    if case.due < day:
        return f"期限{case.due:%Y年%m月%d日}，已逾期{-days}个工作日"
    return f"期限{case.due:%Y年%m月%d日}，{f'还有{days}个工作日' if days else '今日到期'}"


def _to_enterprise(case: Application, day: date) -> Reminder:
    assert case.due is not None  # noqa: S101 - a supplement has a deadline
    stage = "late" if case.due < day else "soon"
    key = f"supplement:{case.pk}:{case.due}:{stage}"
    title = "补正期限已过" if stage == "late" else "补正期限将至"
    text = "\n\n".join(
        [
            f"{case.enterprise.name}：",
            f"贵企业申报的“{case.label}”（{case.number}）等待补正，{_left(case, day)}。",
            f"须补正的内容：{case.reason}",
            "请登录平台，在“我的申报”中提交补正；不再申报的，可在同一页面撤回。",
        ]
    )
    return Reminder(case.enterprise, key, f"{title}：{case.label}"[:150], text)
