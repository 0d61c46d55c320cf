"""Authenticators, codes that enrol or recover, and the sessions in which somebody is signed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from ballast_web.accounts import codes
from ballast_web.accounts.browsers import BETWEEN
from ballast_web.kernel.models import Person
from ballast_web.kernel.sealing import SealedField


class Authenticator(TimestampMixin, ThrottlingMixin, Device):
    """A phone's authenticator (TOTP, RFC 6238), its key sealed in the database.

    What it does is django-otp's own; only the column of the key differs, which a concrete model
    does not let its children change.
    """

    user = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = SealedField("密钥", default=default_key)
    step = models.PositiveSmallIntegerField(default=30)
    t0 = models.BigIntegerField(default=0)
    digits = models.PositiveSmallIntegerField(default=6)
    tolerance = models.PositiveSmallIntegerField(default=1)
    drift = models.SmallIntegerField(default=0)
    last_t = models.BigIntegerField(default=-1)

    bin_key = TOTPDevice.bin_key
    verify_token = TOTPDevice.verify_token
    get_throttle_factor = TOTPDevice.get_throttle_factor
    config_url = TOTPDevice.config_url
    _read_str_from_settings = TOTPDevice._read_str_from_settings

    class Meta:
        verbose_name = "手机验证器"


class RecoverySheet(TimestampMixin, ThrottlingMixin, Device):
    """A person's recovery codes: each stands in once for a code of the authenticator."""

    user = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "恢复码"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], name="one_recovery_sheet_a_person")
        ]

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first failure; doubled by each further one."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether `token` is one of the codes; it is then used up."""
        if not self.verify_is_allowed()[0]:
            return False
        found = next((each for each in self.codes.all() if codes.matches(token, each.hash)), None)
        if found is None:
            self.throttle_increment()
            return False
        found.delete()
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class RecoveryCode(models.Model):
    """One code of a sheet that was not used yet, as a hash."""

    sheet = models.ForeignKey(RecoverySheet, models.CASCADE, related_name="codes")
    hash = models.CharField(max_length=160)

    class Meta:
        verbose_name = "恢复码"

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.pk}"


class EnrolmentCode(models.Model):
    """绑定码: lets somebody enrol one authenticator; handed over apart from the password."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="enrolment_code")
    hash = models.CharField(max_length=160)
    made_at = models.DateTimeField("签发时间")
    until = models.DateTimeField("有效至")
    failures = models.PositiveSmallIntegerField("输错次数", default=0)

    class Meta:
        verbose_name = "绑定码"

    def __str__(self) -> str:
        return f"{self.person_id}"


class SignIn(models.Model):
    """A session in which somebody is signed in, as they see it among their others."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作", db_index=True)
    browser = models.CharField("浏览器", max_length=64)

    class Meta:
        verbose_name = "登录"

    def __str__(self) -> str:
        return f"{self.person_id}（{self.browser}）"

    @property
    def parts(self) -> list[str]:
        """The browser and what it runs on, each in its own words."""
        return self.browser.split(BETWEEN)
