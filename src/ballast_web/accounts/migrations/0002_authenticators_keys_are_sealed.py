"""Authenticators enrolled before move to the table in which their keys stand sealed."""

from django.db import migrations

_FIELDS = (
    "user_id", "name", "confirmed", "key", "step", "t0", "digits", "tolerance", "drift", "last_t",
    "throttling_failure_timestamp", "throttling_failure_count", "created_at", "last_used_at",
)  # fmt: skip


def _move(source, target):
    rows = source.objects.filter(confirmed=True).order_by("pk").values(*_FIELDS)
    target.objects.bulk_create([target(**row) for row in rows], batch_size=500)
    source.objects.all().delete()


def _seal(apps, _editor):
    _move(apps.get_model("otp_totp", "TOTPDevice"), apps.get_model("accounts", "Authenticator"))


def _unseal(apps, _editor):
    _move(apps.get_model("accounts", "Authenticator"), apps.get_model("otp_totp", "TOTPDevice"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("otp_totp", "0003_add_timestamps")]
    operations = [migrations.RunPython(_seal, _unseal, elidable=False)]
