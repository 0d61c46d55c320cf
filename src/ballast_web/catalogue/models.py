"""Published versions of the library, uploaded documents, drafts and what was examined of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from ballast_web.catalogue.states import (
    DocumentState,
    DraftState,
    ExaminationKind,
    ExaminationState,
)
from ballast_web.kernel.models import AppendOnlyModel, Organisation

PERSON = settings.AUTH_USER_MODEL


class Document(models.Model):
    """An uploaded policy document; `file` is its name in the folder of documents (`policy.yaml`
    cites it by that name), `reading` what the reader found, corrected by people since.
    """

    name = models.CharField("文件名", max_length=120)
    file = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="上传单位")
    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=16, choices=DocumentState, default="reading")
    title = models.CharField("标题", max_length=300, blank=True)
    refusal = models.TextField("未能读入的原因", blank=True)
    reading: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        verbose_name = "政策文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="one_document_once")
        ]

    def __str__(self) -> str:
        return self.title or self.name


class Draft(models.Model):
    """Files to be laid over the library; `base` is the version from which it was begun."""

    title = models.CharField("标题", max_length=200)
    state = models.CharField("状态", max_length=16, choices=DraftState, default="draft")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="起草单位")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="起草人")
    at = models.DateTimeField("起草时间")
    base = models.PositiveIntegerField("起草所据版本")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="drafts")
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)
    reason = models.TextField("退回原因", blank=True)

    class Meta:
        verbose_name = "政策草案"

    def __str__(self) -> str:
        return self.title


class DraftFile(models.Model):
    """One file of a draft: its text, or that it is `removed`; `replaces` is the digest of the
    published file that it was written against (empty: there was none).
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    path = models.CharField("文件", max_length=200)
    text = models.TextField("内容", blank=True)
    removed = models.BooleanField("删除", default=False)
    replaces = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "草案文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "path"], name="one_draft_file_once")
        ]

    def __str__(self) -> str:
        return self.path


class Version(AppendOnlyModel):
    """A published state of the whole library, in the folder `library/<number>` of the platform."""

    number = models.PositiveIntegerField("版本号", unique=True)
    at = models.DateTimeField("发布时间")
    day = models.DateField("发布日期")
    digest = models.CharField("校验值", max_length=64)
    note = models.CharField("说明", max_length=200)
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, related_name="version")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, verbose_name="批准人")

    class Meta:
        verbose_name = "政策库版本"

    def __str__(self) -> str:
        return f"第{self.number}版"


class VersionFile(AppendOnlyModel):
    """A file that a version brought, changed or took away (then without digest)."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200, db_index=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "版本文件"

    def __str__(self) -> str:
        return f"{self.version_id}: {self.path}"


class Examination(models.Model):
    """Long work on a draft and its result; `contents` is the digest of the files it was done on."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="examinations")
    kind = models.CharField("种类", max_length=16, choices=ExaminationKind)
    rule = models.CharField("规则", max_length=200, blank=True)
    contents = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=16, choices=ExaminationState, default="running")
    result: models.JSONField[Any, Any] = models.JSONField(null=True)
    failure = models.TextField("未能完成的原因", blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True)
    at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = "检查"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.rule or self.draft}"

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What must be mended before publication."""
        found = self.result or {}
        proved = [each for each in found.get("findings", []) if each["gravity"] == "error"]
        return [*found.get("problems", []), *proved]
