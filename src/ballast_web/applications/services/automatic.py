"""免申即享: the platform opens the cases of a run itself; two persons approve them all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ballast.rules.ruleset import BURDENS
from ballast_web.applications.deadlines import Clock
from ballast_web.applications.judging import Judged, judged
from ballast_web.applications.models import Application, Purpose
from ballast_web.applications.procedure import procedure_of
from ballast_web.applications.services.applying import check_window, drafted, live_of, save_new
from ballast_web.applications.services.exclusion import check_not_granted
from ballast_web.applications.services.moving import Step, finish, judgement_of, wind
from ballast_web.applications.services.review import recommended
from ballast_web.applications.states import State
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run, Standing
from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import platform
from ballast_web.kernel.clock import today
from ballast_web.kernel.writes import writing

#: How many cases one transaction opens.
TOGETHER = 50
_TASK = "免申即享"


def create_automatic(run: Run, tell: Callable[[int], None] = lambda _opened: None) -> int:
    """Open a case for every automatic entitlement that `run` found and nobody has; how many.

    Each is judged again by today's facts and kept with them. Interrupted, it can be repeated.
    `tell` hears how many are open after each transaction.
    """
    opened = 0
    for standings in _entitled(run):
        with writing(platform(_TASK)):
            opened += sum(_open(each) for each in standings)
        tell(opened)
    return opened


def _entitled(run: Run) -> Iterator[list[Standing]]:
    """What the run found, some at a time, in order of their keys."""
    rules = [
        rule.id
        for rule in library.current().library.rules
        if rule.written.benefit.automatic and rule.written.benefit.kind not in BURDENS
    ]
    found = Standing.objects.filter(run=run, rule__in=rules, verdict="eligible")
    rows = found.exclude(payable_fen=0).select_related("enterprise").order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last)[:TOGETHER]):
        yield some
        last = some[-1].pk


def _open(standing: Standing) -> bool:
    """One case; False where it is taken, granted otherwise, or no longer what the run found."""
    try:
        word = judged(standing.enterprise, standing.rule, standing.key, today())
        if word.outcome != "eligible" or word.payable == 0 or _unknown(word):
            return False
        found = live_of(word, standing.key)
        if found is not None and found.state != State.DRAFT:
            return False
        _opened(found or drafted(standing.enterprise, word), word)
    except PlatformError:
        return False
    return True


def _unknown(word: Judged) -> bool:
    return word.gives_money and word.payable is None


def _opened(application: Application, word: Judged) -> None:
    acting, day = platform(_TASK), today()
    check_window(word.rule.id, application.kind, application.label)
    check_not_granted(application)
    start = State(procedure_of(word.rule.id, application.kind, day).automatic_start)
    application.automatic, application.submitted_on = True, day
    application.claimed_fen = word.explanation.verdict.amount
    application.payable_fen, application.judged_on = word.payable, day
    with writing(acting):
        save_new(application, word)
        kept = judgement_of(application, word, Purpose.SUBMISSION)
        _started(application, word, start)
        step = Step(application, "open_automatic", "免申即享，平台建立", start, judgement=kept)
        finish(acting, step)


def _started(application: Application, word: Judged, start: State) -> None:
    """The figures and the clock of the state in which the case begins."""
    if start == State.RECOMMENDED:
        judgement_of(application, word, Purpose.RECOMMENDATION)
        recommended(application, word)
        return
    days = procedure_of(word.rule.id, application.kind, today()).review_days
    wind(application, Clock(today(), days))
