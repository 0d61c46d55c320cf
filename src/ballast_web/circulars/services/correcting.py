"""What was sent is corrected by another paper, to the same units; nothing printed is changed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ballast.supervision.periods import Span
from ballast_web.circulars.access import access_circulars
from ballast_web.circulars.drafting import Section, draft, gather
from ballast_web.circulars.drafting.correction import titled, worded
from ballast_web.circulars.errors import CorrectionOpen, NotSent
from ballast_web.circulars.models import Circular
from ballast_web.circulars.services.drafting import as_json
from ballast_web.circulars.services.stepping import written
from ballast_web.circulars.states import WRITERS, CircularKind, CircularState
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.writes import writing
from ballast_web.supervision.services.stepping import needed

_SAME = ("kind", "issuer", "period", "first", "last", "addressees", "copies_to", "printed_by")


def correct(acting: Acting, circular: Circular, said: str) -> Circular:
    """Draft the correction of what was sent: the words given, the tables that have changed since.

    Raises NotAllowed, NotHere, ReasonNeeded, NotSent, CorrectionOpen.
    """
    acting.must_be(WRITERS, "起草更正")
    wrong = needed(said, "起草更正")
    with writing(acting):
        old = _sent(acting, circular)
        made = Circular(
            **{name: getattr(old, name) for name in (*_SAME, "numbered_copies")},
            corrects=old,
            title=titled(old.issuer.name, old.title),
            sections=[as_json(Section("更正内容", _words(old, wrong)))],
            tables=_changed(acting, old),
            figures_on=min(old.last, today()),
            drafted_by=acting.person,
        )
        made.save()
        made.units.set(old.units.all())
        written(acting, made, "draft", "起草更正", f"更正{old.number}")
    return made


def _sent(acting: Acting, circular: Circular) -> Circular:
    rows = access_circulars(acting).filter(pk=circular.pk)
    old = rows.select_for_update(of=("self",)).first()
    if old is None:
        raise NotHere(what="这份文稿")
    if old.state != CircularState.SENT:
        raise NotSent(state=old.get_state_display())
    if old.corrections.exclude(state=CircularState.SENT).exists():
        raise CorrectionOpen(title=old.title)
    return old


def _words(old: Circular, wrong: str) -> tuple[str, ...]:
    assert old.sent_at is not None  # noqa: S101 - it is sent
    lines = filter(None, map(str.strip, wrong.splitlines()))
    return worded(old.title, old.number, timezone.localdate(old.sent_at), lines)


def _changed(acting: Acting, old: Circular) -> list[dict[str, Any]]:
    """The tables of the period as they would be drawn up now, where a row of them differs."""
    span = Span(old.period, old.first, old.last)
    printed = {table["title"]: table["rows"] for table in old.tables}
    drawn = draft(CircularKind(old.kind), gather(acting, span, today())).tables
    found = [table.as_json() for table in drawn]
    return [each for each in found if _rows(each["rows"]) != _rows(printed.get(each["title"], []))]


def _rows(rows: Any) -> list[list[str]]:
    return [list(row) for row in rows]
