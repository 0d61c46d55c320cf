"""A document as Akoma Ntoso: `act` with its clauses, or, for a report, `doc` marked as no law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from lxml import etree

from ballast.documents.clauses import Clause
from ballast.documents.head import Role, head_lines
from ballast.documents.reader import Document
from ballast.documents.text import Span, Text
from ballast.measures.akn.inline import Mark, citation_marks, marks_of, write_line, write_lines
from ballast.measures.akn.meta import Work, write_meta
from ballast.measures.akn.names import NAMESPACE, OWN, Identifiers, indent, make
from ballast.measures.akn.proprietary import write_proprietary
from ballast.measures.model import Measure


def akoma_ntoso(document: Document, measures: Sequence[Measure]) -> str:
    """`document` as Akoma Ntoso 1.0 in XML, laid out; the same for the same document.

    The text keeps its printed characters. What was found in measures is marked in the text where
    its bytes allow it, and stands whole in `proprietary` with its spans (`Document.offsets_in`).
    """
    work = Work(document, measures)
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE, "b": OWN})
    body = _Body(work)
    top = make(root, work.kind, name=work.subtype, contains="originalVersion")
    meta = write_meta(top, work)
    body.write(top)
    if not work.is_report:
        write_proprietary(meta, work, body.places, body.marked, document.offsets_in)
    indent(root)
    xml: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'


@dataclass
class _Body:
    """Writes the text; `places` and `marked` say where each measure stands and what is marked."""

    work: Work
    places: dict[int, str] = field(default_factory=dict)
    marked: set[Span] = field(default_factory=set)
    _identifiers: Identifiers = field(default_factory=Identifiers)

    def __post_init__(self) -> None:
        self._cited = citation_marks(self.work)
        self._tails = tails(self.work.document)

    def write(self, parent: Any) -> None:
        """Everything below the document's element but `meta`."""
        document = self.work.document
        self._preface(parent)
        if self.work.is_report:
            self._report(make(parent, "mainBody"))
        elif document.clauses:
            self._preamble(parent, document.text[: document.clauses[0].start])
            body = make(parent, "body")
            for clause in document.clauses:
                self._clause(body, clause, "")
            self._conclusions(parent)
        else:
            content = make(make(parent, "body"), "hcontainer", name="text", eId="hcontainer_1")
            self._lines(make(content, "content", eId="hcontainer_1__content"), document.text)

    def _preface(self, parent: Any) -> None:
        said = self.work.document.metadata
        if not (said.title_printed or said.number):
            return
        preface = make(parent, "preface", eId="preface")
        if said.title_printed:
            make(make(make(preface, "longTitle"), "p"), "docTitle", said.title_printed)
        if said.number:
            make(make(preface, "p"), "docNumber", said.number)
        for name in said.issuers:
            line = make(preface, "p")
            refers = f"#{self.work.organizations[name]}"
            make(line, "docProponent", name, refersTo=refers, as_="#issuer")
        if said.issued_on:
            day = said.issued_on
            shown = f"{day.year}年{day.month}月{day.day}日"
            make(make(preface, "p"), "docDate", shown, date=str(day))

    def _preamble(self, parent: Any, head: Text) -> None:
        """To whom the document is sent, and why."""
        lines = [line for line in head_lines(head) if line.role in (Role.ADDRESSEES, Role.PROSE)]
        preamble = make(parent, "preamble", eId="preamble") if lines else None
        for line in lines:
            kind = "addressees" if line.role is Role.ADDRESSEES else ""
            write_line(make(preamble, "p", class_=kind), line.text, self._cited)

    def _report(self, body: Any) -> None:
        """News: its paragraphs, none of which orders anything."""
        box = make(body, "container", name="report", eId="report", refersTo="#notLaw")
        for paragraph in self.work.document.paragraphs or self.work.document.text.lines():
            write_line(make(box, "p"), paragraph, self._cited)

    def _clause(self, parent: Any, clause: Clause, above: str) -> None:
        tag, identifier = self._identifiers.of(clause, above)
        name = "heading" if tag == "hcontainer" else ""
        element = make(parent, tag, name=name, eId=identifier)
        if clause.label:
            make(element, "num", clause.label)
        if clause.heading is not None and clause.heading.value:
            write_line(make(element, "heading"), clause.heading, self._cited)
        if clause.children:
            self._parent(element, clause, identifier)
        else:
            self._leaf(element, clause, identifier)

    def _parent(self, element: Any, clause: Clause, identifier: str) -> None:
        body, tail = clause.body, self._tails.get(clause.start)
        if tail or (body is not None and body.value):
            intro = make(element, "intro", eId=f"{identifier}__intro")
            self._own_text(intro, clause, ())
        for child in clause.children:
            self._clause(element, child, identifier)

    def _leaf(self, element: Any, clause: Clause, identifier: str) -> None:
        content = make(element, "content", eId=f"{identifier}__content")
        marks: list[Mark] = []
        for place, measure in enumerate(self.work.measures):
            if place not in self.places and _holds(clause, measure):
                self.places[place] = identifier
                marks += marks_of(self.work, measure)
        self._own_text(content, clause, marks)
        if not len(content):
            make(content, "p")

    def _own_text(self, parent: Any, clause: Clause, marks: Sequence[Mark]) -> None:
        if clause.body is not None:
            self.marked |= write_lines(parent, clause.body, [*marks, *self._cited])
        if tail := self._tails.get(clause.start):
            write_lines(parent, tail, self._cited, class_="closing")

    def _lines(self, parent: Any, text: Text) -> None:
        write_lines(parent, text, self._cited)
        if not len(parent):
            make(parent, "p")

    def _conclusions(self, parent: Any) -> None:
        if end := self._tails.get(-1):
            write_lines(make(parent, "conclusions", eId="conclusions"), end, self._cited)


def tails(document: Document) -> Mapping[int, Text]:
    """The text behind each clause's own and before the next label, by the clause's start.

    Signatures and dates stand there, and annexes. That behind the last clause has the key -1.
    """
    every = [clause for root in document.clauses for clause in root.walk()]
    bounds = [*(clause.start for clause in every), len(document.text)]
    found = {}
    for clause, (_, end) in zip(every, pairwise(bounds), strict=True):
        start = _end_of(document.text, clause, end)
        tail = document.text[start:end].strip()
        if tail.value:
            found[-1 if clause is every[-1] else clause.start] = tail
    return found


def _end_of(text: Text, clause: Clause, limit: int) -> int:
    """The index behind the last character of the clause's own text."""
    if not len(clause.content):
        return limit
    last = clause.content.span().end
    behind = np.flatnonzero(text.starts[clause.start : limit] >= last)
    return clause.start + int(behind[0]) if len(behind) else limit


def _holds(clause: Clause, measure: Measure) -> bool:
    whole = clause.content.span()
    return (
        clause.label == measure.label
        and whole.start <= measure.span.start
        and measure.span.end <= whole.end
    )
