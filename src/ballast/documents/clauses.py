"""The tree of numbered clauses, found by the continuity of their numbers, line breaks or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from ballast.documents.closing import closing
from ballast.documents.labels import Label, labels
from ballast.documents.passes.glued import glued_line
from ballast.documents.text import Text

_SENTENCE_END = re.compile("[。;!?\n]")
#: How many numbers a list may skip at a line start: a label that damage made unreadable.
_GAP = 2
_LONGEST_HEADING = 40
#: Lines that part a document: an annex begins (附件2), or a box of projects (专栏3).
_BREAK = re.compile(
    r"^ ?(?:(?P<annex>附件? ?\d{0,2}) ?$"
    r"|专栏 ?[\d一二三四五六七八九十]{0,3}(?=[ :\u3400-\u9fff]|$))",
    re.MULTILINE,
)
#: An annex that lists things and orders nothing: from its own line to the next annex.
_LIST = re.compile(
    r"^ ?附件? ?\d{0,2} ?\n[^\n]{0,40}(?<!任务)(?<!措施)(?<!分工)"
    r"(?:清单|名单|名录|目录|一览表|汇总表|申报表|登记表)(?:\([^()\n]*\))? ?\n"
    r"(?:(?! ?附件? ?\d{0,2} ?$)[^\n]*(?:\n|\Z))*",
    re.MULTILINE,
)
_DECIMAL = re.compile(r"\d")
#: Where no line begins with a label, 11.121人才项目 is item 11, and 11.5万元 an amount.
_COUNTED = re.compile(r"\d[\d.]*[%‰亿万千百年月日个家户名倍元]")


@dataclass(slots=True)
class Clause:
    """A clause: its label as printed, its kind of label, and its own text up to the next label.

    `heading` and `body` part that text (see `headings`); a clause under a Markdown or HTML heading
    without a number has an empty label.
    """

    label: str
    kind: str
    number: int
    start: int
    content: Text
    parent: Clause | None = None
    children: list[Clause] = field(default_factory=list)
    heading: Text | None = None
    body: Text | None = None

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Clause]:
        """The clauses above, the nearest first."""
        if self.parent:
            yield self.parent
            yield from self.parent.ancestors()


class _Mark(NamedTuple):
    """Where a clause starts: a label that was taken, or a heading without one."""

    label: Label
    depth: int


def clauses(
    text: Text, headings: Mapping[int, int], apart: Sequence[tuple[int, int]] = ()
) -> tuple[list[Clause], int]:
    """The topmost clauses of `text` and the index at which the first of them starts.

    What lies `apart`, tables from index to index, holds no labels and is no clause's text.
    """
    view = text.view
    apart = sorted([*apart, *(found.span() for found in _LIST.finditer(view))])
    labelled = _candidates(text, view, headings)
    marks = _Sequence(view).take(each for each in labelled if not _inside(each.start, apart))
    if not marks:
        return [], len(text)
    ends = [mark.label.start for mark in marks[1:]] + [len(text)]
    roots: list[Clause] = []
    stack: list[Clause] = []
    for mark, end in zip(marks, ends, strict=True):
        clause = _clause(text, view, mark, _before(mark.label.end, end, apart))
        del stack[mark.depth :]
        clause.parent = stack[-1] if stack else None
        (clause.parent.children if clause.parent else roots).append(clause)
        stack.append(clause)
    return _without_contents(roots), marks[0].label.start


def _inside(place: int, apart: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(apart, (place, len(apart) and apart[-1][1])) - 1
    return at >= 0 and place < apart[at][1]


def _before(start: int, end: int, apart: Sequence[tuple[int, int]]) -> int:
    """`end`, or where the first table after `start` begins."""
    at = bisect_right(apart, (start, 0))
    return min(end, apart[at][0]) if at < len(apart) else end


def _clause(text: Text, view: str, mark: _Mark, end: int) -> Clause:
    label = mark.label
    stop = label.end + closing(view[label.end : end])
    printed = intern(text.value[label.start : label.end].strip())
    return Clause(printed, label.kind, label.number, label.start, text[label.end : stop].strip())


def _without_contents(roots: list[Clause]) -> list[Clause]:
    """The roots without a table of contents: a first run of empty clauses that starts again."""
    again = next(
        (i for i, c in enumerate(roots[1:], 1) if c.number == 1 and c.kind == roots[0].kind), 0
    )
    listed = [clause for root in roots[:again] for clause in root.walk()]
    empty = listed and all(not _SENTENCE_END.search(c.content.view) for c in listed)
    return roots[again:] if empty and len(listed) > 1 else roots


def _candidates(text: Text, view: str, headings: Mapping[int, int]) -> Iterator[Label]:
    """Labels and headings without labels, in order."""
    unlabelled = _unlabelled(text, view, headings)
    for label in labels(view):
        while unlabelled and unlabelled[0].start < label.start:
            yield unlabelled.pop(0)
        if unlabelled and unlabelled[0].start == label.start:
            unlabelled.pop(0)
        yield label
    yield from unlabelled


def _unlabelled(text: Text, view: str, headings: Mapping[int, int]) -> list[Label]:
    """Lines that the markup calls headings; the first is the title, not a clause."""
    if not headings:
        return []
    marks, found, at = sorted(headings), [], 0
    for line in view.split("\n"):
        if line:
            place = bisect_right(marks, text.span(at).start) - 1
            before = text.span(at - 1, at).end if at else -1
            if place >= 0 and marks[place] >= before:
                found.append(Label(at, at, f"#{headings[marks[place]]}", 0, ""))
        at += len(line) + 1
    return [label for label in found if label.kind != "#1"]


class _Sequence:
    """Takes labels from left to right while their numbers continue an open list."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.open: list[Label] = []
        self.last: dict[str, int] = {}
        self.marks: list[_Mark] = []
        self.breaks = deque(_BREAK.finditer(view))
        self.boxed = False
        self.glued = glued_line(view) or (0, 0)

    def take(self, candidates: Iterator[Label]) -> list[_Mark]:
        """The labels that are clauses, each with its depth in the tree."""
        for label in candidates:
            self._pass(label.start)
            depth = self._depth(label)
            if depth is not None:
                del self.open[depth:]
                self.open.append(label)
                self.last[label.kind] = label.number
                self.marks.append(_Mark(label, depth))
        return self.marks

    def _pass(self, place: int) -> None:
        """What stands before the place: an annex starts anew, a box holds no clause."""
        while self.breaks and self.breaks[0].start() < place:
            annex = self.breaks.popleft()["annex"]
            self.boxed = not annex
            if annex:
                self.open.clear()

    def _depth(self, label: Label) -> int | None:
        """How deep the label stands, or None if it is no label here."""
        kinds = [mark.kind for mark in self.open]
        if label.kind.startswith("#"):
            return self._heading_depth(label, kinds)
        if self.boxed and label.number != self._number(label.kind) + 1:
            return None  # an item of the box
        self.boxed = False
        if label.kind in kinds:
            depth = kinds.index(label.kind)
            return depth if self._continues(label, self.open[depth].number) else None
        return len(kinds) if self._begins(label) else None

    def _number(self, kind: str) -> int:
        """The last number of the open list of a kind; one that no label follows where none is."""
        return next((mark.number for mark in self.open if mark.kind == kind), -2)

    def _heading_depth(self, label: Label, kinds: list[str]) -> int | None:
        deeper = (i for i, kind in enumerate(kinds) if kind.startswith("#") and kind >= label.kind)
        if not any(kind.startswith("#") for kind in kinds) and kinds:
            return None  # a heading inside a numbered clause is part of its text
        return next(deeper, len(kinds))

    def _continues(self, label: Label, previous: int) -> bool:
        if label.number == previous + 1:
            return label.at_line_start or self._after_sentence(label)
        if not label.at_line_start or self._before_digit(label):
            return False
        sure = label.kind in ("一、", "(一)", "条", "章")
        return label.number == 1 or previous < label.number <= previous + 1 + _GAP or sure

    def _begins(self, label: Label) -> bool:
        """A new list starts at 1, or goes on where the last list of its kind stopped."""
        runs_on = label.number == self.last.get(label.kind, 0) + 1
        if not (label.number == 1 or runs_on):
            return False
        if label.at_line_start:
            return runs_on or not self._before_digit(label)
        if runs_on and label.number > 1 and label.kind in ("一、", "(一)"):
            return self._after_sentence(label) or self._begins_inline(label)
        return label.kind in ("一、", "(一)", "1.") and self._begins_inline(label)

    def _begins_inline(self, label: Label) -> bool:
        """Inside a line a list starts only right behind a heading, or where no line breaks are."""
        if self._before_digit(label):
            return False
        if not self.open:
            return label.kind == "一、" and label.before in "。:"
        if self._on_glued_line(label) and self._ends_before(label):
            return True
        opened = self.open[-1]
        if opened.kind == "1." or not 2 <= label.start - opened.end <= _LONGEST_HEADING:
            return False
        return not _SENTENCE_END.search(self.view[opened.end : label.start])

    def _ends_before(self, label: Label) -> bool:
        """Whether a sentence ends before the label, or one that announces a list of sentences."""
        if label.before == ":" and label.kind == "1.":
            following = self.view.find(f"{label.number + 1}.", label.end)
            return following > 0 and self.view[following - 1] in "。)"
        return label.before == "。"

    def _after_sentence(self, label: Label) -> bool:
        return label.before in "。!?”)〕" and not self._before_digit(label)

    def _before_digit(self, label: Label) -> bool:
        decimal = _COUNTED if self._on_glued_line(label) else _DECIMAL
        return label.kind == "1." and bool(decimal.match(self.view, label.end))

    def _on_glued_line(self, label: Label) -> bool:
        return self.glued[0] < label.start < self.glued[1]
