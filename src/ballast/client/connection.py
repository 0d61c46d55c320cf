"""Requests that are sent again where that is safe, always with the same idempotency key."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx

from ballast.client.errors import NoAnswer, problem_of

_PASSING = frozenset({429, 502, 503, 504})
#: Seconds beyond which no single wait goes, whatever the other side asks.
_LONGEST = 65.0


class Connection:
    """One platform and one key. `sleep` waits seconds; tests give another."""

    def __init__(
        self,
        address: str,
        key: str,
        *,
        tries: int = 5,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address, self.tries, self._sleep = address.rstrip("/"), tries, sleep
        self._http = httpx.Client(
            base_url=f"{self.address}/api/v1/",
            headers={"Authorization": f"Bearer {key}"},
            timeout=timeout,
            transport=transport,
        )

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def read(self, *parts: str, **query: Any) -> Any:
        """GET; what is None in the query is left out. Raises ApiProblem, NoAnswer."""
        given = {name: _plain(value) for name, value in query.items() if value is not None}
        return self._answered("GET", parts, {"params": given}, "")

    def write(self, *parts: str, body: Any, key: str = "", secret: str = "") -> Any:
        """POST, once however often it is sent; signed where a `secret` is given.

        Raises ApiProblem, NoAnswer.
        """
        key = key or str(uuid.uuid4())
        content = json.dumps(body, default=_exact)
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        more = {"content": content, "headers": headers}
        signing = {"auth": _signer(secret)} if secret else {}
        return self._answered("POST", parts, {**more, **signing}, key)

    def _answered(self, method: str, parts: tuple[str, ...], more: Any, key: str) -> Any:
        path, why = "/".join(quote(part, safe="") for part in parts), ""
        for number in range(self.tries):
            try:
                response = self._http.request(method, path, **more)
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
                self._wait(number, {})
                continue
            if response.status_code not in _PASSING or number + 1 == self.tries:
                return _told(response)
            self._wait(number, response.headers)
        raise NoAnswer(address=self.address, tries=self.tries, why=why, key=key)

    def _wait(self, number: int, headers: Mapping[str, str]) -> None:
        """As long as the other side asks, else longer each time; not after the last try."""
        if number + 1 < self.tries:
            asked = headers.get("Retry-After", "")
            jitter = random.uniform(0.5, 1.0)  # noqa: S311 - only spreads the tries
            wait = float(asked) if asked.isdecimal() else 0.5 * 2**number * jitter
            self._sleep(min(wait, _LONGEST))


def _signer(secret: str) -> Callable[[httpx.Request], httpx.Request]:
    """Signs each attempt with the time at which it is made, since a signature is good once."""

    def signed(request: httpx.Request) -> httpx.Request:
        moment = f"{time.time():.6f}"
        content = f"{moment}.".encode() + request.content
        request.headers["Ballast-Time"] = moment
        digest = hmac.new(secret.encode(), content, hashlib.sha256)
        request.headers["Ballast-Signature"] = digest.hexdigest()
        return request

    return signed


def _told(response: httpx.Response) -> Any:
    try:
        told = response.json()
    except ValueError:
        told = None
    if response.is_success and told is not None:
        return told
    raise problem_of(response.status_code, told, response.text)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _exact(value: Any) -> str:
    """Numbers that JSON would round, and days, as text."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
