"""States of campaigns and messages."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move

#: Who makes campaigns, and looks at what became of them.
SENDERS = frozenset({Role.POLICY, Role.OPERATIONS, Role.COMMISSIONER, Role.APPROVER})


class CampaignState(models.TextChoices):
    """How far a campaign is."""

    DRAFT = "draft", "草稿"
    CHECKING = "checking", "待复核"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    CANCELLED = "cancelled", "已取消"


CAMPAIGN = Machine(
    "推送",
    CampaignState,
    [
        Move("submit", "提交复核", frozenset({CampaignState.DRAFT}), "checking", SENDERS),
        Move("send", "复核并发送", frozenset({CampaignState.CHECKING}), "sending", SENDERS),
        Move("refuse", "退回", frozenset({CampaignState.CHECKING}), "draft", SENDERS),
        Move(
            "cancel",
            "取消",
            frozenset({CampaignState.DRAFT, CampaignState.CHECKING}),
            "cancelled",
            SENDERS,
        ),
    ],
)


class MessageState(models.TextChoices):
    """What became of a message; `unsure` was perhaps accepted and is not sent again."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    DELIVERED = "delivered", "已送达"
    OPENED = "opened", "已阅读"
    FAILED = "failed", "未送达"
    UNSURE = "unsure", "待核实"


#: The message has reached the enterprise, as far as can be known.
TOLD = (MessageState.SENT, MessageState.DELIVERED, MessageState.OPENED)
