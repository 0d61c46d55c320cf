"""Tasks proposed from a package: one for each measure and responsible unit, targets and duties.

Whoever leads is accountable for the measure's targets and recurring duties, each a task of its own;
members support. Nothing is invented: a measure that names no lead, or a duty that names nobody, is
proposed with a remark for the supervisor to settle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ballast.measures.package import Package
from ballast.measures.schema import Cadence, Deadline, Measure, Mechanism, Responsible, Target
from ballast.vocabulary.organisations import Register

Kind = Literal["target", "work", "duty"]
Part = Literal["lead", "member"]
#: What a task is about: a target, a recurring duty, or the measure as a whole.
Item = Target | Cadence | None
NOBODY = "文中没有写责任单位，请指定"
NO_LEAD = "文中没有写牵头单位，请指定由谁负总责"
UNKNOWN_UNIT = "单位名册里没有“{unit}”，请指定"


@dataclass(frozen=True)
class Proposed:
    """A task that the document orders.

    `section` is the document's heading above the clause. `unit` is as printed and `organisation`
    its identifier in the register; both empty where the document names nobody. `place` counts the
    tasks of one clause and unit from 0. `remark` says what a supervisor has to settle before it can
    be issued.
    """

    section: str
    clause: str
    unit: str
    organisation: str
    part: Part
    kind: Kind
    name: str
    content: str
    place: int
    starts_on: date | None = None
    due: date | None = None
    target: Target | None = None
    cadence: Cadence | None = None
    remark: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other task of its package, whichever version."""
        return f"{self.clause}|{self.unit}|{self.kind}|{self.place}"


def proposed(package: Package, register: Register) -> Iterator[Proposed]:
    """Every task that the package's measures and unnumbered paragraphs order, in their order."""
    source = _Source(package, register)
    for clause, measure in zip(package.clauses, package.measures, strict=True):
        yield from source.of(clause, measure)
    for mechanism in package.policy.supervision:
        yield from source.of(f"{mechanism.section}·{mechanism.name}", mechanism)


@dataclass(frozen=True)
class _Source:
    package: Package
    register: Register

    def of(self, clause: str, measure: Measure | Mechanism) -> Iterator[Proposed]:
        """The tasks of one clause: the accountable unit's, then the members' support."""
        units: list[Responsible | None] = [*measure.units] or [None]
        leads = [unit for unit in units if unit is not None and unit.role == "lead"]
        accountable = leads or units[:1]
        remark = NO_LEAD if measure.units and not leads else ""
        for unit in accountable:
            for place, item in _items(measure):
                yield self._task(clause, measure, unit, "lead", item, place, remark)
        for unit in units:
            if unit not in accountable:
                yield self._task(clause, measure, unit, "member")

    def _task(
        self,
        clause: str,
        measure: Measure | Mechanism,
        unit: Responsible | None,
        part: Part,
        item: Item = None,
        place: int = 0,
        remark: str = "",
    ) -> Proposed:
        organisation, unknown = self._organisation(unit)
        starts, due = self._window(measure.deadlines)
        target = item if isinstance(item, Target) else None
        cadence = item if isinstance(item, Cadence) else None
        return Proposed(
            section=measure.section or "",
            clause=clause,
            unit=unit.unit if unit else "",
            organisation=organisation,
            part=part,
            kind="target" if target else "duty" if cadence else "work",
            name=measure.name or clause,
            content=(item.what if item else None) or measure.summary or "",
            place=place,
            starts_on=starts,
            due=(target.due if target else None) or due,
            target=target,
            cadence=cadence,
            remark="；".join(each for each in (remark, unknown) if each),
        )

    def _organisation(self, unit: Responsible | None) -> tuple[str, str]:
        """The unit's identifier, and what is to be settled where there is none."""
        if unit is None:
            return "", NOBODY
        found = self.register.resolve(unit.unit, self.package.policy.region)
        return (found.id, "") if found else ("", UNKNOWN_UNIT.format(unit=unit.unit))

    def _window(self, deadlines: Sequence[Deadline]) -> tuple[date | None, date | None]:
        """From when and until when: the clause's own deadlines, else the document's validity."""
        policy = self.package.policy
        firsts = [each.from_ for each in deadlines if each.from_]
        lasts = [each.to for each in deadlines if each.to]
        begun = policy.effective.from_ or policy.issued_on or policy.published_on
        return min(firsts, default=begun), max(lasts, default=policy.effective.to)


def _items(measure: Measure | Mechanism) -> list[tuple[int, Item]]:
    """What the accountable unit gets a task each for, counted among its kind; else the whole."""
    targets = measure.targets if isinstance(measure, Measure) else ()
    return [*enumerate(targets), *enumerate(measure.cadences)] or [(0, None)]
