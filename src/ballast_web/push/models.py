"""Campaigns, messages, and how an enterprise wishes to be reached."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast_web.enterprises.models import Run
from ballast_web.jobs.models import Job
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.sealing import SealedField
from ballast_web.push.states import CampaignState, MessageState


class Contact(models.Model):
    """Where an enterprise is reached, and what it does not wish to hear of.

    `refused_kinds` are kinds of benefit, `refused_channels` names of channels.
    """

    enterprise = models.OneToOneField(Organisation, models.CASCADE, related_name="contact")
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    wecom = models.CharField("企业微信账号", max_length=64, blank=True)
    webhook = models.URLField("系统对接地址", max_length=300, blank=True)
    secret = SealedField("签名密钥", blank=True)
    refused_kinds = models.JSONField("不接收的政策类别", default=list, blank=True)
    refused_channels = models.JSONField("不使用的渠道", default=list, blank=True)

    class Meta:
        verbose_name = "接收设置"

    def __str__(self) -> str:
        return str(self.enterprise)


class Campaign(models.Model):
    """A choice of rules and regions, and the telling of everybody entitled under them.

    `rules` are identifiers; `regions` beginnings of regions' codes.
    """

    title = models.CharField("名称", max_length=100)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    rules = models.JSONField("政策措施")
    regions = models.JSONField("地区", default=list)
    channels = models.JSONField("渠道")
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    version = models.BigIntegerField("政策库版本", default=0)
    state = models.CharField(
        "状态", max_length=16, choices=CampaignState, default=CampaignState.DRAFT
    )
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("创建时间")
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("复核时间", null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "推送"

    def __str__(self) -> str:
        return self.title


def _token() -> str:
    return secrets.token_urlsafe(18)


class Message(models.Model):
    """One message by one channel. `token` names it to gateways, so that none sends it twice.

    The unique constraints are what makes doubles impossible: of one rule and period, under one
    version of the library, an enterprise is told once a channel; a single message has a `key`.
    """

    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="messages")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="messages")
    rule = models.CharField("规则", max_length=200, blank=True)
    period = models.CharField("期间", max_length=16, blank=True)
    version = models.BigIntegerField("政策库版本", default=0)
    kind = models.CharField("类别", max_length=32, blank=True)
    key = models.CharField(max_length=200, blank=True)
    channel = models.CharField("渠道", max_length=32)
    title = models.CharField("标题", max_length=150)
    text = models.TextField("正文")
    address = models.CharField("地址", max_length=300, blank=True)
    token = models.CharField(max_length=32, unique=True, default=_token)
    state = models.CharField(
        "状态", max_length=16, choices=MessageState, default=MessageState.WAITING
    )
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    not_before = models.DateTimeField(null=True)
    error = models.CharField("原因", max_length=300, blank=True)
    reference = models.CharField("渠道回执号", max_length=100, blank=True)
    made_at = models.DateTimeField("创建时间", default=now)
    sent_at = models.DateTimeField("发送时间", null=True)
    delivered_at = models.DateTimeField("送达时间", null=True)
    opened_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "消息"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "rule", "period", "version", "channel"],
                condition=~Q(rule=""),
                name="told_once",
            ),
            models.UniqueConstraint(
                fields=["key", "channel"], condition=~Q(key=""), name="one_message_a_key"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["enterprise", "channel", "-id"]),
            models.Index(fields=["campaign", "channel", "state"]),
            models.Index(fields=["rule", "state"]),
        ]

    def __str__(self) -> str:
        return self.title
