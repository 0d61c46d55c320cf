"""Where tasks and supervision orders stand, and who may move them on."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.lamps import Lamp as Lamp  # noqa: PLC0414 - theirs as well
from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move


class TaskKind(models.TextChoices):
    """What a task asks for."""

    TARGET = "target", "目标任务"
    WORK = "work", "工作任务"
    DUTY = "duty", "周期任务"


class Part(models.TextChoices):
    """What the unit is to the measure."""

    LEAD = "lead", "牵头"
    MEMBER = "member", "配合"


class TaskState(models.TextChoices):
    """The states of a task."""

    PROPOSED = "proposed", "待下达"
    ISSUED = "issued", "待签收"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "推进中"
    SUBMITTED = "submitted", "待验收"
    CLOSED = "closed", "已办结"
    REVOKED = "revoked", "已撤销"


class Rung(models.TextChoices):
    """The steps of the ladder, each graver than the one before."""

    REMINDER = "reminder", "提醒"
    ORDER = "order", "督办单"
    LISTED = "listed", "挂牌督办"
    CIRCULATED = "circulated", "通报"
    INTERVIEW = "interview", "约谈"
    ACCOUNTABLE = "accountable", "问责"


class OrderState(models.TextChoices):
    """Whose turn it is with a supervision order."""

    AWAITING = "awaiting", "待回复"
    EXTENSION = "extension", "申请延期"
    REPLIED = "replied", "待验收"
    CLOSED = "closed", "已销号"


class ObligationState(models.TextChoices):
    """What became of one period of a recurring duty."""

    OPEN = "open", "进行中"
    MET = "met", "已达标"
    MISSED = "missed", "未达标"
    EXCUSED = "excused", "已免除"


#: In a unit's hands: reports are due, and lamps are lit.
RUNNING = frozenset({TaskState.ISSUED, TaskState.ACCEPTED, TaskState.SUBMITTED})
#: What a unit sees of its tasks.
SHOWN = RUNNING | {TaskState.RETURNED, TaskState.CLOSED, TaskState.REVOKED}
LADDER: tuple[Rung, ...] = tuple(Rung)

SUPERVISORS = frozenset({Role.SUPERVISOR})
#: Who sees everything of the territory, and of it what has been issued.
LEADERS = frozenset({Role.LEADER, Role.AUDITOR})
#: Who answers for a unit's tasks.
OFFICERS = frozenset({Role.POLICY, Role.OPERATIONS, Role.COMMISSIONER})
#: Who sees the tasks of others; finance officers and account administrators see their unit's.
READERS = SUPERVISORS | OFFICERS | {Role.LEADER, Role.APPROVER, Role.AUDITOR, Role.FINANCE}


def _move(name: str, label: str, sources: set[str], target: str, roles: frozenset[Role]) -> Move:
    return Move(name, label, frozenset(sources), target, roles)


_T, _O = TaskState, OrderState
TASKS = Machine(
    "任务",
    TaskState,
    [
        _move("issue", "下达", {_T.PROPOSED, _T.RETURNED}, _T.ISSUED, SUPERVISORS),
        _move("accept", "签收", {_T.ISSUED}, _T.ACCEPTED, OFFICERS),
        _move("return", "退回", {_T.ISSUED}, _T.RETURNED, OFFICERS),
        _move("submit", "申请办结", {_T.ACCEPTED}, _T.SUBMITTED, OFFICERS),
        _move("close", "验收办结", {_T.SUBMITTED}, _T.CLOSED, SUPERVISORS),
        _move("reopen", "退回继续办理", {_T.SUBMITTED, _T.CLOSED}, _T.ACCEPTED, SUPERVISORS),
        _move(
            "revoke",
            "撤销",
            {_T.PROPOSED, _T.ISSUED, _T.RETURNED, _T.ACCEPTED, _T.SUBMITTED},
            _T.REVOKED,
            SUPERVISORS,
        ),
    ],
)
ORDERS = Machine(
    "督办件",
    OrderState,
    [
        _move("reply", "回复", {_O.AWAITING, _O.EXTENSION}, _O.REPLIED, OFFICERS),
        _move("ask_extension", "申请延期", {_O.AWAITING}, _O.EXTENSION, OFFICERS),
        _move("grant_extension", "同意延期", {_O.EXTENSION}, _O.AWAITING, SUPERVISORS),
        _move("refuse_extension", "不同意延期", {_O.EXTENSION}, _O.AWAITING, SUPERVISORS),
        _move("send_back", "退回重办", {_O.REPLIED}, _O.AWAITING, SUPERVISORS),
        _move("escalate", "升级", {_O.AWAITING, _O.REPLIED}, _O.AWAITING, SUPERVISORS),
        _move("close", "销号", {_O.AWAITING, _O.REPLIED}, _O.CLOSED, SUPERVISORS),
    ],
)
