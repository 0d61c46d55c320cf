"""What channels that speak HTTP share: the message's token as idempotency key, failures told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import httpx
from django.conf import settings

from ballast_web.push.errors import ChannelAway, ChannelRefused, ChannelUnsure


def posted(
    address: str, body: bytes, token: str, headers: dict[str, str], places: Sequence[str] = ()
) -> str:
    """Post JSON; the reference that the answer gives, if any.

    Connects to one of the network addresses `places`, where there are any, in place of looking the
    name up; TLS still asks for a certificate of the name. Raises ChannelRefused (4xx), ChannelAway
    (not connected, 429), ChannelUnsure (5xx, cut off).
    """
    sent = {"Content-Type": "application/json", "Idempotency-Key": token, **headers}
    try:
        answer = _answer(httpx.URL(address), body, sent, places)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise ChannelAway(why=f"{type(error).__name__} {error}") from None
    except httpx.InvalidURL as error:
        raise ChannelRefused(why=str(error)) from None
    except httpx.HTTPError as error:
        raise ChannelUnsure(why=f"{type(error).__name__} {error}") from None
    return _reference(answer)


def _answer(
    address: httpx.URL, body: bytes, headers: dict[str, str], places: Sequence[str]
) -> httpx.Response:
    """The answer of the first of `places` that takes a connection, all within one patience."""
    patience = settings.BALLAST_PATIENCE
    timeout = httpx.Timeout(patience, connect=patience / max(len(places), 1))
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:

        def request(place: str) -> httpx.Request:
            there, meant = _at(address, place) if place else (address, {})
            named = {"Host": address.netloc.decode("ascii"), **headers}
            return client.build_request(
                "POST", there, content=body, headers=named, extensions=meant
            )

        for place in places[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return client.send(request(place))
        return client.send(request(places[-1] if places else ""))


def _at(address: httpx.URL, place: str) -> tuple[httpx.URL, dict[str, str]]:
    """The same resource at the network address `place`, and the name that its certificate bears."""
    return address.copy_with(host=place), {"sni_hostname": address.raw_host.decode("ascii")}


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
