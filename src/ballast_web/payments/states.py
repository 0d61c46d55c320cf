"""The states of money on its way, and who may move what."""

from __future__ import annotations

from django.db.models import TextChoices

from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.states import Machine, Move

#: Who may prepare, and who may release what another has prepared.
MAKERS = frozenset({Role.FINANCE})
CHECKERS = frozenset({Role.FINANCE, Role.APPROVER})
#: Who may set money aside for a claim; automatic measures do it as the platform.
HANDLERS = frozenset({Role.OPERATIONS, Role.POLICY, Role.APPROVER, Role.FINANCE})


class BudgetState(TextChoices):
    """A budget opens with its first approved appropriation and closes at the year's end."""

    PROPOSED = "proposed", "待复核"
    OPEN = "open", "执行中"
    CLOSED = "closed", "已结转"
    REFUSED = "refused", "未通过"


class ChangeState(TextChoices):
    """A proposed appropriation or change of cap."""

    PROPOSED = "proposed", "待复核"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "未通过"


class ReservationState(TextChoices):
    """Money set aside for a claim."""

    RESERVED = "reserved", "已预留"
    COMMITTED = "committed", "已核定"
    RELEASED = "released", "已释放"


class OrderState(TextChoices):
    """A payment order: what one purse pays of one claim to one account."""

    READY = "ready", "待拨付"
    BATCHED = "batched", "已入批次"
    SENT = "sent", "银行处理中"
    PAID = "paid", "已到账"
    RETURNED = "returned", "已退回"
    REPLACED = "replaced", "已重新拨付"
    CANCELLED = "cancelled", "已撤销"


class BatchState(TextChoices):
    """A batch of payment orders."""

    PREPARED = "prepared", "待复核"
    RELEASED = "released", "已放行"
    SENT = "sent", "已送银行"
    SETTLED = "settled", "已对账"
    REFUSED = "refused", "已退回编制"


class AccountState(TextChoices):
    """An enterprise's bank account."""

    ACTIVE = "active", "使用中"
    RETIRED = "retired", "已停用"


class ClawbackState(TextChoices):
    """Money asked back."""

    DEMANDED = "demanded", "待缴回"
    RECOVERED = "recovered", "已追回"
    WAIVED = "waived", "已撤销"


def _move(
    name: str, label: str, sources: set[str], target: str, roles: frozenset[Role] = MAKERS
) -> Move:
    return Move(name, label, frozenset(sources), target, roles)


BUDGET = Machine(
    "预算",
    BudgetState,
    [
        _move("open", "复核", {BudgetState.PROPOSED}, BudgetState.OPEN, CHECKERS),
        _move("refuse", "退回", {BudgetState.PROPOSED}, BudgetState.REFUSED, CHECKERS),
        _move("close", "年终结转", {BudgetState.OPEN}, BudgetState.CLOSED, CHECKERS),
    ],
)
CHANGE = Machine(
    "预算调整",
    ChangeState,
    [
        _move("approve", "复核", {ChangeState.PROPOSED}, ChangeState.APPROVED, CHECKERS),
        _move("refuse", "退回", {ChangeState.PROPOSED}, ChangeState.REFUSED, CHECKERS),
    ],
)
_LIVE = {ReservationState.RESERVED, ReservationState.COMMITTED}
RESERVATION = Machine(
    "预留资金",
    ReservationState,
    [
        _move("commit", "核定", {ReservationState.RESERVED}, ReservationState.COMMITTED, HANDLERS),
        _move("release", "释放", set(_LIVE), ReservationState.RELEASED, HANDLERS),
    ],
)
ORDER = Machine(
    "拨付单",
    OrderState,
    [
        _move("batch", "编入批次", {OrderState.READY}, OrderState.BATCHED),
        _move("unbatch", "退出批次", {OrderState.BATCHED}, OrderState.READY, CHECKERS),
        _move("send", "放行", {OrderState.BATCHED}, OrderState.SENT, CHECKERS),
        _move("settle", "登记到账", {OrderState.SENT}, OrderState.PAID),
        _move("return", "登记退回", {OrderState.SENT, OrderState.PAID}, OrderState.RETURNED),
        _move("reissue", "重新拨付", {OrderState.RETURNED}, OrderState.REPLACED),
        _move(
            "cancel",
            "撤销",
            {OrderState.READY, OrderState.RETURNED},
            OrderState.CANCELLED,
            HANDLERS,
        ),
    ],
)
BATCH = Machine(
    "拨付批次",
    BatchState,
    [
        _move("release", "放行", {BatchState.PREPARED}, BatchState.RELEASED, CHECKERS),
        _move("refuse", "退回编制", {BatchState.PREPARED}, BatchState.REFUSED, CHECKERS),
        _move("send", "送银行", {BatchState.RELEASED}, BatchState.SENT, CHECKERS),
        _move("settle", "对账", {BatchState.SENT}, BatchState.SETTLED),
    ],
)
ACCOUNT = Machine(
    "收款账户",
    AccountState,
    [_move("retire", "停用", {AccountState.ACTIVE}, AccountState.RETIRED, ENTERPRISE)],
)
CLAWBACK = Machine(
    "追缴",
    ClawbackState,
    [
        _move("recover", "确认缴回", {ClawbackState.DEMANDED}, ClawbackState.RECOVERED, CHECKERS),
        _move("waive", "撤销", {ClawbackState.DEMANDED}, ClawbackState.WAIVED, CHECKERS),
    ],
)
