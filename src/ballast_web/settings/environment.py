"""What the environment says: each setting with its default and a clear error."""

from __future__ import annotations

import os
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ballast_web.errors import WrongSetting

#: Full durability, one writer at a time from the first statement on, and patience for its turn.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=30000;"
    ),
}


def text(name: str, default: str = "") -> str:
    """The variable `name`, or `default`."""
    return os.environ.get(name) or default


def required(name: str, what: str) -> str:
    """The variable `name`. Raises WrongSetting where it is not set."""
    found = os.environ.get(name)
    if not found:
        raise WrongSetting(name=name, given="nothing", allowed=what)
    return found


def path(name: str, default: Path) -> Path:
    """The variable `name` as an absolute path."""
    return Path(text(name, str(default))).resolve()


def listed(name: str, default: str = "") -> list[str]:
    """The variable `name`, parted by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def whole(name: str, default: int) -> int:
    """The variable `name` as a whole number. Raises WrongSetting."""
    given = text(name, str(default))
    if not given.isdecimal():
        raise WrongSetting(name=name, given=given, allowed="a whole number")
    return int(given)


def flag(name: str, default: bool = False) -> bool:
    """The variable `name` as yes or no. Raises WrongSetting."""
    given = text(name, "1" if default else "0").lower()
    if given not in ("0", "1", "yes", "no", "true", "false"):
        raise WrongSetting(name=name, given=given, allowed="1 or 0")
    return given in ("1", "yes", "true")


def proxies(name: str) -> int | tuple[IPv4Network | IPv6Network, ...]:
    """The variable `name`: a number of proxies, or their addresses and networks; 0 where it is not
    set. Raises WrongSetting."""
    given = text(name, "0")
    if given.isdecimal():
        return int(given)
    try:
        return tuple(ip_network(each) for each in listed(name))
    except ValueError:
        allowed = "a number of proxies, or their addresses or networks parted by commas"
        raise WrongSetting(name=name, given=given, allowed=allowed) from None


def day(name: str) -> date | None:
    """The variable `name` as a day, None where it is not set. Raises WrongSetting."""
    given = text(name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise WrongSetting(name=name, given=given, allowed="a day such as 2022-12-31") from None


def database(address: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///<path>` or `postgresql://user:password@host:port/name`.

    Raises WrongSetting for any other address.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:])
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS}
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": whole("BALLAST_POOL", 16)}},
        }
    raise WrongSetting(
        name="BALLAST_DATABASE",
        given=parts.scheme or address,
        allowed="sqlite:///<path> or postgresql://user:password@host:port/name",
    )
