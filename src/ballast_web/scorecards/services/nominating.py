"""Nominations: a city applies, supervisors score, and two of them decide on the list.

Each scorer gives points once, with reasons. A decision needs the points of at least two, is
proposed by one supervisor and stands when another says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from ballast_web.applications import evidence
from ballast_web.applications.services.evidence import kept
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.roles import Level
from ballast_web.kernel.writes import writing
from ballast_web.scorecards.access import access_nominations
from ballast_web.scorecards.errors import NotEnough, SecondPerson
from ballast_web.scorecards.models import (
    Nomination,
    NominationFile,
    NominationScore,
    NominationStep,
)
from ballast_web.scorecards.states import NOMINATIONS, NominationKind, NominationState
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.states import OFFICERS

#: How many supervisors score before anything is decided; how many files go with a nomination.
SCORERS, MOST_FILES = 2, 20


def begin(acting: Acting, kind: NominationKind, statement: str) -> Nomination:
    """Draft a city's nomination of this year.

    Raises NotAllowed (no officer of a city), ReasonNeeded, BadValue (there is one already).
    """
    acting.must_be(OFFICERS, "申报")
    unit, year = acting.organisation, today().year
    if unit is None or unit.level != Level.CITY:
        raise NotAllowed(role="非市级单位", what="申报，须由市（州）申报")
    said = needed(statement, "申报")
    with writing(acting) as log:
        same = Nomination.objects.filter(year=year, kind=kind, unit__region=unit.region)
        if same.exists():
            given = f"{year}年“{kind.label}”"
            raise BadValue(field="申报事项", given=given, allowed="本市本年度尚未申报的事项")
        made = Nomination.objects.create(
            unit=unit, year=year, kind=kind, statement=said, begun_on=today()
        )
        _told(acting, made, "begin", "起草")
        log.note("nomination.begun", made, unit=unit.code, kind=kind, year=year)
    return made


def change(acting: Acting, nomination: Nomination, statement: str) -> None:
    """Write the draft's statement anew. Raises NotHere, WrongState, NotAllowed, ReasonNeeded."""
    with _stepping(acting, nomination, "change") as held:
        held.statement = needed(statement, "申报")


def attach(acting: Acting, nomination: Nomination, upload: UploadedFile) -> NominationFile:
    """Put a file to the draft. Raises WrongFile, NotEnough, WrongState, NotAllowed, NotHere."""
    file = evidence.checked(upload)
    with _stepping(acting, nomination, "change", f"增加材料：{file.name}") as held:
        if held.files.count() >= MOST_FILES:
            raise NotEnough(action="增加材料", why=f"一份申报最多附{MOST_FILES}份材料")
        return NominationFile.objects.create(
            nomination=held, file=kept(file), name=file.name, person=acting.person, at=now()
        )


def submit(acting: Acting, nomination: Nomination) -> None:
    """Hand it in; from now on supervisors see it. Raises WrongState, NotAllowed, NotHere."""
    with _stepping(acting, nomination, "submit") as held:
        held.submitted_on = today()


def send_back(acting: Acting, nomination: Nomination, reason: str) -> None:
    """Let the city change it, before anybody has scored. Raises ReasonNeeded, WrongState."""
    with _stepping(acting, nomination, "return", needed(reason, "退回修改")):
        pass


def score(acting: Acting, nomination: Nomination, points: Decimal, reason: str) -> NominationScore:
    """Points out of 100, once a person. Raises BadValue, ReasonNeeded, WrongState, NotAllowed."""
    if not points.is_finite() or not 0 <= points <= 100 or points != round(points, 2):
        raise BadValue(field="得分", given=f"{points}", allowed="0到100，最多两位小数")
    said = needed(reason, "评分")
    with _stepping(acting, nomination, "score", f"{points}分：{said}") as held:
        _must_be_above(acting, held)
        assert acting.person is not None  # noqa: S101 - the platform scores nobody
        if held.scores.filter(person=acting.person).exists():
            raise BadValue(field="评分", given="第二次评分", allowed="每人评分一次")
        if held.proposed:
            raise NotEnough(action="评分", why="已有人拟定名单，等待另一人确认")
        return NominationScore.objects.create(
            nomination=held,
            points=points,
            reason=said,
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )


def decide(acting: Acting, nomination: Nomination, listed: bool, reason: str) -> bool:
    """Propose the decision, or confirm what another proposed; whether it stands now.

    Raises ReasonNeeded, NotEnough, SecondPerson, WrongState, NotAllowed, NotHere.
    """
    move = "list" if listed else "leave_out"
    said = needed(reason, NOMINATIONS.moves[move].label)
    with _stepping(acting, nomination, move, said) as held:
        _must_be_above(acting, held)
        if held.scores.count() < SCORERS:
            raise NotEnough(action="决定名单", why=f"须有至少{SCORERS}人评分")
        if held.proposed and held.proposed_by == acting.person:
            raise SecondPerson(what="名单", action="确认")
        stands = held.proposed == NOMINATIONS.moves[move].target
        held.proposed, held.proposed_by = NOMINATIONS.moves[move].target, acting.person
        held.decided_on = today() if stands else None
    return stands


def _must_be_above(acting: Acting, held: Nomination) -> None:
    """Nobody scores or lists their own city."""
    unit = acting.organisation
    if unit is not None and unit.level not in {Level.PROVINCE, Level.NATIONAL}:
        raise NotAllowed(role="非省级督查专员", what="评选申报")
    if unit == held.unit:
        raise NotAllowed(role="申报单位", what="评选本单位的申报")


@contextmanager
def _stepping(
    acting: Acting, nomination: Nomination, move: str, said: str = ""
) -> Iterator[Nomination]:
    """Make the `move` of NOMINATIONS; a decision that nobody has confirmed is proposed alone."""
    with writing(acting) as log:
        rows = access_nominations(acting).filter(pk=nomination.pk)
        held = rows.select_for_update(of=("self",)).first()
        if held is None:
            raise NotHere(what="这份申报")
        made = NOMINATIONS.moves[move]
        target = NOMINATIONS.move(held.state, move, acting)
        if made.roles == OFFICERS and not acting.is_platform and acting.organisation != held.unit:
            role = acting.role.label if acting.role else ""
            raise NotAllowed(role=role, what=f"{made.label}其他单位的申报")
        yield held
        waits = target == held.proposed and held.decided_on is None
        held.state = held.state if waits else target
        held.save()
        label = f"拟定：{made.label}" if waits else made.label
        _told(acting, held, move, label, said)
        log.note(f"nomination.{move}", held, target=held.state, waits=waits)
    nomination.refresh_from_db()


def _told(acting: Acting, held: Nomination, step: str, label: str, said: str = "") -> None:
    NominationStep.objects.create(
        nomination=held,
        step=step,
        label=label,
        target=NominationState(held.state),
        person=acting.person,
        acting_as=str(acting),
        at=now(),
        said=said,
    )
