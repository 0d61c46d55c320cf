"""What can stand in the way of a project; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class AlreadyRegistered(PlatformError):
    """项目代码{code}已经登记。请核对项目代码：本地区的项目可在其页面上更新，其他地区的请与登记单位核对。"""

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


class Meanwhile(PlatformError):
    """项目“{name}”在上传以后又有改动，与所列的更新内容不一致，没有更新任何项目。请重新上传后核对。"""

    status = 409


class NothingToConfirm(PlatformError):
    """这次导入没有待确认的更新。请刷新页面核对。"""

    status = 409
