"""短信, through the HTTP gateway that the installation names."""

from __future__ import annotations

from django.conf import settings

from ballast_web.push.http import to_gateway
from ballast_web.push.models import Contact, Message

LABEL = "短信"
OUTSIDE = True
SAFE = True


def ready() -> bool:
    """Whether a gateway is set."""
    return bool(settings.BALLAST_SMS_GATEWAY)


def address(contact: Contact | None) -> str:
    """Where the enterprise is reached."""
    return contact.phone if contact else ""


def send(message: Message) -> str:
    """Hand the message to the gateway; what it raises, push.http says."""
    return to_gateway(
        settings.BALLAST_SMS_GATEWAY,
        settings.BALLAST_SMS_KEY,
        message.token,
        message.address,
        message.title,
        message.text,
    )
