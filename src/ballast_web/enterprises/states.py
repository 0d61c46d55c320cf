"""States of supplied facts, objections, runs and imports, and who may move them."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.states import Machine, Move

#: Who looks after the facts of enterprises.
KEEPERS = frozenset({Role.POLICY, Role.OPERATIONS, Role.COMMISSIONER, Role.APPROVER})


class SuppliedState(models.TextChoices):
    """What became of a fact that an enterprise or an officer supplied."""

    SUPPLIED = "supplied", "企业填报"
    CONFIRMED = "confirmed", "已核实"
    REFUSED = "refused", "未采信"
    REPLACED = "replaced", "已更新"


#: A fact in one of these states counts.
COUNTING = (SuppliedState.SUPPLIED, SuppliedState.CONFIRMED)

SUPPLIED = Machine(
    "填报事实",
    SuppliedState,
    [
        Move("confirm", "核实", frozenset({SuppliedState.SUPPLIED}), "confirmed", KEEPERS),
        Move("refuse", "不予采信", frozenset(COUNTING), "refused", KEEPERS),
        Move("replace", "更新", frozenset(COUNTING), "replaced", KEEPERS | ENTERPRISE),
    ],
)


class ObjectionState(models.TextChoices):
    """What became of an objection to a fact, or of the wish to have a verdict reviewed."""

    OPEN = "open", "待处理"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "维持原记录"
    WITHDRAWN = "withdrawn", "已撤回"


OBJECTION = Machine(
    "异议",
    ObjectionState,
    [
        Move("uphold", "认定成立", frozenset({ObjectionState.OPEN}), "upheld", KEEPERS),
        Move("reject", "维持原记录", frozenset({ObjectionState.OPEN}), "rejected", KEEPERS),
        Move("withdraw", "撤回", frozenset({ObjectionState.OPEN}), "withdrawn", ENTERPRISE),
    ],
)


class WorkState(models.TextChoices):
    """How far a piece of long work is."""

    RUNNING = "running", "进行中"
    FINISHED = "finished", "已完成"
    FAILED = "failed", "未完成"
