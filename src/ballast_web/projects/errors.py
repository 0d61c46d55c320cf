"""What can stand in the way of a project; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class AlreadyRegistered(PlatformError):
    """项目代码{code}已登记为“{name}”。请核对项目代码，或在该项目页面上更新。"""

    status = 409


class OutOfOrder(PlatformError):
    """倒排工期前后矛盾：{later}计划{later_on}，早于{earlier}的{earlier_on}。请按先后顺序排定各节点日期。"""

    status = 422


class ReasonNeeded(PlatformError):
    """{action}须写明理由。请填写后重新提交。"""

    status = 422


class NotYours(PlatformError):
    """{unit}不是这个项目的责任单位、督导单位或者上级主管单位，不能{action}。请与责任单位联系。"""

    status = 403


class TooMuchSpent(PlatformError):
    """{what}{given}元超过{limit_name}{limit}元。请核对金额。"""

    status = 422
