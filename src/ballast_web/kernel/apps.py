"""The kernel as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """People, organisations, audit."""

    name = "ballast_web.kernel"
    label = "kernel"
    verbose_name = "平台内核"

    def ready(self) -> None:
        """Wherever the tables are made, or emptied, the audit log's chain has its beginning."""
        from ballast_web.kernel import checks  # noqa: F401, PLC0415 - it registers itself

        post_migrate.connect(_begin_chain, sender=self)


def _begin_chain(sender: KernelConfig, using: str, **_: Any) -> None:
    sender.get_model("AuditHead")._default_manager.using(using).get_or_create(pk=1)
