"""What `check --deploy` looks at beyond Django's own: the keys that seal data, the proxies."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register

from ballast_web.kernel.sealing import DEMONSTRATION_KEY

_SHORTEST = 32


@register(Tags.security, deploy=True)
def data_keys(**_: Any) -> list[CheckMessage]:
    """Each of BALLAST_DATA_KEYS is long, of its own, and not the one that everybody knows."""
    keys = settings.BALLAST_DATA_KEYS
    if not keys:
        return [_error("is empty", "E001")]
    found: list[CheckMessage] = []
    if DEMONSTRATION_KEY in keys:
        found.append(_error("holds the key of demonstrations, which everybody knows", "E002"))
    if any(len(key) < _SHORTEST for key in keys):
        found.append(_error(f"holds a key of fewer than {_SHORTEST} characters", "E003"))
    if {settings.SECRET_KEY, settings.BALLAST_AUDIT_KEY} & set(keys):
        found.append(_error("holds a key that signs sessions or the audit log", "E004"))
    return found


@register(Tags.security, deploy=True)
def proxies(**_: Any) -> list[CheckMessage]:
    """BALLAST_PROXIES is said: without it everybody has the address of the proxy with TLS."""
    if os.environ.get("BALLAST_PROXIES"):
        return []
    hint = "Name their number (1 for one nginx) or their addresses; 0 where there is none."
    return [CheckMessage(WARNING, "BALLAST_PROXIES is not set.", hint=hint, id="ballast.W005")]


def _error(what: str, code: str) -> Error:
    hint = 'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))"'
    return Error(f"BALLAST_DATA_KEYS {what}.", hint=hint, id=f"ballast.{code}")
