"""What becomes of a message that does not simply arrive, and what a campaign is refused for."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class ChannelRefused(PlatformError):
    """渠道拒收：{why}"""


class ChannelAway(PlatformError):
    """渠道暂不可用：{why}"""


class ChannelUnsure(PlatformError):
    """渠道未确认是否收下：{why}"""


class NothingJudged(PlatformError):
    """还没有完成全量判定，不知道谁符合条件。请先由政策或监测人员启动全量判定，完成后再建推送。"""

    status = 409


class SecondPerson(PlatformError):
    """“{title}”由您本人提交，须由另一位工作人员复核后发送。"""

    status = 403
