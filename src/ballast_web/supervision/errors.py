"""What can stand in the way of supervision; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class NoUnit(PlatformError):
    """任务“{name}”还没有指定责任单位：{remark}。请先指定单位，再下达。"""

    status = 409


class DoesNotAddUp(PlatformError):
    """各单位分解数合计{sum}，与任务目标{target}不一致。请调整分解数，或在“分解说明”中写明理由。"""

    status = 422


class NotBelow(PlatformError):
    """{unit}不是{above}的下级单位，不能向它分解任务。请选择本地区的下级单位。"""

    status = 422


class ReasonNeeded(PlatformError):
    """{action}须写明理由，对方将看到它。请填写后重新提交。"""

    status = 422


class StillOpen(PlatformError):
    """现在还不能{action}：{why}。"""

    status = 409


class AlreadyThere(PlatformError):
    """任务“{name}”（{unit}）{where}。同一任务不重复录入；确属另一任务的，请改用不同的名称或计量单位。"""

    status = 409


class AlreadyUrged(PlatformError):
    """任务{number}在表中重复。每项任务只填一行。"""

    status = 422
