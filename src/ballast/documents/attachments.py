"""The attachments that a document lists: 附件：1.… 2.…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ballast.documents.head import Line
from ballast.documents.text import Span, Text

_LIST = re.compile(r"^ ?附件? ?(?:\d{1,2} ?)?: ?(?=.)")
_NUMBER = re.compile(r"(?:^|(?<=[^\d.])) ?(?P<number>\d{1,2})(?:\.(?!\d)|、) ?")
_LONGEST = 80
_CUT = "。;； 　"


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment as listed: its number (None for a single one), its name, the bytes of that."""

    number: int | None
    name: str
    span: Span


def attachments(lines: Sequence[Line]) -> tuple[Attachment, ...]:
    """What the last list of attachments among `lines` names, over one line or several."""
    opening = [place for place, line in enumerate(lines) if _LIST.match(line.view)]
    if not opening:
        return ()
    found = _LIST.match(lines[opening[-1]].view)
    first = lines[opening[-1]].text[found.end() if found else 0 :]
    return tuple(_listed([first, *(line.text for line in lines[opening[-1] + 1 :])]))


def _listed(lines: Sequence[Text]) -> Iterator[Attachment]:
    """Numbered names for as long as the numbers go on; a name alone where there are none."""
    expected = 1
    for place, line in enumerate(lines):
        marks = list(_in_order(_NUMBER.finditer(line.view), expected))
        if not marks or marks[0].start():
            if not place and 1 < len(line) <= _LONGEST:
                yield _attachment(None, line)
            return
        ends = [*(m.start() for m in marks[1:]), len(line)]
        for mark, end in zip(marks, ends, strict=True):
            yield _attachment(int(mark["number"]), line[mark.end() : end])
        expected += len(marks)


def _in_order(marks: Iterator[re.Match[str]], expected: int) -> Iterator[re.Match[str]]:
    for mark in marks:
        if int(mark["number"]) == expected:
            yield mark
            expected += 1


def _attachment(number: int | None, name: Text) -> Attachment:
    plain = name.strip(_CUT)
    return Attachment(number, plain.plain, plain.span())
