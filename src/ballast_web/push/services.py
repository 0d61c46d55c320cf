"""What people and other apps do with messages: campaigns, single messages, the inbox, settings."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from ballast.rules.ruleset import BENEFIT_LABELS
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.kernel.writes import writing
from ballast_web.push import channels
from ballast_web.push.access import access_campaigns, access_inbox
from ballast_web.push.audience import IN_APP, latest_run, offered
from ballast_web.push.errors import SecondPerson
from ballast_web.push.models import Campaign, Contact, Message
from ballast_web.push.regions import chosen
from ballast_web.push.states import CAMPAIGN, SENDERS, MessageState

_ADDRESSES = ("email", "phone", "wecom", "webhook")


def new_campaign(
    acting: Acting, title: str, rules: Sequence[str], regions: Sequence[str], by: Sequence[str]
) -> Campaign:
    """A draft. `regions` are beginnings of codes, none for the whole territory; `by` are channels,
    the inbox always among them. Raises NotAllowed, BadValue, NothingJudged."""
    acting.must_be(SENDERS, "新建推送")
    unit = acting.organisation
    assert unit is not None  # noqa: S101 - senders have one
    run = latest_run()
    regions = chosen(unit.territory, regions, run.as_of)
    _among("渠道", by, channels.ready_channels())
    _among("政策措施", rules, {rule.id for rule in offered(acting)})
    if not rules:
        raise BadValue(field="政策措施", given="未选择", allowed="至少一项")
    with writing(acting) as log:
        campaign = Campaign.objects.create(
            title=title.strip()[:100] or "政策推送",
            unit=unit,
            rules=list(rules),
            regions=regions,
            channels=sorted({IN_APP, *by}),
            run=run,
            version=run.library_version,
            made_by=acting.person,
            made_at=now(),
        )
        log.note("campaign.made", campaign, rules=campaign.rules, regions=regions)
    return campaign


def _among(field: str, given: Collection[str], allowed: Collection[str]) -> None:
    for each in given:
        if each not in allowed:
            raise BadValue(field=field, given=each, allowed="、".join(sorted(allowed)))


def move_campaign(acting: Acting, key: int, name: str) -> Campaign:
    """Submit, refuse, cancel or send. Whoever checks it is not who made it.

    Raises NotHere, NotAllowed, WrongState, SecondPerson.
    """
    with writing(acting) as log:
        campaign = access_campaigns(acting).select_for_update(of=("self",)).filter(pk=key).first()
        if campaign is None:
            raise NotHere(what="这次推送")
        if name not in CAMPAIGN.moves:
            raise BadValue(field="操作", given=name, allowed="、".join(CAMPAIGN.moves))
        campaign.state = CAMPAIGN.move(campaign.state, name, acting)
        if name == "send":
            _checked(acting, campaign)
        campaign.save()
        log.note(f"campaign.{name}", campaign)
        if name == "send":
            _begin(campaign)
    return campaign


def _checked(acting: Acting, campaign: Campaign) -> None:
    if acting.person is not None and acting.person == campaign.made_by:
        raise SecondPerson(title=campaign.title)
    campaign.checked_by, campaign.checked_at = acting.person, now()


def _begin(campaign: Campaign) -> None:
    from ballast_web.push.tasks import prepare  # noqa: PLC0415 - tasks use these services

    campaign.job_id = int(prepare.enqueue(campaign.pk).id)
    campaign.save(update_fields=["job"])


def tell(
    acting: Acting,
    enterprise: Organisation,
    title: str,
    text: str,
    key: str,
    kind: str = "",
    by: Sequence[str] | None = None,
) -> list[Message]:
    """Tell one enterprise something, once for each `key`: in its inbox and by every channel that
    it can be reached by (or those of `by`). For other apps, within their own `writing`.
    """
    from ballast_web.push.tasks import deliver  # noqa: PLC0415

    with writing(acting) as log:
        contact = Contact.objects.filter(enterprise=enterprise).defer("secret").first()
        chosen = [IN_APP, *(by if by is not None else channels.ready_channels())]
        made = addressed(
            contact, chosen, enterprise=enterprise, title=title[:150], text=text, kind=kind, key=key
        )
        found = _written(made, key=key)
        log.note("message.written", enterprise, key=key, channels=[each.channel for each in found])
        waiting = [each.pk for each in found if each.state == MessageState.WAITING]
        if waiting:
            deliver.enqueue(waiting)
    return found


def _written(messages: list[Message], **which: Any) -> list[Message]:
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return list(Message.objects.filter(**which).order_by("pk"))


def addressed(contact: Contact | None, chosen: Collection[str], **fields: Any) -> list[Message]:
    """Messages, not yet written: one for each channel that reaches the enterprise and that it has
    not refused. What stands in the inbox is sent."""
    refused = set(contact.refused_channels) if contact else set()
    found, moment = [], now()
    for name, channel in channels.ready_channels().items():
        address = channel.address(contact)
        if name not in chosen or not address or (name in refused and name != IN_APP):
            continue
        message = Message(channel=name, address=address, made_at=moment, **fields)
        if name == IN_APP:
            message.state, message.sent_at = MessageState.DELIVERED, moment
            message.delivered_at = moment
        found.append(message)
    return found


def open_message(acting: Acting, key: int) -> Message:
    """Read a message of one's own inbox; the first time is noted. Raises NotHere."""
    message = access_inbox(acting).filter(pk=key).first()
    if message is None:
        raise NotHere(what="这条消息")
    if message.opened_at is None:
        with writing(acting) as log:
            message.state, message.opened_at = MessageState.OPENED, now()
            message.save(update_fields=["state", "opened_at"])
            log.note("message.opened", message)
    return message


def receipt_secret(message: Message) -> str:
    """Under which whoever carried the message signs its receipts; empty where nobody may."""
    if message.channel == "webhook":
        contact = Contact.objects.filter(enterprise=message.enterprise_id).first()
        return contact.secret if contact else ""
    secrets_of = {"sms": settings.BALLAST_SMS_SECRET, "wecom": settings.BALLAST_WECOM_SECRET}
    return secrets_of.get(message.channel, "")


def receipt(acting: Acting, token: str, state: MessageState, error: str = "") -> Message:
    """What a gateway reports later of a message: delivered, opened or failed. Raises NotHere.

    A report never undoes a better one: what was opened stays opened.
    """
    with writing(acting) as log:
        message = Message.objects.select_for_update().filter(token=token).first()
        if message is None:
            raise NotHere(what="这条消息")
        ranks = [MessageState.FAILED, MessageState.DELIVERED, MessageState.OPENED]
        if state not in ranks:
            raise BadValue(field="回执", given=str(state), allowed="delivered、opened、failed")
        if message.state in ranks and ranks.index(MessageState(message.state)) >= ranks.index(
            state
        ):
            return message
        message.state, message.error = state, error[:300]
        if state != MessageState.FAILED:
            message.delivered_at = message.delivered_at or now()
        if state == MessageState.OPENED:
            message.opened_at = now()
        message.save()
        log.note("message.receipt", message, state=state)
    return message


def set_contact(acting: Acting, fields: dict[str, Any]) -> Contact:
    """How one's own enterprise wishes to be reached, and what it does not wish to hear of.

    Raises NotAllowed, BadValue.
    """
    acting.must_be(ENTERPRISE, "修改接收设置")
    enterprise = access_enterprises(acting).get()
    _among("政策类别", fields.get("refused_kinds", []), BENEFIT_LABELS)
    _among("渠道", fields.get("refused_channels", []), set(channels.all_channels()) - {IN_APP})
    with writing(acting) as log, transaction.atomic():
        contact, _ = Contact.objects.get_or_create(enterprise=enterprise)
        for name in (*_ADDRESSES, "refused_kinds", "refused_channels"):
            setattr(contact, name, fields.get(name, getattr(contact, name)))
        contact.secret = contact.secret or (secrets.token_urlsafe(32) if contact.webhook else "")
        contact.save()
        log.note("contact.set", contact, refused=contact.refused_kinds)
    return contact
