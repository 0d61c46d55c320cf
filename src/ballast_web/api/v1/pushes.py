"""Messages to enterprises, and what gateways report of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Body, Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING, WRITING
from ballast_web.api.reading import Given, Name, Text
from ballast_web.api.signed import must_be_signed
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.writes import writing
from ballast_web.keys.models import Scope
from ballast_web.push import services
from ballast_web.push.access import access_messages
from ballast_web.push.models import Message
from ballast_web.push.states import SENDERS, MessageState

router = Router(auth=KeyHolder(Scope.READ_PUSHES))
READERS = SENDERS | ENTERPRISE | {Role.AUDITOR}


class MessageOut(Schema):
    """A message by one channel; `text` is for the enterprise itself, null for others."""

    id: int
    enterprise: str
    rule: str
    channel: str
    title: str
    text: str | None
    state: str
    made_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None


class Messages(Schema):
    """A page of messages; `next` is the cursor of what follows, null at the end."""

    items: list[MessageOut]
    next: str | None


class Receipt(Given):
    """What became of the message that was handed over under `token`."""

    token: Name
    state: Literal["delivered", "opened", "failed"]
    error: Text = ""


class ReceiptOut(Schema):
    """How the message stands now; a report never undoes a better one."""

    state: str


@router.get("", response={200: Messages, **READING}, summary="推送消息清单")
def messages(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    state: MessageState | None = None,
    rule: str = "",
) -> dict[str, Any]:
    """The messages to enterprises that one may look into, by state and rule."""
    request.acting.must_be(READERS, "查阅推送")
    rows = access_messages(request.acting).select_related("enterprise")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(rule=rule) if rule else rows
    own = request.acting.of_enterprise
    return paged(rows, cursor, limit, lambda each: _told(each, own))


@router.post(
    "/receipts",
    response={200: ReceiptOut, **WRITING},
    summary="报送一条消息的回执",
    auth=KeyHolder(Scope.WRITE_RECEIPTS),
)
def receipt(request: ApiRequest, given: Body[Receipt]) -> dict[str, Any]:
    """For gateways: signed under the secret of the message's channel, each report once.

    The same report signed anew changes nothing more, so it needs no idempotency key.
    """
    message = access_messages(request.acting).filter(token=given.token).first()
    if message is None:
        raise NotHere(what="这条消息")
    with writing(request.acting):
        must_be_signed(request, services.receipt_secret(message))
        state = MessageState(given.state)
        found = services.receipt(request.acting, given.token, state, given.error)
    return {"state": found.state}


def _told(message: Message, own: bool) -> dict[str, Any]:
    names = (
        *("rule", "channel", "title", "state"),
        *("made_at", "sent_at", "delivered_at", "opened_at"),
    )
    told = {name: getattr(message, name) for name in names}
    text = message.text if own else None
    return {**told, "id": message.pk, "enterprise": message.enterprise.code, "text": text}
