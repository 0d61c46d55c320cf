"""How a document marks the lead once for all: the first unit, all before a comma, a heading.

Also units that one sentence adds to every later measure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from ballast.documents.clauses import Clause
from ballast.documents.names import split_names
from ballast.documents.reader import Document
from ballast.documents.text import Text

Rule = Literal["first", "before_comma"]

_LEAD = r"(?:的)?(?:均)?(?:为|是|系)?(?:该项(?:工作|任务|措施)?的?)?牵头(?:责任)?(?:单位|部门)?"
_FIRST = (
    r"(?:(?:排|列)(?:名|在)?)?(?:第一(?:个|位|名)?|首位|首个)(?:的|者)?(?:责任)?(?:单位|部门)?(?:的|者)?"
    + _LEAD
)
_BEFORE_COMMA = r"(?:第一个)?(?:逗号|“[,;]”|分号)(?:之|以)?前(?:面)?(?:的)?(?:单位|部门)?" + _LEAD
_CONVENTION = re.compile(
    rf"(?:责任单位)?(?:中)?,?(?:(?P<before_comma>{_BEFORE_COMMA})|(?P<first>{_FIRST}))"
    r"(?P<same>,? ?(?:以)?下同)?"
)
_EMPTY = re.compile(r"[（(〔]\s*[）)〕]")
_STANDING = re.compile(
    r"以下(?:各项|各条|所有)?(?:政策|措施|任务|工作|条款)*均(?:由|需|须|涉及|请)"
    r"(?P<units>[^,。;()]{2,60}?)(?:负责|落实|配合|参与|组织实施|实施|贯彻)*"
    r",?(?:不再|不另|不)(?:逐一|一一|重复|另行)?(?:列出|列明|注明|标注|列)"
)
_BY_SECTION = re.compile(
    r"^(?:由)?(?P<units>[^,。;]{2,60}?)牵头(?:负责|落实|推进|实施|组织)*(?:的)?(?:.{0,8})$"
)


@dataclass(frozen=True)
class Conventions:
    """What holds for the clauses of one document.

    `leads`: each rule with the bytes from which and until which it holds; those of a clause's own
    text, to the end of the file with 下同, or the whole file where no clause states it.
    """

    leads: tuple[tuple[Rule, int, int], ...]
    standing: tuple[tuple[int, tuple[Text, ...]], ...]
    rules: Mapping[int, Rule]

    def rule(self, clause: Clause) -> Rule | None:
        """How the lead of this clause is marked where its own list does not say."""
        return self.rules.get(clause.start)

    def added(self, clause: Clause) -> list[Text]:
        """The units that a sentence before its end adds to this clause."""
        end = clause.content.span().end
        return [unit for at, units in self.standing if at < end for unit in units]


def conventions(document: Document) -> Conventions:
    """The conventions that `document` declares, in a bracket or above its clauses."""
    text, view = document.text, document.view
    clauses = list(document.walk())
    starts = [clause.start for clause in clauses]
    found = _CONVENTION.finditer(view) if "牵头" in view else ()
    declared = [(bisect_right(starts, m.start()) - 1, m) for m in found]
    size = text.span().end + 1
    standing = tuple(
        (text.span(match.start()).start, tuple(split_names(text[slice(*match.span("units"))])))
        for match in _STANDING.finditer(view)
    )
    leads = tuple((_rule(m), *_scope(clauses, place, m, size)) for place, m in declared)
    return Conventions(leads, standing, dict(_rules(clauses, declared)))


def _rule(found: re.Match[str]) -> Rule:
    return "before_comma" if found["before_comma"] else "first"


def _scope(
    clauses: Sequence[Clause], place: int, found: re.Match[str], size: int
) -> tuple[int, int]:
    if place < 0:
        return 0, size
    span = clauses[place].content.span()
    return span.start, size if found["same"] else span.end


def _rules(
    clauses: Sequence[Clause], declared: Sequence[tuple[int, re.Match[str]]]
) -> Iterator[tuple[int, Rule]]:
    """The rule of each clause: its own, one from before that goes on (下同), or the document's."""
    by_clause = {place: found for place, found in declared if place >= 0}
    above = [found for place, found in declared if place < 0]
    holding = _rule(above[-1]) if above else None
    for place, clause in enumerate(clauses):
        own = by_clause.get(place)
        rule = _rule(own) if own else holding
        if rule:
            yield clause.start, rule
        if own and own["same"]:
            holding = rule


def without_conventions(text: Text) -> Text:
    """A list of units without the sentences about conventions in it."""
    view = text.view
    if "牵头" not in view and "以下" not in view:
        return text
    found = chain(_CONVENTION.finditer(view), _STANDING.finditer(view))
    kept: list[tuple[int, int, str]] = []
    for first, last in sorted(match.span() for match in found):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last, ""))
    return text.edit(kept).sub(_EMPTY, "")


def section_leads(clause: Clause) -> Sequence[Text]:
    """The units that a heading above names as lead: 一、由市商务局牵头的措施."""
    for above in clause.ancestors():
        heading = above.heading
        if heading is not None and (found := _BY_SECTION.match(heading.view)):
            return split_names(heading[slice(*found.span("units"))])
    return ()
