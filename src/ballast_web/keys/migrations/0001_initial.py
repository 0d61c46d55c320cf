"""Keys of the API, and answers given to writes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="用途")),
                ("beginning", models.CharField(max_length=12, verbose_name="开头")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list, verbose_name="权限")),
                ("per_minute", models.PositiveIntegerField(default=600, verbose_name="每分钟上限")),
                ("until", models.DateField(blank=True, null=True, verbose_name="有效至")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="签发时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="kernel.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口密钥",
            },
        ),
        migrations.CreateModel(
            name="GivenAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("idempotency_key", models.CharField(max_length=128)),
                ("request_digest", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="keys.apikey"
                    ),
                ),
            ],
            options={
                "verbose_name": "已答复的写入",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "idempotency_key"), name="one_answer_a_write"
                    )
                ],
            },
        ),
    ]
