"""Whose request it is: the client's address, where proxies stand before the platform.

Each proxy writes behind `X-Forwarded-For` who came to it; what stands before that, anybody may have
written. So the header is read from its end, only as far as there are proxies to trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
#: How many proxies stand before the platform, or where they stand.
Proxies = int | tuple[IPv4Network | IPv6Network, ...]
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")


def client_known(answer: Answer) -> Answer:
    """Put the client's address where everybody looks for it: REMOTE_ADDR."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.BALLAST_PROXIES,
        )
        return answer(request)

    return middleware


def client(connected: str, forwarded: str, proxies: Proxies) -> str:
    """The address that no proxy of `proxies` has, nearest to the platform.

    `connected` is who opened the connection (empty for a Unix socket), `forwarded` the header.
    What is no address ends the search at the proxy before it.
    """
    found = _read(connected) or connected
    for number, before in enumerate(reversed(forwarded.split(","))):
        address = _read(before)
        if not address or not _trusted(found, number, proxies):
            return found
        found = address
    return found


def _trusted(address: str, number: int, proxies: Proxies) -> bool:
    if isinstance(proxies, int):
        return number < proxies
    return bool(address) and any(ip_address(address) in each for each in proxies)


def _read(given: str) -> str:
    """An address of the header in its one form, without a port; empty for what is none."""
    found = _WITH_PORT.fullmatch(given.strip())
    try:
        address = ip_address((found["six"] or found["four"]) if found else given.strip())
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
