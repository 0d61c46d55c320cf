"""Organisations, people, their roles in them, and the audit log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from ballast_web.errors import AppendOnly
from ballast_web.kernel.roles import REACH, Level, OrganisationKind, Role


class Organisation(models.Model):
    """A government unit, an enterprise or a bank.

    `code` is the unit's identifier in the register of organisations, or the 统一社会信用代码;
    `region` is its seat or territory (GB/T 2260, six digits; 100000 is the country).
    """

    kind = models.CharField("类别", max_length=16, choices=OrganisationKind)
    code = models.CharField("代码", max_length=64, unique=True)
    name = models.CharField("名称", max_length=200)
    region = models.CharField("地区", max_length=6, db_index=True)
    level = models.CharField("层级", max_length=16, choices=Level, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    active = models.BooleanField("有效", default=True)

    class Meta:
        verbose_name = "单位"
        indexes: ClassVar = [models.Index(fields=["kind", "region", "code"])]

    def __str__(self) -> str:
        return self.name

    @property
    def territory(self) -> str:
        """The digits with which every region of this unit's territory begins."""
        return self.region[: REACH[Level(self.level)]] if self.level else self.region


class PersonManager(BaseUserManager["Person"]):
    """Makes people; a password is hashed, never kept."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> Person:
        """A person who signs in as `login`."""
        person = self.model(login=login, **fields)
        person.set_password(password)
        person.password_changed_at = timezone.now()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in; what they may do follows from their memberships."""

    login = models.CharField("登录名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    password_changed_at = models.DateTimeField(null=True)
    #: Somebody else chose the password: no page opens before they have chosen their own.
    must_change_password = models.BooleanField("须修改密码", default=False)
    #: The subject of an outside identity (OIDC), where that is how they sign in.
    subject = models.CharField(max_length=255, null=True, blank=True, unique=True)

    objects = PersonManager()
    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation, from a day to a day (both inclusive)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("角色", max_length=16, choices=Role)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="granted")

    class Meta:
        verbose_name = "任职"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.organisation}{self.get_role_display()}）"


class AppendOnlyModel(models.Model):
    """Rows that are written once; the database refuses update and delete as well (triggers)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert. Raises AppendOnly for a row that stands already."""
        if self.pk is not None and not self._state.adding:
            raise AppendOnly(what=self._meta.verbose_name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never. Raises AppendOnly."""
        raise AppendOnly(what=self._meta.verbose_name)


class AuditEntry(AppendOnlyModel):
    """One write: who did what to what, chained by a keyed hash to the entry before it.

    `details` is canonical JSON (sorted keys, no spaces); `at` is ISO 8601 in UTC, as hashed.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.CharField("时间", max_length=32)
    person = models.BigIntegerField("人员", null=True)
    acting_as = models.CharField("身份", max_length=160)
    action = models.CharField("操作", max_length=64, db_index=True)
    subject_type = models.CharField("对象类别", max_length=64)
    subject_id = models.CharField("对象", max_length=128)
    details = models.TextField("内容")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "审计日志"
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject_type} {self.subject_id}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked last by every write."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "审计链尾"

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
