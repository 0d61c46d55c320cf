"""What can stand in the way of an application; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class AlreadyApplied(PlatformError):
    """“{label}”对{what}已有一份申报（{state}），同一事项同一期间只能申报一次。请在“我的申报”中查看并继续办理。"""

    status = 409


class AlreadyGranted(PlatformError):
    """“{label}”与“{other}”不能同时享受：{what}已获得后者支持。如需改选，请先办理后者的撤销。"""

    status = 409


class NotEntitled(PlatformError):
    """按现有数据判定，“{label}”目前不符合条件：{reasons}。如数据有误，请先更正或提出异议，再申报。"""

    status = 422


class NothingPayable(PlatformError):
    """“{label}”目前没有可兑付的金额：与它择一或从高的另一项措施给付更多，请申报另一项。"""

    status = 422


class NotInForce(PlatformError):
    """没有名为“{rule}”的措施，或者它在{day}不在有效期内。请从“我的政策”中选择可申报的措施。"""

    status = 404


class SameDistributor(PlatformError):
    """分配方案由您本人编制，复核须由另一名审批人办理。"""

    status = 403


class SamePerson(PlatformError):
    """{name}已经{did}这份申报，核准须由另外两人作出。请交由其他审批人办理。"""

    status = 403


class StillOpen(PlatformError):
    """这份申报还不能{action}：{why}。"""

    status = 409


class WindowClosed(PlatformError):
    """“{label}”的申报已于{day}截止，不再受理。请留意下一批次的申报通知。"""

    status = 409


class NotYetShared(PlatformError):
    """“{label}”的资金还不能按比例分配：{why}。"""

    status = 409


class SharesChanged(PlatformError):
    """这份分配方案与现状不一致：{why}。请退回后重新编制。"""

    status = 409


class WrongFile(PlatformError):
    """“{name}”不能作为证明材料：{why}。请上传{allowed}。"""

    status = 422


class AmountTooHigh(PlatformError):
    """核准金额{given}元超过规则判定的可兑付金额{payable}元。请填写不超过判定金额的数。"""

    status = 422


class ReasonNeeded(PlatformError):
    """{action}须写明理由，申请人将看到它。请填写后重新提交。"""

    status = 422


class WrongProcedure(PlatformError):
    """{path} 中的办理程序有误：{what}。请改正后重新启动平台。"""

    status = 500
