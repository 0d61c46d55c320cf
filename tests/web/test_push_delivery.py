"""Messages on their way, to a real mail server and a real receiver that fail: none twice, none lost."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from receivers import Mailbox, Receiver, mail_server

from ballast_web.jobs.models import Job
from ballast_web.jobs.states import JobState
from ballast_web.jobs.worker import drain
from ballast_web.kernel.acting import platform
from ballast_web.push import delivery, services, timing
from ballast_web.push.channels import all_channels, email, webhook
from ballast_web.push.errors import ChannelRefused
from ballast_web.push.models import Contact, Message
from ballast_web.push.states import MessageState

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 12, 30, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def installation(settings, monkeypatch, queued):
    """Noon, a receiver waited for one second, many messages allowed."""
    settings.BALLAST_PATIENCE = 1
    settings.BALLAST_SMTP_TLS = False
    settings.BALLAST_WEBHOOK_PRIVATE = True
    settings.BALLAST_PUSH_PER_DAY = settings.BALLAST_PUSH_PER_WEEK = 50
    at(monkeypatch, NOON)


def at(monkeypatch, moment):
    for module in (delivery, services, "ballast_web.push.tasks", "ballast_web.jobs.task"):
        target = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{target}.now", lambda: moment)


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    server = mail_server(box)
    settings.BALLAST_SMTP_HOST, settings.BALLAST_SMTP_PORT = "127.0.0.1", server.port
    yield box
    server.stop()


@pytest.fixture
def receiver(settings):
    made = Receiver()
    settings.BALLAST_SMS_GATEWAY, settings.BALLAST_SMS_KEY = made.address, "gateway key"
    yield made
    made.stop()


def tell(enterprise, *by, key="1", text="正文\n.一行以点开头"):
    return services.tell(platform("测试"), enterprise, "标题", text, key, by=list(by))


def reach(enterprise, **addresses) -> Contact:
    return Contact.objects.create(enterprise=enterprise, **addresses)


def work(monkeypatch, rounds=6) -> None:
    """Drain the queue, and let the waits pass."""
    moment = NOON
    for _ in range(rounds):
        drain()
        moment += timedelta(minutes=40)
        at(monkeypatch, moment)
        Job.objects.filter(state=JobState.SCHEDULED).update(due=timezone.now())


def state(channel) -> str:
    return Message.objects.get(channel=channel).state


def test_channels_are_found_by_their_place():
    assert set(all_channels()) == {"in_app", "email", "sms", "wecom", "webhook"}


def test_a_mail_arrives_whole_with_an_identity_of_its_own(enterprise, mailbox, monkeypatch):
    reach(enterprise, email="firm@example.test")
    tell(enterprise, "email")
    work(monkeypatch, 1)
    message = Message.objects.get(channel="email")
    assert (message.state, message.sent_at) == (MessageState.SENT, NOON)
    assert f"Message-ID: <{message.token}@ballast>" in mailbox.texts[0]
    assert mailbox.mails[0].rcpt_tos == ["firm@example.test"]


def test_lines_that_begin_with_a_dot_arrive_as_they_were():
    message = Message(title="t", address="a@example.test", text="one\n.two\n..three", token="x")
    assert b"\r\n..two\r\n...three\r\n" in email._wire(email.composed(message))


@pytest.mark.parametrize("play", ["busy", "late", "cut"])
def test_a_mail_that_was_surely_not_accepted_is_tried_again(play, enterprise, mailbox, monkeypatch):
    mailbox.plays[:] = [play, play]
    reach(enterprise, email="firm@example.test")
    tell(enterprise, "email")
    work(monkeypatch)
    assert (state("email"), len(mailbox.mails)) == (MessageState.SENT, 1)
    assert Message.objects.get(channel="email").tries == 3


def test_a_mail_that_was_perhaps_accepted_is_not_sent_again(enterprise, mailbox, monkeypatch):
    mailbox.plays[:] = ["half"]
    reach(enterprise, email="firm@example.test")
    tell(enterprise, "email")
    work(monkeypatch)
    assert (state("email"), len(mailbox.mails)) == (MessageState.UNSURE, 1)
    assert state("in_app") == MessageState.DELIVERED


def test_a_mailbox_that_does_not_exist_is_told_and_not_tried_again(
    enterprise, mailbox, monkeypatch
):
    mailbox.plays[:] = ["refuse"]
    reach(enterprise, email="firm@example.test")
    tell(enterprise, "email")
    work(monkeypatch)
    message = Message.objects.get(channel="email")
    assert (message.state, message.tries, len(mailbox.mails)) == (MessageState.FAILED, 1, 0)
    assert "550" in message.error


def test_a_mail_server_that_is_away_is_waited_for(enterprise, settings, monkeypatch):
    settings.BALLAST_SMTP_HOST, settings.BALLAST_SMTP_PORT = "127.0.0.1", 1
    reach(enterprise, email="firm@example.test")
    tell(enterprise, "email")
    drain()
    message = Message.objects.get(channel="email")
    assert (message.state, message.not_before) == (MessageState.WAITING, NOON + timing.BACK_OFF)
    assert Job.objects.get(state=JobState.SCHEDULED).kwargs == {}


@pytest.mark.parametrize("play", ["error", "taken", "slow", "reset", "half", "busy"])
def test_a_gateway_that_fails_is_asked_again_with_the_same_key(
    play, enterprise, receiver, monkeypatch
):
    receiver.plays[:] = [play]
    reach(enterprise, phone="13800000000")
    tell(enterprise, "sms")
    work(monkeypatch)
    message = Message.objects.get(channel="sms")
    assert (message.state, message.reference) == (MessageState.SENT, "R1")
    assert list(receiver.taken) == [message.token]
    assert len(receiver.requests) == 2
    assert receiver.requests[0][0]["Authorization"] == "Bearer gateway key"


def test_a_gateway_that_refuses_is_not_asked_again(enterprise, receiver, monkeypatch):
    receiver.plays[:] = ["refuse"]
    reach(enterprise, phone="1")
    tell(enterprise, "sms")
    work(monkeypatch)
    assert (state("sms"), len(receiver.requests)) == (MessageState.FAILED, 1)


def test_a_gateway_that_never_comes_back_fails_in_the_end(enterprise, receiver, monkeypatch):
    receiver.plays[:] = ["error"] * 20
    reach(enterprise, phone="1")
    tell(enterprise, "sms")
    Message.objects.filter(channel="sms").update(tries=timing.TRIES - 1)
    work(monkeypatch, 2)
    assert (state("sms"), receiver.taken) == (MessageState.FAILED, {})


def test_many_messages_through_many_failures_each_arrive_once(
    enterprise, mailbox, receiver, monkeypatch
):
    mailbox.plays[:] = ["busy", "ok", "cut", "late", "ok", "busy"]
    receiver.plays[:] = ["reset", "error", "ok", "taken", "half", "ok", "busy"]
    reach(enterprise, email="firm@example.test", phone="1", webhook=receiver.address, secret="s")
    for number in range(4):
        tell(enterprise, "email", "sms", "webhook", key=str(number), text=f"第{number}条")
    work(monkeypatch, 10)
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered", "sent"}
    assert len({re.search("Message-ID: (.*)", text)[1] for text in mailbox.texts}) == 4
    assert len(mailbox.mails) == 4
    assert len(receiver.taken) == 8


def test_a_worker_that_died_while_sending_leaves_mails_to_a_person_and_asks_gateways_again(
    enterprise, mailbox, receiver, monkeypatch
):
    reach(enterprise, email="firm@example.test", phone="1")
    tell(enterprise, "email", "sms")
    Message.objects.exclude(channel="in_app").update(state=MessageState.SENDING, tries=1)
    work(monkeypatch, 2)
    assert (state("email"), state("sms")) == (MessageState.UNSURE, MessageState.SENT)
    assert mailbox.mails == []


def test_a_webhook_proves_who_sent_it(enterprise, receiver, monkeypatch):
    reach(enterprise, webhook=receiver.address, secret="shared")
    tell(enterprise, "webhook")
    work(monkeypatch, 1)
    headers, body = receiver.requests[0]
    moment = int(re.match(r"t=(\d+),", headers["X-Ballast-Signature"])[1])
    assert headers["X-Ballast-Signature"] == webhook.signed("shared", moment, body)
    assert webhook.signed("other", moment, body) != webhook.signed("shared", moment, body)


@pytest.mark.parametrize(
    "address", ["http://example.test/", "https://127.0.0.1/", "https://169.254.169.254/x", "x"]
)
def test_a_webhook_into_a_private_network_is_refused(address, settings):
    settings.BALLAST_WEBHOOK_PRIVATE = False
    with pytest.raises(ChannelRefused):
        webhook.checked(address)


def test_the_same_thing_is_told_once(enterprise, receiver, monkeypatch):
    reach(enterprise, phone="1")
    tell(enterprise, "sms")
    tell(enterprise, "sms")
    work(monkeypatch, 2)
    assert (Message.objects.count(), len(receiver.requests)) == (2, 1)


def test_a_refused_channel_is_not_used_but_the_inbox_is(enterprise, receiver, monkeypatch):
    reach(enterprise, phone="1", refused_channels=["sms"])
    tell(enterprise, "sms")
    work(monkeypatch, 1)
    assert [each.channel for each in Message.objects.all()] == ["in_app"]


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(7, 59, (30, 8)), (8, 0, None), (20, 59, None), (21, 0, (31, 8)), (23, 30, (31, 8))],
)
def test_nobody_is_disturbed_at_night(hour, minute, expected):
    moment = NOON.replace(hour=hour, minute=minute)
    free = timezone.localtime(timing.awake(moment))
    wanted = moment if expected is None else moment.replace(day=expected[0], hour=8, minute=0)
    assert free == wanted


def test_what_exceeds_the_days_limit_waits_for_the_morning(
    enterprise, receiver, settings, monkeypatch
):
    settings.BALLAST_PUSH_PER_DAY = 2
    reach(enterprise, phone="1")
    for number in range(3):
        tell(enterprise, "sms", key=str(number))
    drain()
    waiting = Message.objects.get(channel="sms", state=MessageState.WAITING)
    assert len(receiver.taken) == 2
    assert waiting.not_before == NOON.replace(day=31, hour=8)


def test_what_exceeds_the_weeks_limit_waits_until_the_oldest_is_a_week_old(enterprise, settings):
    settings.BALLAST_PUSH_PER_WEEK = 2
    for days in (6, 3):
        Message.objects.create(
            enterprise=enterprise,
            channel="sms",
            title="t",
            text="t",
            state=MessageState.SENT,
            sent_at=NOON - timedelta(days=days),
        )
    assert timing.allowed(enterprise.pk, ["sms"], NOON) == NOON + timedelta(days=1)


def test_a_receipt_never_undoes_a_better_one(enterprise):
    (message,) = tell(enterprise)
    services.receipt(platform("网关"), message.token, MessageState.OPENED)
    services.receipt(platform("网关"), message.token, MessageState.DELIVERED)
    assert state("in_app") == MessageState.OPENED
