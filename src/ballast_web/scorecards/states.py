"""Where nominations and practice cases stand, and who may move them on."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move
from ballast_web.supervision.states import OFFICERS, READERS, SUPERVISORS


class NominationKind(models.TextChoices):
    """What a city applies for: what 工信部联运行〔2022〕160号 asks cities to apply for."""

    #: （十七）
    GROWTH = "growth", "工业稳增长和转型升级成效明显市（州）"
    #: （二）
    VEHICLES = "vehicles", "公共领域车辆全面电动化城市试点"


#: The clause of each kind.
CLAUSES = {NominationKind.GROWTH: "（十七）", NominationKind.VEHICLES: "（二）"}


class NominationState(models.TextChoices):
    """The states of a nomination."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待评分"
    SCORED = "scored", "评分中"
    LISTED = "listed", "已列入名单"
    NOT_LISTED = "not_listed", "未列入名单"


class CaseState(models.TextChoices):
    """The states of a practice case."""

    PROPOSED = "proposed", "待发布"
    PUBLISHED = "published", "已发布"


#: Who reads rankings, nominations and cases.
VIEWERS = READERS
#: Once submitted, others see a nomination.
SENT = frozenset(NominationState) - {NominationState.DRAFT}


def _move(name: str, label: str, sources: set[str], target: str, roles: frozenset[Role]) -> Move:
    return Move(name, label, frozenset(sources), target, roles)


_N = NominationState
_SCORING: set[str] = {_N.SUBMITTED, _N.SCORED}
NOMINATIONS = Machine(
    "申报",
    NominationState,
    [
        _move("change", "修改", {_N.DRAFT}, _N.DRAFT, OFFICERS),
        _move("submit", "提交", {_N.DRAFT}, _N.SUBMITTED, OFFICERS),
        _move("return", "退回修改", {_N.SUBMITTED}, _N.DRAFT, SUPERVISORS),
        _move("score", "评分", _SCORING, _N.SCORED, SUPERVISORS),
        _move("list", "列入名单", {_N.SCORED}, _N.LISTED, SUPERVISORS),
        _move("leave_out", "不列入名单", {_N.SCORED}, _N.NOT_LISTED, SUPERVISORS),
    ],
)
CASES = Machine(
    "典型案例",
    CaseState,
    [_move("publish", "发布", {CaseState.PROPOSED}, CaseState.PUBLISHED, SUPERVISORS)],
)
