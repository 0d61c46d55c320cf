"""Where an application stands, and who may move it on.

A move without roles is the platform's own: it follows the money, or a decision that is complete.
"""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.states import Machine, Move


class State(models.TextChoices):
    """The states of an application."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    SUPPLEMENT = "supplement", "待补正"
    REVIEWING = "reviewing", "审核中"
    RECOMMENDED = "recommended", "拟同意"
    PUBLICISED = "publicised", "公示中"
    APPROVED = "approved", "已核准"
    REJECTED = "rejected", "不予支持"
    WITHDRAWN = "withdrawn", "已撤回"
    PAYABLE = "payable", "待拨付"
    PAID = "paid", "已拨付"
    RETURNED = "returned", "退汇"
    CLAWED_BACK = "clawed_back", "已追回"


class DistributionState(models.TextChoices):
    """The states of money shared out among a group of applications."""

    PROPOSED = "proposed", "待复核"
    DONE = "done", "已分配"
    REFUSED = "refused", "已退回"


#: Decided in the enterprise's favour, and not taken back.
GRANTED = frozenset({State.APPROVED, State.PAYABLE, State.PAID, State.RETURNED})
#: Ended without a grant, or with one that was taken back.
ENDED = frozenset({State.REJECTED, State.WITHDRAWN, State.CLAWED_BACK})
#: The object and period are taken: nobody applies for them again.
LIVE = frozenset(State) - ENDED
#: In the hands of officers, who have a deadline.
AT_WORK = frozenset({State.SUBMITTED, State.REVIEWING, State.RECOMMENDED, State.PUBLICISED})
#: An approver's decision is awaited.
TO_DECIDE = frozenset({State.RECOMMENDED, State.PUBLICISED})

OFFICERS = frozenset({Role.POLICY, Role.OPERATIONS})
APPROVERS = frozenset({Role.APPROVER})
#: Who sees applications of others; an administrator of accounts does not.
READERS = OFFICERS | APPROVERS | {Role.SUPERVISOR, Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR}
PLATFORM: frozenset[Role] = frozenset()


def _move(
    name: str, label: str, sources: set[State], target: State, roles: frozenset[Role]
) -> Move:
    return Move(name, label, frozenset(sources), target, roles)


_S = State
MACHINE = Machine(
    "申报",
    State,
    [
        _move("submit", "提交", {_S.DRAFT}, _S.SUBMITTED, ENTERPRISE),
        _move("supply", "提交补正", {_S.SUPPLEMENT}, _S.REVIEWING, ENTERPRISE),
        _move(
            "withdraw",
            "撤回",
            {_S.DRAFT, _S.SUPPLEMENT, *AT_WORK},
            _S.WITHDRAWN,
            ENTERPRISE,
        ),
        _move("accept", "受理", {_S.SUBMITTED}, _S.REVIEWING, OFFICERS),
        _move(
            "request_supplement",
            "要求补正",
            {_S.SUBMITTED, _S.REVIEWING},
            _S.SUPPLEMENT,
            OFFICERS,
        ),
        _move("recommend", "提出拟同意意见", {_S.REVIEWING, *TO_DECIDE}, _S.RECOMMENDED, OFFICERS),
        _move("reject", "审核不通过", {_S.SUBMITTED, _S.REVIEWING}, _S.REJECTED, OFFICERS),
        _move("send_back", "退回重审", set(TO_DECIDE), _S.REVIEWING, OFFICERS | APPROVERS),
        _move("publicise", "公示", {_S.RECOMMENDED}, _S.PUBLICISED, OFFICERS),
        _move("approve", "核准", set(TO_DECIDE), _S.APPROVED, APPROVERS),
        _move("refuse", "不予核准", set(TO_DECIDE), _S.REJECTED, APPROVERS),
        _move("make_payable", "转入待拨付", {_S.APPROVED}, _S.PAYABLE, PLATFORM),
        _move("record_paid", "登记拨付", {_S.PAYABLE, _S.RETURNED}, _S.PAID, PLATFORM),
        _move("record_returned", "登记退汇", {_S.PAYABLE, _S.PAID}, _S.RETURNED, PLATFORM),
        _move(
            "record_clawed_back",
            "登记追回",
            {_S.PAYABLE, _S.PAID, _S.RETURNED},
            _S.CLAWED_BACK,
            PLATFORM,
        ),
    ],
)
DISTRIBUTION = Machine(
    "资金分配方案",
    DistributionState,
    [
        Move(
            "carry_out",
            "复核并分配",
            frozenset({DistributionState.PROPOSED}),
            DistributionState.DONE,
            APPROVERS,
        ),
        Move(
            "refuse",
            "退回",
            frozenset({DistributionState.PROPOSED}),
            DistributionState.REFUSED,
            APPROVERS,
        ),
    ],
)
