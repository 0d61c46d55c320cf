"""Who asks: a key's holder, within the key's scopes and its limit a minute."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from ballast_web.errors import NotAllowed, TooMany
from ballast_web.kernel.acting import Acting
from ballast_web.keys.counting import counted
from ballast_web.keys.models import ApiKey, Scope
from ballast_web.keys.services import recognised


class ApiRequest(HttpRequest):
    """A request as resources see it."""

    acting: Acting
    key: ApiKey
    auth: ApiKey


class OutOfScope(NotAllowed):
    """这把接口密钥没有“{scope}”权限。请由签发人另行签发。"""


class KeyHolder(HttpBearer):
    """Lets in the holder of a key that has `scope`."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The key. Raises OutOfScope, TooMany; None where there is no such key."""
        found = recognised(token)
        if found is None:
            return None
        key, acting = found
        _within_limit(key)
        if self.scope not in key.scopes:
            raise OutOfScope(scope=self.scope.label)
        request.key, request.acting = key, acting  # type: ignore[attr-defined]
        return key


def _within_limit(key: ApiKey) -> None:
    """Count this request against the key's current minute. Raises TooMany."""
    now = int(time.time())
    if counted(f"api:{key.digest}", now // 60) > key.per_minute:
        raise TooMany(what=f"每分钟最多{key.per_minute}次", seconds=60 - now % 60)
