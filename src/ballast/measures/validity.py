"""Whether a document, and each of its measures, holds on a day.

A stated period includes both its days. How a period in years or months is counted is the rule of
民法典 第二百条 to 第二百零四条, which administrative documents follow for want of one of their own:
the day on which it begins is not counted (第二百零一条), and it ends with the end of the day of the
same number (第二百零二条; the month's last day where it has none). So a document in force from
2023-10-12 with a validity of three years holds through 2026-10-12 and not on 2026-10-13. That a
last day on a statutory holiday moves to the next working day (第二百零三条) is a rule for acts that
are due on it; it prolongs no document's validity here.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from ballast.measures.schema import Deadline, Measure, Mechanism, Policy

Status = Literal["in_force", "expired", "superseded", "not_yet", "unknown"]
#: What each status is called.
LABELS: dict[Status, str] = {
    "in_force": "有效",
    "expired": "已失效",
    "superseded": "已被替代",
    "not_yet": "尚未施行",
    "unknown": "未写明有效期",
}
_OTHER_LABELS: dict[tuple[str, Status], str] = {
    ("measure", "in_force"): "期限未满",
    ("measure", "expired"): "期限已满",
    ("measure", "not_yet"): "期限未到",
    ("report", "unknown"): "新闻报道",
}
#: China has one legal time, without summer time since 1992.
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Standing:
    """How a document or a measure stands on a day, in which period, and why.

    `basis`: the document's own validity, the measure's own dates, or nothing that was stated; a
    report has no force of its own. `reason` is for people, in Chinese.
    """

    status: Status
    start: date | None
    end: date | None
    basis: Literal["document", "measure", "nothing", "report"]
    reason: str

    @property
    def label(self) -> str:
        """The status in Chinese; a document's end and that of a measure's dates differ in law."""
        return _OTHER_LABELS.get((self.basis, self.status), LABELS[self.status])


def today() -> date:
    """The day in China."""
    return datetime.now(_BEIJING).date()


def last_day(start: date, years: int = 0, months: int = 0) -> date:
    """The last day, included, of a period that begins on `start` (民法典第二百零一、二百零二条)."""
    year, month = divmod(start.year * 12 + start.month - 1 + years * 12 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, longest))


def begins(policy: Policy) -> date | None:
    """The first day of `policy`: as stated, else that of its issue or publication."""
    return policy.effective.from_ or policy.issued_on or policy.published_on


def status(policy: Policy, day: date) -> Status:
    """Whether `policy` is in force on `day`; unknown where it states no end."""
    return standing(policy, day).status


def standing(policy: Policy, day: date) -> Standing:
    """How `policy` stands on `day`, and why."""
    start, end, after = begins(policy), policy.effective.to, policy.superseded_by
    if start and day < start:
        return Standing("not_yet", start, end, "document", f"自{start}起")
    if after and day >= after.on and not (end and end < after.on):
        by = after.number or f"《{after.title}》"
        until = after.on - timedelta(days=1)
        return Standing("superseded", start, until, "document", f"自{after.on}起由{by}替代")
    if end and day > end:
        return Standing("expired", start, end, "document", f"有效期至{end}")
    if end:
        return Standing("in_force", start, end, "document", f"有效期至{end}")
    if policy.kind == "report":
        return Standing("unknown", start, None, "report", "本身没有效力")
    return Standing("unknown", start, None, "nothing", LABELS["unknown"])


def measure_standing(measure: Measure | Mechanism, policy: Policy, day: date) -> Standing:
    """How one measure stands: as its document; where that states no end, by its own dates.

    A measure all of whose dates lie behind has run out, though the document does not say so. One
    with a date ahead is in force until the last of them; one with an open date stays unknown.
    """
    whole = standing(policy, day)
    if whole.status != "unknown" or not measure.deadlines:
        return whole
    start, end = _span(measure.deadlines)
    if start and day < start:
        return Standing("not_yet", start, end, "measure", f"所列期限自{start}起")
    if end is None:
        return whole
    found: Status = "expired" if day > end else "in_force"
    said = "所列期限均已届满" if found == "expired" else "所列期限未满"
    doubt = "，有的期限另有读法" if any(each.ambiguous for each in measure.deadlines) else ""
    return Standing(found, start, end, "measure", f"{said}，最后一项至{end}{doubt}")


def _span(deadlines: Sequence[Deadline]) -> tuple[date | None, date | None]:
    """The first and the last day of all `deadlines`; a side on which one is open is None."""
    starts, ends = [d.from_ for d in deadlines], [d.to for d in deadlines]
    first = min((day for day in starts if day), default=None) if all(starts) else None
    last = max((day for day in ends if day), default=None) if all(ends) else None
    return first, last
