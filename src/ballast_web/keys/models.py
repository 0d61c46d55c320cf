"""Keys of the API, and the answers that were given to writes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Membership, Person


class Scope(models.TextChoices):
    """What a key may do; its holder's role still bounds whose data it sees."""

    READ_POLICIES = "policies:read", "查阅政策"
    ASSESS = "assess", "判定与解释"
    READ_ENTERPRISES = "enterprises:read", "查阅企业与事实"
    WRITE_FACTS = "facts:write", "报送事实"
    READ_APPLICATIONS = "applications:read", "查阅申报"
    WRITE_APPLICATIONS = "applications:write", "办理申报"
    READ_PAYMENTS = "payments:read", "查阅兑付"
    READ_PUSHES = "pushes:read", "查阅推送"
    READ_TASKS = "tasks:read", "查阅督查任务"
    READ_PROJECTS = "projects:read", "查阅重大项目"
    READ_CIRCULARS = "circulars:read", "查阅通报"
    READ_SCORECARDS = "scorecards:read", "查阅督查评价"
    WRITE_BANK_RECEIPTS = "payments:receipts", "报送银行回单"
    WRITE_RECEIPTS = "pushes:receipts", "报送消息回执"


class ApiKey(models.Model):
    """A key; only the SHA-256 of its secret is kept, and the beginning, to know it by."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="keys")
    name = models.CharField("用途", max_length=80)
    beginning = models.CharField("开头", max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField("权限", default=list)
    per_minute = models.PositiveIntegerField("每分钟上限", default=600)
    until = models.DateField("有效至", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("签发时间", default=now)

    class Meta:
        verbose_name = "接口密钥"

    def __str__(self) -> str:
        return f"{self.name}（{self.beginning}…）"

    def holds_on(self, day: date) -> bool:
        """Whether it may be used on `day`."""
        return self.revoked_at is None and (self.until is None or day <= self.until)


class SeenSignature(models.Model):
    """A signature that was taken, so that nobody sends what somebody else has signed again."""

    signature = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "已用签名"

    def __str__(self) -> str:
        return self.signature


class GivenAnswer(models.Model):
    """What a write was answered, kept so that the same write sent twice is done once."""

    key = models.ForeignKey(ApiKey, models.CASCADE)
    idempotency_key = models.CharField(max_length=128)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "已答复的写入"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "idempotency_key"], name="one_answer_a_write")
        ]

    def __str__(self) -> str:
        return self.idempotency_key
