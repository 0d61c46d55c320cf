"""Accounts as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class AccountsConfig(AppConfig):
    """Second factors and sessions of people."""

    name = "ballast_web.accounts"
    label = "accounts"
    verbose_name = "账户安全"

    def ready(self) -> None:
        """Whoever signs out leaves the list of their sessions."""
        user_logged_out.connect(_left)


def _left(request: Any, **_: Any) -> None:
    from ballast_web.accounts.services.sessions import leave  # noqa: PLC0415 - models are ready

    if request is not None:
        leave(request)
