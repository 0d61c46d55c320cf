"""Ways to reach an enterprise: one file each, found by its place.

A channel's module has `LABEL`, `OUTSIDE` (whether limits and quiet hours bind it), `SAFE` (whether
the other side knows a message by its token, so that one may send it again when unsure), and
`ready()`, `address(contact)` and `send(message)`. `send` gives the other side's reference, or
raises ChannelRefused (never again), ChannelAway (surely not accepted; again later), ChannelUnsure.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from ballast_web.push.models import Contact, Message


class Channel(Protocol):
    """What a channel's module has."""

    LABEL: str
    OUTSIDE: bool
    SAFE: bool

    def ready(self) -> bool:
        """Whether the installation has it."""

    def address(self, contact: Contact | None) -> str:
        """Where it reaches the enterprise; empty where it does not."""

    def send(self, message: Message) -> str:
        """Send; the other side's reference."""


@cache
def all_channels() -> dict[str, Channel]:
    """Every channel by its file's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = {name: import_module(f"{__name__}.{name}") for name in names if name[0] != "_"}
    return {name: cast(Channel, module) for name, module in found.items()}


def ready_channels() -> dict[str, Channel]:
    """The channels that this installation has."""
    return {name: channel for name, channel in all_channels().items() if channel.ready()}


def label_of(name: str) -> str:
    """How a channel is called."""
    return str(all_channels()[name].LABEL) if name in all_channels() else name
