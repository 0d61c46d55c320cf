"""Where a circular stands, and who may move it on."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move


class CircularKind(models.TextChoices):
    """What kind of paper it is."""

    CIRCULAR = "circular", "通报"
    MONTHLY = "monthly", "领导月报"


class CircularState(models.TextChoices):
    """The states of a circular."""

    DRAFTED = "drafted", "起草中"
    SUBMITTED = "submitted", "待审签"
    APPROVED = "approved", "已审签"
    SENT = "sent", "已印发"


#: From here on the text, the tables and the number stay as they are.
FINAL = frozenset({CircularState.APPROVED, CircularState.SENT})
WRITERS = frozenset({Role.SUPERVISOR})
APPROVERS = frozenset({Role.SUPERVISOR, Role.APPROVER})
#: Who of the unit that issues them reads circulars once they are approved.
ISSUERS = WRITERS | APPROVERS | {Role.LEADER, Role.AUDITOR}


def _move(name: str, label: str, source: str, target: str, roles: frozenset[Role]) -> Move:
    return Move(name, label, frozenset({source}), target, roles)


_S = CircularState
CIRCULARS = Machine(
    "文稿",
    CircularState,
    [
        _move("edit", "修改", _S.DRAFTED, _S.DRAFTED, WRITERS),
        _move("submit", "送审", _S.DRAFTED, _S.SUBMITTED, WRITERS),
        _move("return", "退回修改", _S.SUBMITTED, _S.DRAFTED, APPROVERS),
        _move("approve", "审签", _S.SUBMITTED, _S.APPROVED, APPROVERS),
        _move("send", "印发", _S.APPROVED, _S.SENT, WRITERS),
    ],
)
