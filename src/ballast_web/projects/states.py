"""The stages of a project, what it waits for, its money, and who may move it on."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move


class Stage(models.TextChoices):
    """The stages of a project, in order."""

    PRELIMINARY = "preliminary", "前期"
    SIGNED = "signed", "签约"
    STARTED = "started", "开工"
    BUILDING = "building", "在建"
    COMPLETED = "completed", "竣工"
    PRODUCING = "producing", "投产"
    FULL = "full", "达产"
    LISTED = "listed", "上规入统"


class Need(models.TextChoices):
    """What a condition is about."""

    LAND = "land", "用地"
    ENERGY = "energy", "用能"
    ENVIRONMENT = "environment", "环评"
    FUNDS = "funds", "资金"
    OTHER = "other", "其他"


class ConditionState(models.TextChoices):
    """Whether a condition still holds the project up."""

    OPEN = "open", "待解决"
    SOLVED = "solved", "已解决"


class FundKind(models.TextChoices):
    """Whose money, with what deadline."""

    BOND = "bond", "专项债券"
    POLICY_FINANCE = "policy_finance", "政策性开发性金融工具"
    RENEWAL_LOAN = "renewal_loan", "设备更新改造贷款"
    BUDGET = "budget", "预算内投资"


ORDER: tuple[Stage, ...] = tuple(Stage)
#: Weekly reports are due while a project is built up: from its signing till it produces.
REPORTING = frozenset({Stage.SIGNED, Stage.STARTED, Stage.BUILDING, Stage.COMPLETED})

SUPERVISORS = frozenset({Role.SUPERVISOR})
#: Who looks after projects; who answers for a condition.
OFFICERS = frozenset({Role.POLICY, Role.OPERATIONS, Role.COMMISSIONER})
HANDLERS = OFFICERS | SUPERVISORS
#: Who may bring in sheets of projects.
IMPORTERS = frozenset({Role.POLICY, Role.OPERATIONS})
READERS = HANDLERS | {Role.LEADER, Role.APPROVER, Role.AUDITOR, Role.FINANCE}


def place(stage: str) -> int:
    """How far along a stage is, 0 for the first."""
    return ORDER.index(Stage(stage))


def _moves() -> Iterator[Move]:
    for at, stage in enumerate(ORDER):
        earlier, later = frozenset(ORDER[:at]), frozenset(ORDER[at + 1 :])
        if earlier:
            yield Move(f"reach_{stage}", f"推进到{stage.label}", earlier, stage, HANDLERS)
        if later:
            yield Move(f"back_to_{stage}", f"退回到{stage.label}", later, stage, HANDLERS)


#: Forward by one stage or more, on a day; back only with a reason.
PROJECTS = Machine("项目", Stage, _moves())
