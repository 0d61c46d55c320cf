"""The decision: judged once more, two persons, never the one who recommended, and the money first.

A changed verdict stops the case where it stands. A short budget refuses, or queues where the rule
queues; who is queued has both votes and is served in the rule's order.
"""

from __future__ import annotations

from contextlib import suppress

from ballast_web.applications.errors import SamePerson, StillOpen
from ballast_web.applications.judging import Judged, beforehand, differs, judged_again
from ballast_web.applications.models import Application, Judgement, Purpose
from ballast_web.applications.services import funding
from ballast_web.applications.services.exclusion import check_not_granted, hold_object
from ballast_web.applications.services.moving import (
    Step,
    finish,
    judgement_of,
    locked,
    needed,
    procedure,
    stepping,
)
from ballast_web.applications.services.review import close
from ballast_web.applications.states import APPROVERS, MACHINE
from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Person
from ballast_web.kernel.writes import writing
from ballast_web.payments.errors import BudgetShort


def approve(acting: Acting, application: Application, opinion: str = "") -> Application:
    """A vote for it. The second reserves the money and grants; a changed verdict stops instead.

    Look at the application afterwards: `stopped`, `queued_at`, `first_approver` and `state` say
    what came of it. Raises WrongState, NotAllowed, SamePerson, StillOpen, AlreadyGranted,
    BudgetShort, NoBudget.
    """
    beforehand(lambda: _foreseen(acting, application))
    with writing(acting):
        with stepping(acting, application, "approve", opinion) as step:
            held = step.application
            person = _voter(acting, held)
            check_ready(held)
            if not stopped(step):
                _vote(step, person)
        made_payable(step)
    application.refresh_from_db()
    return application


def _foreseen(acting: Acting, application: Application) -> Judged:
    """What the vote will have to judge, unless it is refused first."""
    MACHINE.move(application.state, "approve", acting)
    _voter(acting, application)
    check_ready(application)
    return judged_again(application)


def _voter(acting: Acting, held: Application) -> Person:
    """Whoever votes: a person, and not one who had a hand in it. Raises SamePerson."""
    acting.must_be(APPROVERS, "核准申报")
    if acting.person is None:
        raise SamePerson(name="平台", did="不能代替人核准")
    if acting.person.pk == held.recommended_by_id:
        raise SamePerson(name=acting.person.name, did="对其提出过意见，不能再核准")
    if acting.person.pk in (held.first_approver_id, held.second_approver_id):
        raise SamePerson(name=acting.person.name, did="核准过")
    return acting.person


def check_ready(held: Application) -> None:
    """Whether a decision may be made now: nothing changed, publicised long enough, undisputed.

    Raises StillOpen.
    """
    if held.stopped:
        raise StillOpen(action="核准", why=f"{held.stopped}。须由审核人重新提出意见")
    if held.objections.filter(settled_at__isnull=True).exists():
        raise StillOpen(action="核准", why="公示期间的异议尚未处理")
    if held.public_until is None:
        if procedure(held).publicity_days:
            raise StillOpen(action="核准", why="尚未公示")
    elif today() <= held.public_until:
        raise StillOpen(action="核准", why=f"公示到{held.public_until}期满")


def stopped(step: Step) -> bool:
    """Judge once more, by the law of the day of submission; where it differs, stop the case."""
    held = step.application
    word = judged_again(held)
    changed = differs(word, last_recommendation(held))
    step.judgement = judgement_of(held, word, Purpose.DECISION)
    if changed:
        held.stopped = changed
        held.first_approver = held.second_approver = held.queued_at = None
        step.stay("stop", "判定变化，暂停办理", changed)
    return bool(changed)


def last_recommendation(held: Application) -> Judgement:
    """What was judged when approval was recommended last."""
    kept = held.judgements.filter(purpose=Purpose.RECOMMENDATION)
    return kept.order_by("-pk")[0]


def _vote(step: Step, person: Person) -> None:
    held = step.application
    if held.first_approver is None:
        held.first_approver = person
        step.stay("approve_first", "第一人核准")
        return
    held.second_approver = person
    _grant(step)


def _grant(step: Step) -> None:
    """Both votes are in: nothing else for the object, the money, the grant; or the queue."""
    held = step.application
    hold_object(held)
    check_not_granted(held)
    if funding.is_shared_out(held):
        _wait(step, "资金按比例分配，待申报截止、全部办结后统一分配", "pool", "等待按比例分配")
        return
    if funding.is_behind(held):
        _wait(step, "预算不足，已有排在前面的申报")
        return
    try:
        step.reservation = funding.set_aside(held)
    except BudgetShort as short:
        if not funding.queues(held):
            raise
        _wait(step, str(short))
        return
    decided(step)


def decided(step: Step) -> None:
    """The decision is in the enterprise's favour, and final."""
    held = step.application
    held.decided_on, held.queued_at, held.due = today(), None, None
    held.reason = step.reason


def _wait(step: Step, why: str, name: str = "queue", label: str = "预算不足，排队等候") -> None:
    step.application.queued_at = step.application.queued_at or now()
    step.stay(name, label, why)


def made_payable(step: Step) -> None:
    """What was granted with money goes on to be paid."""
    if step.reservation is None:
        return
    held, move, acting = step.application, MACHINE.moves["make_payable"], platform("核准申报")
    target = MACHINE.move(held.state, move.name, acting)
    funding.commit(step.reservation)
    finish(acting, Step(held, move.name, move.label, target))


def refuse(acting: Acting, application: Application, reason: str) -> Application:
    """Decide against it, with a reason. Raises ReasonNeeded, WrongState, NotAllowed."""
    with stepping(acting, application, "refuse", needed(reason, "不予核准")) as step:
        close(step)
    return application


def serve_queue(rule_id: str) -> list[Application]:
    """Grant what waits for money, in the rule's order, until it no longer fits.

    Gives the applications that wait no longer: granted, stopped or out of the queue.
    """
    served = []
    for waiting in funding.queue(rule_id):
        again(waiting)
        waiting.refresh_from_db()
        if waiting.queued_at is not None:
            break
        served.append(waiting)
    return served


class _StillShort(Exception):
    """It waits as before: nothing of the attempt stays."""


def again(application: Application) -> None:
    """Try the grant of a waiting application again, as the platform, on the votes that it has.

    Where it goes on waiting, for money or for a distribution, nothing is written.
    """
    acting = platform("预算排队")
    beforehand(lambda: judged_again(application))
    with suppress(_StillShort), writing(acting):
        held = locked(acting, application)
        if held.queued_at is None:
            return
        move = MACHINE.moves["approve"]
        step = Step(held, move.name, move.label, move.target)
        try:
            check_ready(held)
            if not stopped(step):
                _grant(step)
        except PlatformError as error:
            held.first_approver = held.second_approver = held.queued_at = None
            step.stay("unqueue", "退出排队", str(error))
        if step.name in ("queue", "pool"):
            raise _StillShort
        finish(acting, step)
        made_payable(step)
