"""Parting a clause's text into heading and body: own line, first sentence, or glued together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ballast.documents.clauses import Clause
from ballast.documents.passes.spaces import tight
from ballast.documents.text import Text

_LONGEST = 60
_LONGEST_INLINE = 40
#: Clauses of one kind follow one style: this share must have a short first sentence.
_STYLE_SHARE = 0.75
_FIRST_SENTENCE = re.compile(r"[^。;!?\n]{2,}?[。:!?]")
#: A sentence that orders is the clause's own, no heading.
_ORDER = re.compile(r"应当|不得|不予|必须|可以(?!说)")
_INLINE_END = re.compile(r"[。:]")
#: Headings that documents of the genre share; what is glued behind one is the body.
_STANDARD = re.compile(
    r"(?:总体(?:要求|思路|目标)|指导思想|基本原则|(?:主要|工作|发展|总体|预期)目标"
    r"|(?:主要|重点|工作)任务|工作举措|(?:保障|主要|政策|工作)措施|组织(?:实施|保障|领导)"
    r"|工作要求|有关要求|附则)(?![ 。:,、\n])(?=.{10})"
)
_LEAD_IN = re.compile(
    r"(?<=.{4})(?:坚持以|以习近平|为(?:深入|全面)?(?:贯彻|落实)|为(?:进一步|加快|切实)"
    r"|各(?:级|地区?|市)(?:要|应|各部门))"
)
#: Who is responsible, in a bracket behind the heading: that is no part of it.
_CHARGED = re.compile(
    r"[(〔](?:(?:主要)?责任|牵头|主办|承办|负责|落实|实施|配合|协办)"
    r"(?:单位|部门|主体|处室|科室)? ?:"
)
#: Nothing below a line but who is responsible: a line that is a sentence is the order itself.
_CHARGED_REST = re.compile(
    r"\s*[(〔]?(?:责任|牵头|主办|承办|负责|落实|配合)(?:单位|部门|主体) ?:.*\s*"
)
_GRAM = 6
_WINDOW = 80


def part_headings(roots: Sequence[Clause]) -> None:
    """Set heading and body of every clause below `roots`."""
    every = [clause for root in roots for clause in root.walk()]
    by_kind: dict[str, list[Clause]] = {}
    for clause in every:
        by_kind.setdefault(_style_key(clause), []).append(clause)
    for group in by_kind.values():
        inline = _inline_style(group)
        shared = _shared_lead_ins(group) if group[0].children else Counter()
        for clause in group:
            _part(clause, _heading_end(clause, inline, shared))


def _style_key(clause: Clause) -> str:
    """Measures and sections of the same kind of label may differ in style."""
    return f"{clause.kind}{bool(clause.children)}"


def _part(clause: Clause, end: int) -> None:
    charged = _CHARGED.search(clause.content.view, 0, end)
    end = charged.start() if charged else end
    heading = tight(clause.content[:end]).strip("。：: ")
    clause.heading = heading if heading.value else None
    clause.body = clause.content[end:].strip("：: \n") if end else clause.content


def _heading_end(clause: Clause, inline: bool, shared: Counter[str]) -> int:
    """Where the heading ends inside the content; 0 where there is none."""
    view = clause.content.view
    line = view.split("\n", 1)[0]
    if found := _STANDARD.match(line):
        return found.end()
    on_its_own = len(line) <= _LONGEST and not re.search("[。;!?]", line.rstrip("。"))
    is_order = line.endswith("。") and _CHARGED_REST.fullmatch(view, len(line))
    if on_its_own and not is_order and (clause.children or len(line) < len(view)):
        return len(line)
    if clause.children and (glued := _glued_end(line, shared)):
        return glued
    if inline and (found := _first_sentence(view)) and found.end() < len(view):
        return found.end()
    return _lead_in(line) if clause.children else 0


def _first_sentence(view: str) -> re.Match[str] | None:
    found = _FIRST_SENTENCE.match(view)
    if found is None or found.end() > _LONGEST_INLINE or _ORDER.search(found[0]):
        return None
    return found


def _inline_style(group: Iterable[Clause]) -> bool:
    """Whether clauses of this kind start with a heading in their first line, ended by 。 or ：."""
    views = [clause.content.view for clause in group]
    judged = [view for view in views if re.search("[。:].", view.split("\n", 1)[0])]
    return bool(judged) and sum(map(_has_inline, judged)) >= _STYLE_SHARE * len(judged)


def _has_inline(view: str) -> bool:
    return _first_sentence(view) is not None


def _shared_lead_ins(group: Iterable[Clause]) -> Counter[str]:
    """In how many clauses each run of characters stands near the start: lead-ins are parallel."""
    shared: Counter[str] = Counter()
    for clause in group:
        line = clause.content.view[:_WINDOW].split("\n", 1)[0]
        shared.update({line[i : i + _GRAM] for i in range(len(line) - _GRAM + 1)})
    return shared


def _glued_end(line: str, shared: Counter[str]) -> int:
    """Where a title glued to its lead-in ends: before what parallel clauses repeat."""
    near = line[:_WINDOW]
    sentence = len(near.split("。")[0])
    often = [shared[near[at : at + _GRAM]] for at in range(max(0, sentence - _GRAM + 1))]
    most = max(often[4:], default=0)
    at = often.index(most, 4) if most > 1 else 0
    # What repeats up to the full stop, or from the start, is a word that parallel titles share.
    return at if at and often[at - 1] < most and often[-1] < most else 0


def _lead_in(line: str) -> int:
    """Where the usual opening of a lead-in stands behind a title without punctuation."""
    found = _LEAD_IN.search(line[:_WINDOW])
    return found.start() if found else 0


def heading_text(heading: Text | None) -> str | None:
    """The heading's characters, if there is one."""
    return heading.value if heading else None
