"""The enterprise's own system, told by HTTPS; a signature proves who speaks and when.

`X-Ballast-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`. The enterprise names the
address: it must be HTTPS and lie on the open internet, so that nobody looks into this network.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import time
from ipaddress import ip_address

import httpx
from django.conf import settings

from ballast_web.push.errors import ChannelAway, ChannelRefused
from ballast_web.push.http import posted
from ballast_web.push.models import Contact, Message

LABEL = "系统对接"
OUTSIDE = True
SAFE = True


def ready() -> bool:
    """Always: the enterprise brings its own."""
    return True


def address(contact: Contact | None) -> str:
    """The enterprise's address."""
    return contact.webhook if contact else ""


def send(message: Message) -> str:
    """Post the signed message. Raises ChannelRefused, and as push.http says."""
    places = checked(message.address)
    body = json.dumps(
        {"id": message.token, "rule": message.rule, "title": message.title, "text": message.text},
        ensure_ascii=False,
    ).encode()
    contact = Contact.objects.get(enterprise_id=message.enterprise_id)
    signature = signed(contact.secret, int(time.time()), body)
    headers = {"X-Ballast-Signature": signature}
    return posted(message.address, body, message.token, headers, places)


def signed(secret: str, moment: int, body: bytes) -> str:
    """The signature of `body` at `moment` (seconds since 1970)."""
    content = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()}"


def checked(given: str) -> list[str]:
    """The network addresses at which `given` is reached: looked up once, to check and to connect.

    Raises ChannelRefused for an address that is not HTTPS or lies in a private network, ChannelAway
    where the name is not known now.
    """
    parts = _parsed(given)
    try:
        found = socket.getaddrinfo(parts.host, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ChannelAway(why=str(error)) from None
    places = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not settings.BALLAST_WEBHOOK_PRIVATE and not all(map(_open, places)):
        raise ChannelRefused(why="地址须在公共网络上")
    return places


def _parsed(given: str) -> httpx.URL:
    try:
        parts = httpx.URL(given)
    except httpx.InvalidURL as error:
        raise ChannelRefused(why=str(error)) from None
    schemes = ("https", "http") if settings.BALLAST_WEBHOOK_PRIVATE else ("https",)
    if parts.scheme not in schemes or not parts.host:
        raise ChannelRefused(why="地址须以https开头")
    return parts


def _open(place: str) -> bool:
    address = ip_address(place)
    return address.is_global and not address.is_multicast
