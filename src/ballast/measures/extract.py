"""The measures of a document, with everything found in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sys import intern

from ballast.documents.citations import Citation, citations, own_key
from ballast.documents.clauses import Clause
from ballast.documents.passes.spaces import tight
from ballast.documents.reader import Document
from ballast.documents.text import Text
from ballast.measures.amounts import Figure, figures
from ballast.measures.cadences import cadences
from ballast.measures.deadlines import deadlines
from ballast.measures.fingerprints import hashed
from ballast.measures.leads import Conventions, conventions
from ballast.measures.model import Cadence, Deadline, Measure, Unit
from ballast.measures.orders import measure_clauses, named
from ballast.measures.responsible import Block, asides, blocks, own_text
from ballast.measures.tabled import tabled
from ballast.measures.targets import targets
from ballast.measures.times import Context, context
from ballast.measures.units import responsible

_BATCH = 256


def measures(document: Document) -> tuple[Measure, ...]:
    """The measures of `document` in order; none for a report."""
    clauses = list(measure_clauses(document))
    shared, when, own = conventions(document), context(document), own_names(document)
    batches = (clauses[at : at + _BATCH] for at in range(0, len(clauses), _BATCH))
    found = [made for batch in batches for made in _measures(batch, shared, when, own)]
    rows = [*tabled(document, when, own)] if document.kind == "policy" else []
    return tuple(sorted(found + rows, key=lambda each: each.span.start) if rows else found)


def _measures(
    clauses: Sequence[Clause], shared: Conventions, when: Context, own: frozenset[str]
) -> Iterator[Measure]:
    """One kind of find after another for a batch: a grammar's tables stay in the cache."""
    bodies = [clause.content if clause.body is None else clause.body for clause in clauses]
    lists = [blocks(body) for body in bodies]
    places = map(own_text, bodies, lists)
    texts = [tight(body[slice(*place)]) for body, place in zip(bodies, places, strict=True)]
    found = zip(
        [responsible(*each, shared) for each in zip(clauses, lists, strict=True)],
        [figures(text) for text in texts],
        [_due(*each, when) for each in zip(texts, lists, strict=True)],
        [cadences(text) for text in texts],
        [citations(text, own) for text in texts],
        strict=True,
    )
    return map(_measure, clauses, texts, found)


def _due(text: Text, listed: Sequence[Block], when: Context) -> tuple[Deadline, ...]:
    """The deadlines of a clause: of its text, and those that stand with its units."""
    beside = (piece for block in listed for piece in asides(block.content))
    return (*deadlines(text, when), *(due for piece in beside for due in deadlines(piece, when)))


#: What is found in one clause: units, quantities with places, deadlines, cadences, citations.
_Found = tuple[
    tuple[tuple[Unit, ...], bool],
    tuple[Figure, ...],
    tuple[Deadline, ...],
    tuple[Cadence, ...],
    tuple[Citation, ...],
]


def own_names(document: Document) -> frozenset[str]:
    """What the document calls itself: to name that is no citation."""
    said = document.metadata
    return frozenset(own_key(name) for name in (said.title, said.inner_title, said.number) if name)


def _measure(clause: Clause, text: Text, found: _Found) -> Measure:
    (units, ambiguous), placed, due, recurring, cited = found
    path = _path(clause.parent)
    return Measure(
        label=clause.label,
        section=_section(clause),
        path=path,
        heading=clause.heading.plain if clause.heading else None,
        text=text.plain,
        responsible=units,
        lead_ambiguous=ambiguous,
        quantities=tuple(figure.amount for figure in placed),
        deadlines=due,
        targets=targets(text, placed, due),
        cites=tuple(map(str, cited)),
        fingerprint=hashed(text.plain),
        span=text.span(),
        cadences=recurring,
    )


def _section(clause: Clause) -> str | None:
    """The clause above, where it has a label or a heading."""
    return intern(named(clause.parent)) or None if clause.parent else None


def _path(clause: Clause | None) -> tuple[str, ...]:
    """The clause and all above it, the topmost first; the same strings for all below."""
    if clause is None:
        return ()
    name = intern(named(clause))
    return (*_path(clause.parent), name) if name else _path(clause.parent)
