"""The enterprise's inbox on the platform itself: written is delivered."""

from __future__ import annotations

from ballast_web.push.models import Contact, Message

LABEL = "站内消息"
OUTSIDE = False
SAFE = True


def ready() -> bool:
    """Always."""
    return True


def address(contact: Contact | None) -> str:  # noqa: ARG001 - the inbox needs no address
    """The inbox."""
    return "站内"


def send(message: Message) -> str:
    """Nothing is left to do: the message stands in the inbox."""
    return message.token
