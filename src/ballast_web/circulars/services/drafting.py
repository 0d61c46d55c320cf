"""A circular drafted from the tasks, drafted anew, and edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ballast.supervision.periods import Span, span_on
from ballast_web.circulars.drafting import Draft, Section, addressed, gather
from ballast_web.circulars.drafting import draft as first_draft
from ballast_web.circulars.errors import AlreadyThere, NotYet
from ballast_web.circulars.models import Circular
from ballast_web.circulars.services.stepping import stepping, written
from ballast_web.circulars.states import WRITERS, CircularKind, CircularState
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_units

Every = Literal["month", "quarter"]


@dataclass(frozen=True)
class Imprint:
    """What stands around the text: 抄送机关, 印发机关, whether copies are numbered (份号)."""

    copies_to: str = ""
    printed_by: str = ""
    numbered_copies: bool = False


#: The longest text of a part of the body.
LONGEST = 20_000


def period_on(day: date, every: Every) -> Span:
    """The month or quarter in which `day` lies."""
    return span_on(day, every)


def draft(acting: Acting, kind: CircularKind, span: Span) -> Circular:
    """Draft the circular of a period from the tasks as they stood at its end, or stand today.

    Where a draft of it stands, it is replaced. Raises NotAllowed, NotYet, AlreadyThere.
    """
    acting.must_be(WRITERS, f"起草{kind.label}")
    issuer = acting.organisation
    if issuer is None:
        raise NotAllowed(role="平台", what=f"起草{kind.label}")
    if span.first > today():
        raise NotYet(label=span.label, kind=kind.label)
    with writing(acting):
        ground = gather(acting, span, today())
        held = _held(kind, span, issuer)
        _fill(held, first_draft(kind, ground))
        held.drafted_by, held.figures_on = acting.person, ground.day
        again = held.pk is not None
        held.save()
        monthly = kind == CircularKind.MONTHLY
        held.units.set([issuer] if monthly else addressed(ground, issuer))
        written(acting, held, "draft", "重新起草" if again else "起草")
    held.refresh_from_db()
    return held


def _held(kind: CircularKind, span: Span, issuer: Organisation) -> Circular:
    """The draft of the period, locked, or a new one."""
    same: dict[str, Any] = {"issuer": issuer, "kind": kind, "first": span.first, "last": span.last}
    rows = Circular.objects.select_for_update(of=("self",)).filter(**same, corrects=None)
    found = rows.first()
    if found is None:
        return Circular(**same, period=span.label, printed_by=issuer.name)
    if found.state != CircularState.DRAFTED:
        state = found.get_state_display()
        raise AlreadyThere(label=span.label, kind=kind.label, state=state)
    return found


def _fill(held: Circular, words: Draft) -> None:
    held.title, held.addressees = words.title, words.addressees
    held.sections = [as_json(section) for section in words.sections]
    held.tables = [table.as_json() for table in words.tables]


def as_json(section: Section) -> dict[str, Any]:
    """A part of the body as the database keeps it."""
    return {"heading": section.heading, "paragraphs": list(section.paragraphs)}


def edit(
    acting: Acting,
    circular: Circular,
    title: str,
    addressees: str,
    sections: Sequence[Section],
    units: Iterable[Organisation],
    imprint: Imprint | None = None,
) -> Circular:
    """Change the words of a draft and whom it goes to; its tables stay as they were drawn up.

    A correction goes to the units of what it corrects. Raises BadValue, NotHere, WrongState,
    NotAllowed.
    """
    _check(title, addressees, sections)
    with stepping(acting, circular, "edit") as held:
        wanted = {unit.pk for unit in units}
        allowed = access_units(acting).filter(pk__in=wanted)
        if allowed.count() != len(wanted):
            raise NotHere(what="主送单位中的一个")
        held.title, held.addressees = title.strip(), addressees.strip().rstrip("：:")
        held.sections = [as_json(section) for section in sections]
        held.drafted_by = acting.person
        held.units.set(held.corrects.units.all() if held.corrects else allowed)
        if imprint is not None:
            _imprint(held, imprint)
    return circular


def _imprint(held: Circular, imprint: Imprint) -> None:
    copies, printer = imprint.copies_to.strip().rstrip("。"), imprint.printed_by.strip()
    if len(copies) > 400:
        raise BadValue(field="抄送机关", given=f"{copies[:20]}…", allowed="不超过四百个字")
    if len(printer) > 60:
        raise BadValue(field="印发机关", given=f"{printer[:20]}…", allowed="不超过六十个字")
    held.copies_to, held.printed_by = copies.removeprefix("抄送：").strip(), printer
    held.numbered_copies = imprint.numbered_copies


def _check(title: str, addressees: str, sections: Sequence[Section]) -> None:
    if not 0 < len(title.strip()) <= 160:
        raise BadValue(field="标题", given=title[:20], allowed="一至一百六十个字")
    if len(addressees) > 400:
        raise BadValue(field="主送机关", given=f"{addressees[:20]}…", allowed="不超过四百个字")
    if not sections or not any(section.paragraphs for section in sections):
        raise BadValue(field="正文", given="", allowed="至少一段文字")
    for section in sections:
        if sum(map(len, section.paragraphs)) > LONGEST:
            raise BadValue(
                field=section.heading, given="过长的文字", allowed=f"不超过{LONGEST}个字"
            )
