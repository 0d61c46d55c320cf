"""What a unit registers towards a period of a duty, takes back, and what a supervisor excuses."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile

from ballast_web.applications import evidence
from ballast_web.applications.services.evidence import kept
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_obligations
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Event, EventWithdrawal, Obligation, Task
from ballast_web.supervision.services.duties import count_missed
from ballast_web.supervision.services.lighting import relight
from ballast_web.supervision.services.stepping import must_answer_for, needed
from ballast_web.supervision.states import OFFICERS, RUNNING, SUPERVISORS, ObligationState

#: Calendar days after a period's end within which what was done in it may still be registered.
LATE = 5
#: How often something is registered at once, at most; how long its words may be.
MOST_TIMES, LONGEST = 1000, 200


def register_event(
    acting: Acting,
    obligation: Obligation,
    held_on: date,
    what: str,
    times: int = 1,
    file: UploadedFile | None = None,
) -> Event:
    """Register what was done in the period; with enough of it the period is met.

    Raises NotAllowed, NotHere, BadValue, StillOpen, WrongFile.
    """
    acting.must_be(OFFICERS, "登记周期任务")
    checked = evidence.checked(file) if file else None
    with writing(acting) as log:
        held = _locked(acting, obligation)
        must_answer_for(acting, held.task, "登记")
        _check(held, held_on, times)
        made = Event.objects.create(
            obligation=held,
            held_on=held_on,
            what=_words(what),
            times=times,
            file=kept(checked) if checked else None,
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )
        held.done += times
        if held.done >= held.needed and held.state != ObligationState.EXCUSED:
            held.state = ObligationState.MET
        _save(held)
        log.note("duty.event", held, held_on=held_on, times=times, done=held.done)
    obligation.refresh_from_db()
    return made


def _locked(acting: Acting, obligation: Obligation) -> Obligation:
    """The period as it stands, locked. Raises NotHere."""
    rows = access_obligations(acting).filter(pk=obligation.pk)
    held = rows.select_for_update(of=("self",)).first()
    if held is None:
        raise NotHere(what="这一期周期任务")
    return held


def _check(held: Obligation, held_on: date, times: int) -> None:
    if held.task.state not in RUNNING:
        raise StillOpen(action="登记", why=f"任务处于“{held.task.get_state_display()}”")
    until = held.last + timedelta(days=LATE)
    if today() > until:
        raise StillOpen(action="登记", why=f"{held.label}的补登期已于{until}结束，请报督查部门")
    if not held.first <= held_on <= min(held.last, today()):
        allowed = f"{held.first}至{min(held.last, today())}之间的日期"
        raise BadValue(field="日期", given=str(held_on), allowed=allowed)
    if not 1 <= times <= MOST_TIMES:
        raise BadValue(field="次数", given=str(times), allowed=f"1至{MOST_TIMES}的整数")


def _words(what: str) -> str:
    what = what.strip()
    if not what or len(what) > LONGEST:
        given = f"{len(what)}字" if what else ""
        raise BadValue(field="内容", given=given, allowed=f"1至{LONGEST}字，写明做了什么")
    return what


def withdraw_event(acting: Acting, event: Event, reason: str) -> EventWithdrawal:
    """What was registered wrongly counts no more; the period and the lamp follow.

    By whoever registered it, or a supervisor of the territory. Raises NotAllowed, NotHere,
    StillOpen, ReasonNeeded.
    """
    acting.must_be(OFFICERS | SUPERVISORS, "撤回履行记录")
    said = needed(reason, "撤回履行记录")
    with writing(acting) as log:
        held = _locked(acting, event.obligation)
        _withdrawable(acting, held, event)
        made = EventWithdrawal.objects.create(
            event=event, reason=said, person=acting.person, acting_as=str(acting), at=now()
        )
        held.done -= event.times
        if held.state == ObligationState.MET and held.done < held.needed:
            over = held.last < today()
            held.state = ObligationState.MISSED if over else ObligationState.OPEN
        _save(held)
        told = {"held_on": event.held_on, "times": event.times, "done": held.done, "reason": said}
        log.note("duty.event_withdrawn", held, **told)
    event.obligation.refresh_from_db()
    return made


def may_withdraw(acting: Acting, event: Event) -> bool:
    """Whether it is theirs to take back: they registered it, or supervise the unit."""
    if acting.is_platform or acting.role in SUPERVISORS:
        return True
    own = acting.organisation == event.obligation.task.unit
    return own and acting.role in OFFICERS and event.person_id == getattr(acting.person, "pk", 0)


def _withdrawable(acting: Acting, held: Obligation, event: Event) -> None:
    """Raises NotAllowed, StillOpen."""
    if not may_withdraw(acting, event):
        role = acting.role.label if acting.role else ""
        raise NotAllowed(role=role, what="撤回他人登记的履行记录，请登记人本人或者督查部门撤回")
    if held.task.state not in RUNNING:
        raise StillOpen(action="撤回", why=f"任务处于“{held.task.get_state_display()}”")
    if EventWithdrawal.objects.filter(event=event).exists():
        raise StillOpen(action="撤回", why="它已经撤回")


def excuse(acting: Acting, obligation: Obligation, reason: str) -> Obligation:
    """The period does not count, for a reason. Raises NotAllowed, NotHere, StillOpen, ReasonNeeded.

    It neither meets the duty nor breaks a row of periods that were missed.
    """
    acting.must_be(SUPERVISORS, "免除周期任务")
    with writing(acting) as log:
        held = _locked(acting, obligation)
        if held.state not in (ObligationState.OPEN, ObligationState.MISSED):
            raise StillOpen(action="免除", why=f"这一期{held.get_state_display()}")
        held.state, held.said = ObligationState.EXCUSED, needed(reason, "免除周期任务")
        _save(held)
        log.note("duty.excused", held, reason=held.said)
    obligation.refresh_from_db()
    return obligation


def _save(held: Obligation) -> None:
    """Save the period; the task's row of missed periods follows."""
    held.save(update_fields=["done", "state", "said"])
    count_missed(Task.objects.filter(pk=held.task_id))
    relight(held.task)
