"""The measures of a document, with everything found in them."""

from __future__ import annotations

import hashlib
from unicodedata import normalize

from ballast.documents.citations import citations, own_key
from ballast.documents.clauses import Clause
from ballast.documents.passes.spaces import tight
from ballast.documents.reader import Document
from ballast.documents.text import Text
from ballast.documents.view import simplified
from ballast.measures.amounts import amounts
from ballast.measures.cadences import cadences
from ballast.measures.deadlines import deadlines
from ballast.measures.leads import Conventions, conventions
from ballast.measures.model import Measure
from ballast.measures.orders import measure_clauses
from ballast.measures.responsible import blocks, text_end
from ballast.measures.times import Context, context
from ballast.measures.units import responsible


def measures(document: Document) -> tuple[Measure, ...]:
    """The measures of `document` in order; none for a report."""
    shared, when = conventions(document), context(document)
    own = frozenset(
        own_key(name)
        for name in (
            document.metadata.title,
            document.metadata.inner_title,
            document.metadata.number,
        )
        if name
    )
    return tuple(
        _measure(clause, clause.body, shared, when, own)
        for clause in measure_clauses(document)
        if clause.body is not None
    )


def fingerprint(text: str) -> str:
    """The SHA-256 of the letters and digits of `text` in simplified characters, in hexadecimal."""
    plain = normalize("NFKC", simplified(text))
    letters = "".join(character for character in plain if character.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def _measure(
    clause: Clause, body: Text, shared: Conventions, when: Context, own: frozenset[str]
) -> Measure:
    found = blocks(body)
    text = tight(body[: text_end(body, found)])
    units, ambiguous = responsible(clause, found, shared)
    return Measure(
        label=clause.label,
        section=_section(clause),
        heading=simplified(clause.heading.value) if clause.heading else None,
        text=simplified(text.value),
        responsible=units,
        lead_ambiguous=ambiguous,
        quantities=amounts(text),
        deadlines=deadlines(text, when),
        cites=tuple(str(cited) for cited in citations(text, own)),
        fingerprint=fingerprint(text.value),
        span=text.span(),
        cadences=cadences(text),
    )


def _section(clause: Clause) -> str | None:
    """The label and heading of the clause above."""
    above = clause.parent
    if above is None:
        return None
    heading = simplified(above.heading.value) if above.heading else ""
    between = " " if above.kind in ("条", "章") and heading else ""
    return f"{above.label}{between}{heading}" or None
