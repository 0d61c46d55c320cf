"""Which clauses are measures: the lowest numbered ones that order something."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ballast.documents.clauses import Clause
from ballast.documents.passes.spaces import tight
from ballast.documents.reader import Document
from ballast.measures.responsible import blocks

#: Headings of clauses that say why, on what grounds and how far, but order nothing.
_NO_ORDER = re.compile(
    r"^(?:总则|附则|(?:总体|基本|指导|工作|发展|主要|重大|重要|预期|阶段|具体|战略|总的)?(?:要求|思想|思路|原则|目标|目的|意义|定位|依据|形势|背景|现状)"
    r"|(?:总体|工作|主要|发展)?(?:目标|思路)(?:和|与|及)(?:任务|目标|原则|要求)|(?:适用|支持|政策|实施)?(?:范围|对象)|发展重点|名词解释|术语|定义"
    r"|(?:施行|实施|生效)(?:日期|时间)|有效期限?|(?:解释|施行)|其他事项)$"
)
#: Bodies that define, ground or put in force.
_NO_ORDER_BODY = re.compile(
    r"^(?:(?:为|根据)[^。]*(?:制定|提出)(?:本|如下|以下)[^。]*。?$"
    r"|本[\u3400-\u9fff]{2,6}(?:所称|所指|中)[^。]*(?:是指|指)|本[\u3400-\u9fff]{2,6}(?:自|由)[^。]*(?:施行|实施|执行|解释)"
    r"|本[\u3400-\u9fff]{2,6}有效期|[^。]{0,20}(?:见|如)(?:下|附)表。?$)"
)
_SCOPE = re.compile(
    r"^(?:适用|支持|扶持|奖励|奖补|补助|政策|实施|申报|享受)?(?:范围|对象)(?:[和与及](?:范围|对象|条件))?$"
)


def measure_clauses(document: Document) -> Iterator[Clause]:
    """The clauses of `document` that are measures, in order. A report has none."""
    if document.kind == "report":
        return
    grouped, over = _grouped(document), _over_tables(document)
    for clause in document.walk():
        if clause.start in over:
            continue
        if clause.label and not clause.children and _orders(clause, grouped):
            yield clause


def _over_tables(document: Document) -> frozenset[int]:
    """Where the clauses start that are no more than a heading over a table of tasks."""
    clauses = [*document.walk()] if document.tables else []
    starts = [clause.start for clause in clauses]
    places = (bisect_left(starts, table.start) - 1 for table in document.tables)
    above = (clauses[place] for place in places if place >= 0)
    return frozenset(clause.start for clause in above if "。" not in clause.content.view)


def _grouped(document: Document) -> bool:
    """Whether the top clauses are headings over measures: half of those that order are.

    Articles (第一条) stand for themselves, with items or without.
    """
    tops = [root for root in document.clauses if root.kind != "条" and not _named_so(root)]
    return bool(tops) and 2 * sum(bool(root.children) for root in tops) >= len(tops)


def _orders(clause: Clause, grouped: bool) -> bool:
    """Whether a lowest clause orders something.

    Where clauses stand in groups, a top clause without any is a group of unnumbered remarks, unless
    it names who is responsible.
    """
    if not clause.body or not clause.body.value or _named_so(clause):
        return False
    if _NO_ORDER_BODY.match(tight(clause.body).view):
        return False
    single = clause.parent is None and clause.kind != "条"
    return not (grouped and single) or bool(blocks(clause.body))


def scope_clauses(document: Document) -> Iterator[Clause]:
    """The clauses that say, by their heading, whom or what the document is for."""
    for clause in document.walk():
        heading = clause.heading.view.strip() if clause.heading else ""
        if not clause.children and _SCOPE.match(heading):
            yield clause


def _named_so(clause: Clause) -> bool:
    """Whether its heading, or one above, is of the kind that orders nothing."""
    headings = [one.heading for one in (clause, *clause.ancestors()) if one.heading is not None]
    return any(_NO_ORDER.match(heading.view.strip()) for heading in headings)


def named(clause: Clause) -> str:
    """The label and heading of a clause."""
    heading = clause.heading.plain if clause.heading else ""
    between = " " if clause.kind in ("条", "章") and heading else ""
    return f"{clause.label}{between}{heading}"
