"""What Akoma Ntoso has no element for: measures with leads, bounds, windows and cadences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from ballast.documents.text import Span
from ballast.measures.akn.meta import AGENT, Work
from ballast.measures.akn.names import make, make_own
from ballast.measures.model import Amount, Cadence, Deadline, Measure, Target


def write_proprietary(
    meta: Any, work: Work, places: Mapping[int, str], marked: Collection[Span], offsets_in: str
) -> None:
    """Write the measures, if any, each with the `eId` of its clause.

    `marked` are the spans that the text marks too.
    """
    if not work.measures:
        return
    block = make(meta, "proprietary", source=AGENT)
    every = make_own(block, "measures", offsetsIn=offsets_in)
    for place, measure in enumerate(work.measures):
        clause = f"#{places[place]}" if place in places else ""
        element = make_own(
            every,
            "measure",
            clause=clause,
            label=measure.label,
            fingerprint=measure.fingerprint,
            span=_span(measure.span),
        )
        _Measure(element, work, marked).write(measure)


class _Measure:
    """Writes what was found in one measure."""

    def __init__(self, element: Any, work: Work, marked: Collection[Span]) -> None:
        self._element = element
        self._work = work
        self._marked = marked

    def write(self, measure: Measure) -> None:
        """Units, quantities, deadlines, cadences and targets, in this order."""
        if measure.lead_ambiguous:
            self._element.set("leadAmbiguous", "true")
        for unit in measure.responsible:
            refers = f"#{self._work.organizations[unit.full_name]}"
            self._found("unit", unit.span, refersTo=refers, role=f"#{unit.role}", printed=unit.name)
        for amount in measure.quantities:
            self._amount(amount)
        for deadline in measure.deadlines:
            self._deadline(deadline)
        for cadence in measure.cadences:
            self._cadence(cadence)
        for target in measure.targets:
            self._target(target)

    def _found(self, tag: str, span: Span, **attributes: str) -> None:
        inline = str(span in self._marked).lower()
        make_own(self._element, tag, **attributes, span=_span(span), inline=inline)

    def _amount(self, amount: Amount) -> None:
        self._found(
            "quantity",
            amount.span,
            text=amount.text,
            comparator=amount.comparator,
            value=_number(amount.value),
            upper=_number(amount.upper),
            unit=amount.unit,
            basis=amount.basis or "",
            approximate="true" if amount.approximate else "",
        )

    def _deadline(self, deadline: Deadline) -> None:
        self._found(
            "deadline",
            deadline.span,
            text=deadline.text,
            from_=str(deadline.start or ""),
            to=str(deadline.end or ""),
            ambiguous=deadline.ambiguous or "",
        )

    def _cadence(self, cadence: Cadence) -> None:
        self._found(
            "cadence",
            cadence.span,
            text=cadence.text,
            every=str(cadence.every),
            period=cadence.period,
            comparator=cadence.comparator,
            times=_number(cadence.times),
        )

    def _target(self, target: Target) -> None:
        due = target.due.end if target.due else None
        self._found(
            "target",
            target.span,
            what=target.what,
            comparator=target.comparator,
            value=_number(target.value),
            upper=_number(target.upper),
            unit=target.unit,
            due=str(due or ""),
        )


def _span(span: Span) -> str:
    return f"{span.start} {span.end}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
