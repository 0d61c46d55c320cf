"""企业微信, through the HTTP gateway that the installation names."""

from __future__ import annotations

from django.conf import settings

from ballast_web.push.http import to_gateway
from ballast_web.push.models import Contact, Message

LABEL = "企业微信"
OUTSIDE = True
SAFE = True


def ready() -> bool:
    """Whether a gateway is set."""
    return bool(settings.BALLAST_WECOM_GATEWAY)


def address(contact: Contact | None) -> str:
    """Where the enterprise is reached."""
    return contact.wecom if contact else ""


def send(message: Message) -> str:
    """Hand the message to the gateway; what it raises, push.http says."""
    return to_gateway(
        settings.BALLAST_WECOM_GATEWAY,
        settings.BALLAST_WECOM_KEY,
        message.token,
        message.address,
        message.title,
        message.text,
    )
