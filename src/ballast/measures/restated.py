"""The measures of a policy package in the form in which those of a document are compared.

A package holds no text: its own summary stands in place of it, and the finds have no bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ballast.documents.text import Span
from ballast.measures import model, schema
from ballast.measures.comparing import differences, particulars
from ballast.measures.difference import Difference
from ballast.measures.package import Package
from ballast.measures.writing import written
from ballast.quantities import Quantity

_NOWHERE = Span(0, 0)
_SIGNS = {"=": "", ">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}


def compare_packages(old: Package, new: Package) -> Difference:
    """What is different in the package `new` against `old`."""
    said = particulars(list(_said(old.policy)), list(_said(new.policy)))
    before, after = (tuple(map(_measure, package.measures)) for package in (old, new))
    return differences(before, after, tuple(said))


def _said(policy: schema.Policy) -> Iterator[tuple[str, str | None]]:
    yield "kind", policy.kind
    yield "title", policy.title
    yield "number", policy.number
    yield "issuers", "、".join(policy.issuers) or None
    days = {
        "issued_on": policy.issued_on,
        "published_on": policy.published_on,
        "effect_from": policy.effective.from_,
        "effect_to": policy.effective.to,
    }
    for name, day in days.items():
        yield name, day.isoformat() if day else None


def _measure(measure: schema.Measure) -> model.Measure:
    return model.Measure(
        label=measure.label,
        section=measure.section,
        heading=measure.heading or measure.name,
        text=measure.summary or "",
        responsible=tuple(model.Unit(each.unit, each.role, _NOWHERE) for each in measure.units),
        lead_ambiguous=measure.lead_ambiguous,
        quantities=tuple(_amount(each) for each in (*measure.targets, *measure.amounts)),
        deadlines=tuple(map(_deadline, measure.deadlines)),
        cites=measure.cites,
        fingerprint=measure.fingerprint,
        span=_NOWHERE,
        cadences=tuple(map(_cadence, measure.cadences)),
        path=(measure.section,) if measure.section else (),
    )


def _amount(amount: schema.Amount) -> model.Amount:
    value, upper = amount.value, amount.upper
    words = f"{amount.what or ''}{_SIGNS[amount.comparator]}{_figure(value)}"
    return model.Amount(
        text=f"{words}—{_figure(upper)}" if upper else words,
        value=value.value,
        unit=value.unit,
        comparator=amount.comparator,
        basis=None,
        upper=upper.value if upper else None,
        span=_NOWHERE,
    )


def _figure(quantity: Quantity) -> str:
    return written(quantity) or str(quantity)


def _deadline(due: schema.Deadline) -> model.Deadline:
    return model.Deadline(due.what or "", due.from_, due.to, due.ambiguous, _NOWHERE)


def _cadence(duty: schema.Cadence) -> model.Cadence:
    return model.Cadence(
        text=duty.what or duty.every,
        every=duty.interval,
        period=duty.every,
        times=Decimal(duty.at_least),
        comparator=">=",
        span=_NOWHERE,
    )
