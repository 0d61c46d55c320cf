"""What an enterprise does: begin, submit, supplement, withdraw."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import IntegrityError, transaction

from ballast.rules.rule import Rule
from ballast.vocabulary.organisations import Register, load_register
from ballast_web.applications.deadlines import Clock
from ballast_web.applications.errors import (
    AlreadyApplied,
    NotEntitled,
    NothingPayable,
    WindowClosed,
)
from ballast_web.applications.judging import Judged, beforehand, judged
from ballast_web.applications.models import Application, Purpose
from ballast_web.applications.procedure import procedure_of
from ballast_web.applications.services.exclusion import check_not_granted, group_of
from ballast_web.applications.services.moving import (
    Step,
    clock_of,
    finish,
    judgement_of,
    procedure,
    stepping,
    wind,
)
from ballast_web.applications.states import LIVE, State
from ballast_web.catalogue import library
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.calendar import working_days_after
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import ENTERPRISE, OrganisationKind
from ballast_web.kernel.writes import writing


def foresee(acting: Acting, rule_id: str, key: str) -> None:
    """Judge what is about to be begun and submitted, before the transaction in which it is."""
    firm = acting.organisation
    if firm is not None and firm.kind == OrganisationKind.ENTERPRISE:
        beforehand(lambda: judged(firm, rule_id, key, today()))


def begin(acting: Acting, rule_id: str, key: str) -> Application:
    """The enterprise's draft for `key`, a new one where there is none.

    Raises NotAllowed, NotInForce, AlreadyApplied.
    """
    acting.must_be(ENTERPRISE, "申报")
    assert acting.organisation is not None  # noqa: S101 - the platform has other ways
    word = judged(acting.organisation, rule_id, key, today())
    found = live_of(word, key)
    if found is not None:
        return _own_draft(acting, found)
    application = drafted(acting.organisation, word)
    try:
        with writing(acting):
            save_new(application, word)
            finish(acting, Step(application, "begin", "填写", State.DRAFT))
    except AlreadyApplied:
        found = live_of(word, key)  # begun twice at once
        if found is None:
            raise
        return _own_draft(acting, found)
    return application


def _own_draft(acting: Acting, found: Application) -> Application:
    if found.state == State.DRAFT and found.enterprise == acting.organisation:
        return found
    raise already(found)


def already(found: Application) -> AlreadyApplied:
    """The refusal of a second application beside `found`."""
    state = found.get_state_display()
    return AlreadyApplied(label=found.label, what=found.whose, state=state)


def live_of(word: Judged, key: str) -> Application | None:
    """The live application for what was judged, if there is one."""
    same = Application.objects.filter(
        rule=word.rule.id, key=key, period=word.explanation.period, state__in=LIVE
    )
    return same.select_related("enterprise").first()


def drafted(enterprise: Organisation, word: Judged) -> Application:
    """A draft for what was judged, not yet saved."""
    rule, day = word.rule, word.explanation.world.day
    kind = rule.written.benefit.kind
    package = library.current().packages[rule.id.rpartition("/")[0]]
    return Application(
        enterprise=enterprise,
        rule=rule.id,
        table=rule.subject,
        key=word.explanation.key,
        period=word.explanation.period,
        group=group_of(rule),
        label=rule.label,
        measure=rule.written.measure,
        policy=package.policy.number or package.policy.title,
        kind=kind,
        units=units_of(rule),
        paid_out=word.gives_money and procedure_of(rule.id, kind, day).paid,
        claimed_fen=word.explanation.verdict.amount,
        payable_fen=word.payable,
        opened_at=now(),
        judged_on=day,
    )


def save_new(application: Application, word: Judged) -> None:
    """Insert. Raises AlreadyApplied where somebody was quicker."""
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        found = live_of(word, application.key)
        if found is None:
            raise
        raise already(found) from None


def units_of(rule: Rule) -> str:
    """The codes of the units that the measure charges, as |code|code|; empty for none known."""
    package = library.current().packages[rule.id.rpartition("/")[0]]
    measure = package.measure(rule.written.measure)
    named = [each.unit for each in measure.units] if measure else []
    found = (_register().resolve(name, package.policy.region) for name in named)
    codes = "|".join(dict.fromkeys(unit.id for unit in found if unit))
    return f"|{codes}|" if codes else ""


@lru_cache(maxsize=1)
def _register() -> Register:
    return load_register(settings.BALLAST_VOCABULARY)


def submit(acting: Acting, application: Application, statement: str = "") -> Application:
    """Hand it in: judged, kept with every fact, the office's clock started.

    Raises WrongState, NotAllowed, NotEntitled, NothingPayable, AlreadyGranted, WindowClosed.
    """
    beforehand(lambda: judged(application.enterprise, application.rule, application.key, today()))
    with stepping(acting, application, "submit") as step:
        held, day = step.application, today()
        check_window(held.rule, held.kind, held.label)
        word = judged(held.enterprise, held.rule, held.key, day)
        check_entitled(word)
        take_over(held, word)
        check_not_granted(held)
        held.statement, held.submitted_on = statement.strip(), day
        step.judgement = judgement_of(held, word, Purpose.SUBMISSION)
        wind(held, Clock(day, procedure(held).review_days))
    return application


def check_window(rule_id: str, kind: str, label: str) -> None:
    """Whether one may apply today. Raises WindowClosed after the window's last day."""
    last = procedure_of(rule_id, kind, today()).window_until
    if last is not None and today() > last:
        raise WindowClosed(label=label, day=last)


def check_entitled(word: Judged) -> None:
    """Raises NotEntitled, NothingPayable; what is not yet known may still be shown."""
    if word.outcome == "ineligible":
        raise NotEntitled(label=word.rule.label, reasons=word.failed())
    if word.payable == 0:
        raise NothingPayable(label=word.rule.label)


def take_over(application: Application, word: Judged) -> None:
    """The figures, day and period of what was judged."""
    application.judged_on = word.explanation.world.day
    application.period = word.explanation.period
    application.claimed_fen = word.explanation.verdict.amount
    application.payable_fen = word.payable


def supply(acting: Acting, application: Application, statement: str = "") -> Application:
    """Hand in what was asked for; the office's clock goes on. Raises WrongState, NotAllowed."""
    with stepping(acting, application, "supply", statement) as step:
        clock = clock_of(step.application)
        assert clock is not None  # noqa: S101 - it was submitted
        wind(step.application, clock.go_on(today()))
    return application


def withdraw(acting: Acting, application: Application, reason: str = "") -> Application:
    """Take it back; only before it is approved. Raises WrongState, NotAllowed."""
    with stepping(acting, application, "withdraw", reason) as step:
        step.application.due = step.application.queued_at = None
        step.application.reason = step.reason
    return application


def supplement_due(application: Application) -> None:
    """The enterprise's own deadline while a supplement is awaited."""
    application.due = working_days_after(today(), procedure(application).supplement_days)
