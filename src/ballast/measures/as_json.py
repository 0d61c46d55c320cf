"""A document and its measures as plain data for JSON: ISO dates, spans as [start, end] bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ballast.documents.citations import Citation
from ballast.documents.clauses import Clause
from ballast.documents.effect import Effect
from ballast.documents.reader import Document
from ballast.documents.reports import Reported
from ballast.documents.text import Span, Text
from ballast.documents.view import simplified
from ballast.measures.model import Amount, Cadence, Deadline, Measure, Unit


def as_json(document: Document, measures: Iterable[Measure]) -> dict[str, Any]:
    """One object: particulars, `cites`, `clauses` (the tree by label and heading), `measures`.

    Text is in simplified characters; `title_printed` and `printed` keep the document's own where
    they differ. Money is in yuan, shares are fractions.
    """
    said = document.metadata
    return {
        "file": document.name,
        "kind": document.kind,
        "title": said.title,
        "title_printed": said.title_printed,
        "inner_title": said.inner_title,
        "number": said.number,
        "issuers": list(said.issuers),
        "issued_on": _day(said.issued_on),
        "published_on": _day(said.published_on),
        "addressees": list(said.addressees),
        "effect": _effect(said.effect),
        "spans": {name: _span(span) for name, span in said.spans.items()},
        "cites": [str(citation) for citation in document.citations],
        "citations": [_citation(citation) for citation in document.citations],
        "reported_document": _reported(document.reported),
        "paragraphs": [_paragraph(paragraph) for paragraph in document.paragraphs],
        "clauses": [_clause(clause) for clause in document.clauses],
        "measures": [_measure(measure) for measure in measures],
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> int | float | None:
    """An exact JSON number: whole ones as integers, others with the digits that they have."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    return {
        "from": _day(effect.start),
        "to": _day(effect.end),
        "text": effect.text,
        "span": _span(effect.span),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {"title": citation.title, "number": citation.number, "span": _span(citation.span)}


def _reported(reported: Reported | None) -> dict[str, Any] | None:
    if reported is None:
        return None
    return {"title": reported.title, "issuer": reported.issuer, "span": _span(reported.span)}


def _paragraph(text: Text) -> dict[str, Any]:
    plain = simplified(text.value)
    printed: Mapping[str, Any] = {"printed": text.value} if plain != text.value else {}
    return {"text": plain, **printed, "span": _span(text.span())}


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "label": clause.label,
        "heading": simplified(clause.heading.value) if clause.heading else None,
        "span": _span(clause.content.span()),
        "children": [_clause(child) for child in clause.children],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "label": measure.label,
        "section": measure.section,
        "heading": measure.heading,
        "text": measure.text,
        "responsible": [_unit(unit) for unit in measure.responsible],
        "lead_ambiguous": measure.lead_ambiguous,
        "quantities": [_amount(amount) for amount in measure.quantities],
        "deadlines": [_deadline(deadline) for deadline in measure.deadlines],
        "cadences": [_cadence(cadence) for cadence in measure.cadences],
        "cites": list(measure.cites),
        "fingerprint": measure.fingerprint,
        "span": _span(measure.span),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    full = {"full_name": unit.full_name} if unit.inherits else {}
    return {"unit": unit.name, "role": unit.role, **full, "span": _span(unit.span)}


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "text": amount.text,
        "value": _number(amount.value),
        "upper": _number(amount.upper),
        "unit": amount.unit,
        "comparator": amount.comparator,
        "basis": amount.basis,
        "approximate": amount.approximate,
        "span": _span(amount.span),
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "text": deadline.text,
        "from": _day(deadline.start),
        "to": _day(deadline.end),
        "ambiguous": deadline.ambiguous,
        "span": _span(deadline.span),
    }


def _cadence(cadence: Cadence) -> dict[str, Any]:
    return {
        "text": cadence.text,
        "every": cadence.every,
        "period": cadence.period,
        "times": _number(cadence.times),
        "comparator": cadence.comparator,
        "span": _span(cadence.span),
    }
