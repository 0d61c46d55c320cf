"""Money shared out: at the window's end, among all who have both votes, to each the same part.

Who is entitled, two persons have decided for each; how the money is shared, one person proposes and
another carries out. What each gets is what the rule's proration gives of what the budgets have left
on that day, to the 分 (largest remainder); where anything has changed since, it is proposed anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from ballast_web.applications.access import access_applications, access_distributions
from ballast_web.applications.errors import NotYetShared, SameDistributor, SharesChanged
from ballast_web.applications.models import Application, Distribution, Portion
from ballast_web.applications.procedure import procedure_of
from ballast_web.applications.services import funding
from ballast_web.applications.services.decision import (
    again,
    check_ready,
    decided,
    made_payable,
    stopped,
)
from ballast_web.applications.services.exclusion import check_not_granted, hold_object
from ballast_web.applications.services.moving import Step, finish, locked, needed
from ballast_web.applications.states import (
    APPROVERS,
    AT_WORK,
    DISTRIBUTION,
    MACHINE,
    OFFICERS,
    State,
)
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Person
from ballast_web.kernel.writes import writing
from ballast_web.payments import services as payments

_TASK = "按比例分配资金"


def pools(acting: Acting) -> list[str]:
    """The rules whose applications wait for a distribution, as far as `acting` sees them."""
    waiting = access_applications(acting).filter(queued_at__isnull=False)
    rules = waiting.order_by("rule").values_list("rule", flat=True).distinct()
    return [rule for rule in rules if funding.prorates(rule)]


def pool(acting: Acting, rule_id: str) -> list[Application]:
    """Whoever waits for the rule's money in the territory, in the rule's order."""
    seen = set(access_applications(acting).filter(rule=rule_id).values_list("pk", flat=True))
    return [each for each in funding.queue(rule_id) if each.pk in seen]


def hindrance(acting: Acting, rule_id: str) -> str:
    """Why the rule's money cannot be shared out yet; empty where it can."""
    waiting = pool(acting, rule_id)
    if not waiting:
        return "没有等待分配的申报"
    last = procedure_of(rule_id, waiting[0].kind, today()).window_until
    if last is None:
        return "办理程序没有规定申报截止日（window_until）"
    if today() <= last:
        return f"申报{last}截止，截止前不分配"
    undecided = access_applications(acting).filter(rule=rule_id, queued_at__isnull=True)
    undecided = undecided.filter(Q(state__in=AT_WORK) | Q(state=State.SUPPLEMENT))
    if number := undecided.count():
        return f"还有{number}件申报没有办结"
    return _beyond(acting, waiting)


def _beyond(acting: Acting, waiting: Sequence[Application]) -> str:
    """A purse of a wider territory pays others too: its own unit's people share it out."""
    reach = acting.organisation.territory if acting.organisation else ""
    places = {each.enterprise.region: each for each in waiting}
    shares = (share for each in places.values() for share in funding.claim_of(each).shares)
    purses = {share.budget.purse for share in shares}
    wider = sorted(purse.name for purse in purses if not purse.territory.startswith(reach))
    return f"资金由{'、'.join(wider)}承担，须由同级单位统一分配" if wider else ""


def propose_distribution(acting: Acting, rule_id: str) -> Distribution:
    """Propose how the rule's money is shared out among all who wait for it.

    Whose verdict has changed meanwhile leaves the group first. Raises NotAllowed, NotYetShared,
    NoBudget.
    """
    acting.must_be(OFFICERS | APPROVERS, "编制分配方案")
    label = _checked(acting, rule_id)
    with writing(acting) as log:
        waiting = pool(acting, rule_id)
        claims = [funding.claim_of(each) for each in waiting]
        fen = payments.would_get(claims, "prorate")
        made = Distribution(
            rule=rule_id,
            label=label,
            unit=acting.organisation,
            claimed_fen=sum(claim.amount_fen for claim in claims),
            granted_fen=sum(fen),
            proposed_by=acting.person,
            proposed_at=now(),
        )
        _saved(made)
        Portion.objects.bulk_create(
            Portion(
                distribution=made,
                application=each,
                claimed_fen=claim.amount_fen,
                granted_fen=part,
            )
            for each, claim, part in zip(waiting, claims, fen, strict=True)
        )
        log.note("distribution.proposed", made, fen=made.granted_fen, number=len(waiting))
    return made


def _checked(acting: Acting, rule_id: str) -> str:
    """The measure's name, where its money can be shared out. Raises NotYetShared, NotHere."""
    waiting = pool(acting, rule_id)
    if not waiting:
        raise NotHere(what="等待分配资金的申报")
    for each in waiting:
        again(each)
    why = hindrance(acting, rule_id)
    if why:
        raise NotYetShared(label=waiting[0].label, why=why)
    return waiting[0].label


def _saved(made: Distribution) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        why = "已有一份方案等待复核"
        raise NotYetShared(label=made.label, why=why) from None


def refuse_distribution(acting: Acting, made: Distribution, reason: str) -> Distribution:
    """Give a distribution back; it may be proposed anew. Raises ReasonNeeded, WrongState."""
    with writing(acting) as log:
        row = _locked(acting, made)
        row.state = DISTRIBUTION.move(row.state, "refuse", acting)
        row.decided_by, row.decided_at = _another(acting, row), now()
        row.reason = needed(reason, "退回分配方案")
        row.save()
        log.note("distribution.refused", row, reason=reason)
    return row


def _locked(acting: Acting, made: Distribution) -> Distribution:
    """The proposal of one's own unit, locked. Raises NotHere."""
    own = access_distributions(acting).filter(pk=made.pk, unit=acting.organisation)
    row = own.select_for_update(of=("self",)).first()
    if row is None:
        raise NotHere(what="这份分配方案")
    return row


def _another(acting: Acting, made: Distribution) -> Person:
    """Whoever decides, if they did not propose it. Raises SameDistributor."""
    if acting.person is None or acting.person == made.proposed_by:
        raise SameDistributor
    return acting.person


def carry_out(acting: Acting, made: Distribution) -> Distribution:
    """Grant each application its part, all of them or none, as somebody else than proposed it.

    Raises SharesChanged where money, group or a verdict is no longer what was proposed;
    SameDistributor, WrongState, NotAllowed, NotYetShared.
    """
    with writing(acting):
        _ready(acting, made)
    _checked(acting, made.rule)
    with writing(acting) as log:
        row = _ready(acting, made)
        row.save()
        _granted(acting, row)
        log.note("distribution.carried_out", row, fen=row.granted_fen)
    return row


def _ready(acting: Acting, made: Distribution) -> Distribution:
    """The proposal, locked, as carried out. Raises NotHere, WrongState, SameDistributor."""
    row = _locked(acting, made)
    row.state = DISTRIBUTION.move(row.state, "carry_out", acting)
    row.decided_by, row.decided_at = _another(acting, row), now()
    return row


def _granted(acting: Acting, made: Distribution) -> None:
    wanted = {each.application_id: each.granted_fen for each in made.portions.all()}
    waiting = [locked(acting, each) for each in pool(acting, made.rule)]
    if {each.pk for each in waiting} != set(wanted):
        raise SharesChanged(why="等待分配的申报有增减")
    steps = [_still_entitled(each) for each in waiting]
    claims = [funding.claim_of(each) for each in waiting]
    reserved = payments.reserve_in_order(platform(_TASK), claims, "prorate")
    for step, reservation in zip(steps, reserved, strict=True):
        fen = reservation.amount_fen if reservation else 0
        if fen != wanted[step.application.pk]:
            raise SharesChanged(why="可用资金或核准金额有变化")
        step.reservation, step.application.amount_fen = reservation, fen
        _made(acting, step)


def _still_entitled(held: Application) -> Step:
    """The grant of one, judged once more. Raises SharesChanged, StillOpen, AlreadyGranted."""
    move = MACHINE.moves["approve"]
    step = Step(held, move.name, "按比例分配，核准", move.target)
    check_ready(held)
    if stopped(step):
        raise SharesChanged(why=f"{held.number}{held.stopped}")
    hold_object(held)
    check_not_granted(held)
    return step


def _made(acting: Acting, step: Step) -> None:
    """Granted; what gets not one 分 waits on for other money."""
    if step.reservation is None:
        return
    decided(step)
    finish(acting, step)
    made_payable(step)
