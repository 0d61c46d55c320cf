"""A document and its measures as plain data for JSON: ISO dates, spans as [start, end] bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ballast.documents.abbreviations import Abbreviation
from ballast.documents.attachments import Attachment
from ballast.documents.citations import Citation
from ballast.documents.clauses import Clause
from ballast.documents.effect import Effect
from ballast.documents.reader import Document
from ballast.documents.reports import Reported
from ballast.documents.text import Span, Text
from ballast.documents.view import simplified
from ballast.measures.model import Amount, Cadence, Deadline, Measure, Point, Scope, Target, Unit
from ballast.measures.points import points
from ballast.measures.scopes import scopes


def as_json(document: Document, measures: Iterable[Measure]) -> dict[str, Any]:
    """One object: particulars, `cites`, `clauses` (the tree by label and heading), `measures`.

    A report has `reported_document` and `reported_points`, a point a paragraph, which are no law.

    Text is in simplified characters; `title_printed` and `printed` keep the document's own where
    they differ. Money is in yuan, shares are fractions.
    """
    said = document.metadata
    return {
        "file": document.name,
        "kind": document.kind,
        "offsets_in": document.offsets_in,
        "pages_without_text": list(document.pages_without_text),
        "title": said.title,
        "title_printed": said.title_printed,
        "title_inferred": said.title_inferred,
        "inner_title": said.inner_title,
        "number": simplified(said.number) if said.number else None,
        "issuers": list(said.issuers),
        "issued_on": _day(said.issued_on),
        "published_on": _day(said.published_on),
        "source": said.source,
        "addressees": list(said.addressees),
        "effect": _effect(said.effect),
        "spans": {name: _span(span) for name, span in said.spans.items()},
        "cites": [simplified(str(citation)) for citation in document.citations],
        "citations": [_citation(citation) for citation in document.citations],
        "attachments": [_attachment(each) for each in document.attachments],
        "abbreviations": [_abbreviation(each) for each in document.abbreviations],
        "scopes": [_scope(each) for each in scopes(document)],
        "reported_document": _reported(document.reported),
        "reported_points": [_point(each) for each in points(document)],
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
    return {
        "title": simplified(citation.title) if citation.title else None,
        "number": simplified(citation.number) if citation.number else None,
        "span": _span(citation.span),
    }


def _reported(reported: Reported | None) -> dict[str, Any] | None:
    if reported is None:
        return None
    return {"title": reported.title, "issuer": reported.issuer, "span": _span(reported.span)}


def _paragraph(text: Text) -> dict[str, Any]:
    plain = text.plain
    printed: Mapping[str, Any] = {"printed": text.value} if plain != text.value else {}
    return {"text": plain, **printed, "span": _span(text.span())}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "number": attachment.number,
        "name": attachment.name,
        "span": _span(attachment.span),
    }


def _abbreviation(given: Abbreviation) -> dict[str, Any]:
    return {"short": given.short, "full": given.full, "span": _span(given.span)}


def _scope(scope: Scope) -> dict[str, Any]:
    return {"section": scope.section, "text": scope.text, "span": _span(scope.span)}


def _point(point: Point) -> dict[str, Any]:
    return {
        "topic": point.topic,
        "is_law": False,
        "quantities": [_amount(amount) for amount in point.quantities],
        "deadlines": [_deadline(deadline) for deadline in point.deadlines],
        "cadences": [_cadence(cadence) for cadence in point.cadences],
        "targets": [_target(target) for target in point.targets],
        "span": _span(point.span),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "what": target.what,
        "comparator": target.comparator,
        "value": _number(target.value),
        "upper": _number(target.upper),
        "unit": target.unit,
        "approximate": target.approximate,
        "due": _day(target.due.end) if target.due else None,
        "text": target.text,
        "span": _span(target.span),
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "label": simplified(clause.label),
        "heading": clause.heading.plain if clause.heading else None,
        "span": _span(clause.content.span()),
        "children": [_clause(child) for child in clause.children],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "label": simplified(measure.label),
        "section": measure.section,
        "path": list(measure.path),
        "heading": measure.heading,
        "text": measure.text,
        "responsible": [_unit(unit) for unit in measure.responsible],
        "lead_ambiguous": measure.lead_ambiguous,
        "quantities": [_amount(amount) for amount in measure.quantities],
        "deadlines": [_deadline(deadline) for deadline in measure.deadlines],
        "cadences": [_cadence(cadence) for cadence in measure.cadences],
        "targets": [_target(target) for target in measure.targets],
        "cites": [simplified(cited) for cited in measure.cites],
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
