"""The measures that stand in the rows of a table of tasks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ballast.documents.citations import citations
from ballast.documents.clauses import Clause
from ballast.documents.passes.spaces import tight
from ballast.documents.reader import Document
from ballast.documents.tables import Row, TaskTable
from ballast.measures.amounts import figures
from ballast.measures.cadences import cadences
from ballast.measures.deadlines import deadlines
from ballast.measures.fingerprints import hashed
from ballast.measures.model import Measure, Unit
from ballast.measures.orders import named
from ballast.measures.targets import targets
from ballast.measures.times import Context
from ballast.measures.units import listed, unique

#: A caption that says by itself what the table is.
_NAMES_ITSELF = re.compile(r"(?:表|清单|分工|台账|任务|方案)(?:\([^()]{1,20}\))?$")


def tabled(document: Document, when: Context, own: frozenset[str]) -> Iterator[Measure]:
    """A measure for each row with a task, in order."""
    clauses = [*document.walk()] if document.tables else []
    starts = [clause.start for clause in clauses]
    for table in document.tables:
        place = bisect_left(starts, table.start) - 1
        path = _path(table, clauses[place] if place >= 0 else None)
        for place, row in enumerate(table.rows, 1):
            yield _measure(row, str(place), path, when, own)


def _path(table: TaskTable, above: Clause | None) -> tuple[str, ...]:
    """Where the table stands: under its own caption, or in the clause above it."""
    caption = table.caption
    if caption and (above is None or _NAMES_ITSELF.search(caption.view)):
        return (caption.plain,)
    return (*map(named, reversed([*above.ancestors()])), _over(above)) if above else ()


def _over(clause: Clause) -> str:
    """The label and heading of the clause; its text is a heading where it is no sentence."""
    name = named(clause)
    alone = clause.heading is None and "。" not in clause.content.view
    return name + clause.content.plain if alone else name


def _measure(
    row: Row, place: str, path: tuple[str, ...], when: Context, own: frozenset[str]
) -> Measure:
    cells = row.cells
    text = tight(cells["text"])
    placed = figures(text)
    due = (
        *deadlines(text, when),
        *(each for cell in row.every("due") for each in deadlines(tight(cell), when)),
    )
    heading = cells.get("heading")
    return Measure(
        label=cells["number"].plain if "number" in cells else place,
        section=path[-1] if path else None,
        path=path,
        heading=tight(heading).plain if heading else None,
        text=text.plain,
        responsible=tuple(unique([*_units(row)])),
        lead_ambiguous=False,
        quantities=tuple(figure.amount for figure in placed),
        deadlines=due,
        targets=targets(text, placed, due),
        cites=tuple(map(str, citations(text, own))),
        fingerprint=hashed(text.plain),
        span=text.span(),
        cadences=cadences(text),
    )


def _units(row: Row) -> Iterator[Unit]:
    """The units of the columns: those of 牵头单位 lead."""
    for cell in row.every("lead"):
        yield from (unit._replace(role="lead") for unit in listed(tight(cell))[0])
    for cell in row.every("units"):
        yield from listed(tight(cell))[0]
