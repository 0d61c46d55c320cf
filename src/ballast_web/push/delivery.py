"""One message on its way: taken, sent, and what became of it written down.

A message is taken (`sending`) in a transaction of its own before it is handed to its channel, so
that whoever comes after a killed worker sees that it may have gone out. Where the other side knows
messages by their token it is sent again; elsewhere it is `unsure`, and a person looks into it: no
enterprise is told twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ballast_web.kernel.clock import now
from ballast_web.push import channels, timing
from ballast_web.push.errors import ChannelAway, ChannelRefused, ChannelUnsure
from ballast_web.push.models import Message
from ballast_web.push.states import MessageState

_INTERRUPTED = "发送过程中断，未确认对方是否收到"


def take(key: int) -> Message | None:
    """The message, ours to send now, in the caller's transaction; None where it is not."""
    message = Message.objects.select_for_update().filter(pk=key).first()
    if message is None or message.state not in (MessageState.WAITING, MessageState.SENDING):
        return None
    channel = channels.all_channels()[message.channel]
    if message.state == MessageState.SENDING and not channel.SAFE:
        _end(message, MessageState.UNSURE, _INTERRUPTED)
        return None
    moment = now()
    free = _free(message, channel)
    if free > moment:
        message.state, message.not_before = MessageState.WAITING, free
        message.save(update_fields=["state", "not_before"])
        return None
    message.state, message.tries = MessageState.SENDING, message.tries + 1
    message.save(update_fields=["state", "tries"])
    return message


def _free(message: Message, channel: channels.Channel) -> datetime:
    moment = max(now(), message.not_before or now())
    if not channel.OUTSIDE:
        return moment
    outside = [name for name, each in channels.all_channels().items() if each.OUTSIDE]
    return timing.allowed(message.enterprise_id, outside, moment)


def sent(message: Message) -> Callable[[Message], None]:
    """Hand the message to its channel; what is then to be written down."""
    channel = channels.all_channels()[message.channel]
    try:
        reference = channel.send(message)
    except ChannelRefused as error:
        why = str(error)
        return lambda row: _end(row, MessageState.FAILED, why)
    except ChannelAway as error:
        why = str(error)
        return lambda row: _later(row, why)
    except ChannelUnsure as error:
        why = str(error)
        if channel.SAFE:
            return lambda row: _later(row, why)
        return lambda row: _end(row, MessageState.UNSURE, why)
    return lambda row: _arrived(row, reference)


def _end(message: Message, state: MessageState, why: str) -> None:
    message.state, message.error = state, why[:300]
    message.save(update_fields=["state", "error"])


def _later(message: Message, why: str) -> None:
    if message.tries >= timing.TRIES:
        _end(message, MessageState.FAILED, why)
        return
    message.state, message.error = MessageState.WAITING, why[:300]
    message.not_before = timing.again(message.tries, now())
    message.save(update_fields=["state", "error", "not_before"])


def _arrived(message: Message, reference: str) -> None:
    message.state, message.reference, message.error = MessageState.SENT, reference, ""
    message.sent_at = now()
    message.save(update_fields=["state", "reference", "error", "sent_at"])
