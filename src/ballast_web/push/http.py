"""What channels that speak HTTP share: the message's token as idempotency key, failures told."""

from __future__ import annotations

import httpx
from django.conf import settings

from ballast_web.push.errors import ChannelAway, ChannelRefused, ChannelUnsure


def posted(address: str, body: bytes, token: str, headers: dict[str, str]) -> str:
    """Post JSON; the reference that the answer gives, if any.

    Raises ChannelRefused (4xx), ChannelAway (not connected, 429), ChannelUnsure (5xx, cut off).
    """
    sent = {"Content-Type": "application/json", "Idempotency-Key": token, **headers}
    try:
        answer = httpx.post(
            address,
            content=body,
            headers=sent,
            timeout=settings.BALLAST_PATIENCE,
            follow_redirects=False,
            trust_env=False,
        )
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise ChannelAway(why=f"{type(error).__name__} {error}") from None
    except httpx.InvalidURL as error:
        raise ChannelRefused(why=str(error)) from None
    except httpx.HTTPError as error:
        raise ChannelUnsure(why=f"{type(error).__name__} {error}") from None
    return _reference(answer)


def _reference(answer: httpx.Response) -> str:
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise ChannelAway(why="429")
    if answer.is_server_error:
        raise ChannelUnsure(why=str(answer.status_code))
    if not answer.is_success:
        raise ChannelRefused(why=str(answer.status_code))
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("reference", ""))[:100] if isinstance(told, dict) else ""


def to_gateway(address: str, key: str, token: str, to: str, title: str, text: str) -> str:
    """Post a message to a gateway: `{id, to, title, text}` with its key. Raises as `posted`."""
    body = httpx.Request(
        "POST", address, json={"id": token, "to": to, "title": title, "text": text}
    ).content
    return posted(address, body, token, {"Authorization": f"Bearer {key}"})
