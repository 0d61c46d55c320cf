"""Background work: write a campaign's messages, and deliver what waits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Min

from ballast.rules.rule import Rule
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run
from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, real, task
from ballast_web.kernel.acting import platform
from ballast_web.kernel.calendar import is_working_day
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.push import delivery
from ballast_web.push.audience import IN_APP, Entitled, grouped, standings, untold
from ballast_web.push.deadlines import reminders
from ballast_web.push.models import Campaign, Contact, Message
from ballast_web.push.services import addressed, tell
from ballast_web.push.states import CampaignState, MessageState
from ballast_web.push.texts import body, title

#: How many entitlements are written, or messages delivered, at once.
BATCH = 200


@task(label="生成推送消息", atomic=False, takes_context=True)
def prepare(context: JobContext, campaign: int) -> None:
    """Write the messages of a campaign, batch by batch; each batch enqueues its own delivery.

    Begun again after an interruption it goes on where it was: who was told is not in its audience.
    """
    found = Campaign.objects.select_related("run").get(pk=campaign)
    run = found.run
    if run is None:
        return
    rows = untold(standings(run, found.rules, found.regions), run)
    everybody = list(grouped(rows))
    batches, done = iter(everybody), 0
    while batch := list(islice(batches, BATCH)):
        _write(context, found, run, batch)
        done += len(batch)
        context.progress(done * 100 // len(everybody), f"已生成 {done}/{len(everybody)} 条")
    with context.step() as log:
        Campaign.objects.filter(pk=campaign).update(state=CampaignState.SENT)
        log.note("campaign.sent", found, told=done)


def _write(context: JobContext, campaign: Campaign, run: Run, batch: list[Entitled]) -> None:
    rules = {rule.id: rule for rule in library.current().library.rules}
    whole = Organisation.objects.select_related("contact").defer("contact__secret")
    firms = whole.in_bulk({each.enterprise for each in batch})
    messages = [
        message
        for each in batch
        if each.rule in rules
        for message in _messages(campaign, run, firms[each.enterprise], rules[each.rule], each)
    ]
    with context.step():
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        waiting = Message.objects.filter(
            token__in=[each.token for each in messages if each.channel != IN_APP]
        )
        keys = list(waiting.order_by("pk").values_list("pk", flat=True))
        if keys:
            deliver.enqueue(keys)


def _messages(
    campaign: Campaign, run: Run, firm: Organisation, rule: Rule, found: Entitled
) -> Iterator[Message]:
    contact: Contact | None = getattr(firm, "contact", None)
    kind = rule.written.benefit.kind
    if contact and kind in contact.refused_kinds:
        return
    yield from addressed(
        contact,
        campaign.channels,
        enterprise=firm,
        campaign=campaign,
        rule=rule.id,
        period=found.period,
        version=campaign.version,
        kind=kind,
        title=title(rule),
        text=body(firm, rule, run, found),
    )


@task(label="发送消息", atomic=False, takes_context=True)
def deliver(context: JobContext, keys: list[int]) -> None:
    """Send the messages `keys`; what must wait is enqueued again for its time."""
    for place, key in enumerate(keys):
        with context.step():
            message = delivery.take(key)
        if message is not None:
            became = delivery.sent(message)
            with context.step():
                became(Message.objects.select_for_update().get(pk=key))
        context.progress((place + 1) * 100 // len(keys), f"已处理 {place + 1}/{len(keys)} 条")
    _enqueue_the_rest(context, keys)


def _enqueue_the_rest(context: JobContext, keys: list[int]) -> None:
    left = Message.objects.filter(pk__in=keys, state=MessageState.WAITING)
    soonest = left.aggregate(at=Min("not_before"))["at"]
    if soonest is None:
        return
    with context.step():
        rest = list(left.order_by("pk").values_list("pk", flat=True))
        deliver.using(run_after=real(max(soonest, now()))).enqueue(rest)


_REMINDING = "申报期限提醒"


@every("08:30")
@task(label=_REMINDING, atomic=False, takes_context=True)
def remind(context: JobContext) -> int:
    """Remind units and enterprises of deadlines, on working days; gives how many are told anew."""
    if not is_working_day(today()):
        return 0
    wanted = {each.key: each for each in reminders(today())}
    told = set(Message.objects.filter(key__in=wanted).values_list("key", flat=True))
    left = [each for key, each in wanted.items() if key not in told]
    for place, each in enumerate(left, 1):
        with context.step():
            tell(platform(_REMINDING), each.to, each.title, each.text, each.key)
        context.progress(place * 100 // len(left), f"已提醒 {place}/{len(left)}")
    return len(left)


@every("1 hour")
@task(label="补发滞留消息")
def sweep() -> int:
    """Enqueue what waits and no job knows of, such as a failed delivery's rest."""
    late = Message.objects.filter(
        state__in=[MessageState.WAITING, MessageState.SENDING], not_before__lt=now()
    )
    keys = list(late.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if keys:
        deliver.enqueue(keys)
    return len(keys)
