"""What officers do: accept, ask for a supplement, recommend, reject, publicise, hear objections."""

from __future__ import annotations

from ballast_web.applications.deadlines import Clock
from ballast_web.applications.errors import AmountTooHigh, NotEntitled, StillOpen
from ballast_web.applications.judging import Judged, beforehand, in_yuan, judged_again
from ballast_web.applications.models import Application, PublicObjection, Purpose
from ballast_web.applications.services.applying import check_entitled, supplement_due, take_over
from ballast_web.applications.services.exclusion import check_not_granted
from ballast_web.applications.services.moving import (
    Step,
    clock_of,
    finish,
    judgement_of,
    locked,
    needed,
    procedure,
    stepping,
    wind,
)
from ballast_web.applications.states import APPROVERS, OFFICERS, TO_DECIDE, State
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.calendar import working_days_after
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing


def accept(acting: Acting, application: Application) -> Application:
    """Take a submitted application into review."""
    with stepping(acting, application, "accept"):
        pass
    return application


def request_supplement(acting: Acting, application: Application, what: str) -> Application:
    """Ask the enterprise for what is missing; the office's clock stands still meanwhile."""
    with stepping(acting, application, "request_supplement", needed(what, "要求补正")) as step:
        clock = clock_of(step.application)
        assert clock is not None  # noqa: S101 - it was submitted
        wind(step.application, clock.stop(today()))
        supplement_due(step.application)
        step.application.reason = step.reason
    return application


def recommend(
    acting: Acting, application: Application, opinion: str = "", amount_fen: int | None = None
) -> Application:
    """Recommend approval, of all that is payable or less; anew where a changed verdict stopped it.

    Raises WrongState, NotAllowed, NotEntitled, AmountTooHigh, StillOpen, AlreadyGranted.
    """
    beforehand(lambda: judged_again(application))
    with stepping(acting, application, "recommend", opinion) as step:
        held = step.application
        if held.state in TO_DECIDE and not held.stopped:
            raise StillOpen(action="重新提出意见", why="判定结果没有变化，原意见仍然有效")
        word = judged_again(held)
        _check_settled(word)
        take_over(held, word)
        check_not_granted(held)
        step.judgement = judgement_of(held, word, Purpose.RECOMMENDATION)
        recommended(held, word, amount_fen)
        held.recommended_by = acting.person
    return application


def _check_settled(word: Judged) -> None:
    """Whether verdict and amount are known and favourable."""
    check_entitled(word)
    if word.outcome != "eligible" or (word.gives_money and word.payable is None):
        labels = "、".join(word.explanation.missing.values())
        if not labels:
            raise NotEntitled(label=word.rule.label, reasons="判定金额未知")
        raise StillOpen(action="提出意见", why=f"尚缺数据：{labels}")
    if unconfirmed := word.unconfirmed():
        said = "、".join(unconfirmed)
        raise StillOpen(action="提出意见", why=f"企业填报的{said}尚未核实，请先核实或要求补正")


def recommended(held: Application, word: Judged, amount_fen: int | None = None) -> None:
    """The recommendation's figures; votes and publicity begin anew, and so does the clock."""
    payable = word.payable
    if amount_fen is not None and (payable is None or not 0 < amount_fen <= payable):
        raise AmountTooHigh(given=in_yuan(amount_fen), payable=in_yuan(payable or 0))
    held.amount_fen = payable if amount_fen is None else amount_fen
    held.first_approver = held.second_approver = held.queued_at = None
    held.public_from = held.public_until = None
    held.stopped = ""
    wind(held, Clock(today(), procedure(held).decision_days))


def reject(acting: Acting, application: Application, reason: str) -> Application:
    """End the review without support. Raises ReasonNeeded, WrongState, NotAllowed."""
    with stepping(acting, application, "reject", needed(reason, "审核不通过")) as step:
        close(step)
    return application


def close(step: Step) -> None:
    """The decision is against it."""
    held = step.application
    held.reason, held.decided_on = step.reason, today()
    held.due = held.queued_at = held.amount_fen = None
    held.stopped = ""


def send_back(acting: Acting, application: Application, reason: str) -> Application:
    """Back into review: votes and publicity fall away."""
    with stepping(acting, application, "send_back", needed(reason, "退回重审")) as step:
        held = step.application
        held.first_approver = held.second_approver = held.recommended_by = None
        held.public_from = held.public_until = held.queued_at = held.amount_fen = None
        held.reason, held.stopped = step.reason, ""
        wind(held, Clock(today(), procedure(held).review_days))
    return application


def publicise(acting: Acting, application: Application) -> Application:
    """Publish what is intended, for so many working days from tomorrow's first."""
    with stepping(acting, application, "publicise") as step:
        held, days = step.application, procedure(step.application).publicity_days
        if not days:
            raise StillOpen(action="公示", why="这项措施按规定无需公示，可直接核准")
        if held.stopped:
            raise StillOpen(action="公示", why=held.stopped)
        held.public_from, held.public_until = today(), working_days_after(today(), days)
        wind(held, Clock(held.public_until, procedure(held).decision_days))
    return application


def register_objection(acting: Acting, application: Application, said: str) -> PublicObjection:
    """Write down an objection raised while it is publicised. Raises StillOpen, NotAllowed."""
    acting.must_be(OFFICERS, "登记公示异议")
    with writing(acting):
        held = locked(acting, application)
        if held.state != State.PUBLICISED:
            raise StillOpen(action="登记公示异议", why="它不在公示期内")
        text = needed(said, "登记公示异议")
        objection = PublicObjection.objects.create(
            application=held, said=text, registered_by=acting.person, at=now()
        )
        step = Step(held, "objection", "登记公示异议", held.state, text)
        finish(acting, step)
    return objection


def settle_objection(acting: Acting, objection: PublicObjection, answer: str) -> PublicObjection:
    """Answer an objection; where it was right, the case is sent back or refused besides."""
    acting.must_be(OFFICERS | APPROVERS, "处理公示异议")
    with writing(acting):
        held = locked(acting, objection.application)
        found = PublicObjection.objects.select_for_update().get(pk=objection.pk)
        if found.settled_at is not None:
            raise NotHere(what="待处理的公示异议")
        found.answer = needed(answer, "处理公示异议")
        found.settled_at, found.settled_by = now(), acting.person
        found.save()
        finish(acting, Step(held, "objection_settled", "处理公示异议", held.state, answer))
    return found
