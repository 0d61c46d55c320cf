"""Typical cases: proposed by a unit, published by somebody else for everybody to read."""

from __future__ import annotations

from ballast_web.catalogue import library
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.scorecards.access import access_cases
from ballast_web.scorecards.errors import SecondPerson
from ballast_web.scorecards.models import CaseStep, PracticeCase
from ballast_web.scorecards.states import CASES, CaseState
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.states import OFFICERS, SUPERVISORS

LONGEST_TITLE = 80


def propose_case(acting: Acting, title: str, package: str, clause: str, text: str) -> PracticeCase:
    """Propose what worked under a measure. Raises NotAllowed, BadValue, ReasonNeeded."""
    acting.must_be(OFFICERS | SUPERVISORS, "提出典型案例")
    title, text = title.strip(), needed(text, "提出典型案例")
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadValue(field="标题", given=title, allowed=f"1到{LONGEST_TITLE}个字")
    _must_be_measure(package, clause)
    unit = acting.organisation
    assert unit is not None  # noqa: S101 - the platform proposes none
    with writing(acting) as log:
        made = PracticeCase.objects.create(
            title=title,
            unit=unit,
            package=package,
            clause=clause,
            text=text,
            proposed_by=acting.person,
            proposed_on=today(),
        )
        _told(acting, made, "propose", "提出")
        log.note("case.proposed", made, title=title, package=package, clause=clause)
    return made


def _must_be_measure(package: str, clause: str) -> None:
    held = library.current().packages.get(package)
    if held is None:
        raise BadValue(field="文件", given=package, allowed="政策库中的文件")
    if clause not in held.clauses:
        raise BadValue(field="条款", given=clause, allowed="该文件的条款，如（十七）")


def publish_case(acting: Acting, case: PracticeCase) -> None:
    """Publish a case that somebody else proposed. Raises SecondPerson, WrongState, NotAllowed."""
    with writing(acting) as log:
        rows = access_cases(acting).filter(pk=case.pk)
        held = rows.select_for_update(of=("self",)).first()
        if held is None:
            raise NotHere(what="这个案例")
        held.state = CaseState(CASES.move(held.state, "publish", acting))
        if acting.person is not None and acting.person == held.proposed_by:
            raise SecondPerson(what="典型案例", action="发布")
        held.published_on = today()
        held.save(update_fields=["state", "published_on"])
        _told(acting, held, "publish", "发布")
        log.note("case.published", held, title=held.title)
    case.refresh_from_db()


def _told(acting: Acting, case: PracticeCase, step: str, label: str) -> None:
    CaseStep.objects.create(
        case=case,
        step=step,
        label=label,
        target=case.state,
        person=acting.person,
        acting_as=str(acting),
        at=now(),
    )
