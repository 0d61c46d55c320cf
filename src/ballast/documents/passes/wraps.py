"""Line and page breaks inside a sentence, a word or a bracket."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ballast.documents.labels import LABEL_AT_START
from ballast.documents.organs import ORGAN_END
from ballast.documents.tables import is_row
from ballast.documents.text import Edit, Text

_SENTENCE_END = re.compile(
    r"[。！？!?;:…]$|[。！？!?;][”’)〕》]+$|。[(〔][^()〔〕]*(?:\([^()]*\)[^()]*)*[)〕]$"
)
_PROSE = re.compile(r"[。,;、]")
_CONTINUES = re.compile(r"^[。,;、)〕》”’%]")
_DATE_LINE = re.compile(r"^[〇○零一二三四五六七八九十\d]{4} ?年.{1,8}日$")
_NUMBER_LINE = re.compile(r"^[^ 。,;、]{2,12}[〔(](?:19|20)\d\d[〕)] ?第?\d{1,5} ?号$")
_NAME = re.compile(rf"[\u3400-\u9fff]{{1,28}}{ORGAN_END}$")
#: A line that names who is responsible, complete: its last name is surely an organ.
_CHARGED = re.compile(
    r"^(?:(?:主要)?责任|牵头|主办|承办|负责|落实|实施|配合|协办)(?:单位|部门|主体|处室|科室) ?:"
    r".*(?:[厅局委办]|部门|政府|公司|中心|单位)$"
)
_OPENING, _CLOSING = "(〔《“", ")〕》”"
#: A bracket that has not closed after so many characters is a slip, not a wrap.
_LONGEST_BRACKET = 400
#: Fewer characters than this, with no comma, are a heading or a name, never wrapped prose.
_SHORTEST_PROSE = 12
_WRAPPED_SHARE = 0.3
#: From so many clauses of a kind on, and with this share alike, their style is known.
_FEWEST_OF_A_KIND = 4
_INLINE_SHARE = 0.7


def wraps(text: Text) -> Text:
    """The text with each sentence on one line. A line that starts with a label starts anew."""
    lines = text.view.split("\n")
    width, signed, inline = _wrap_width(lines), _signatures(lines), _inline_kinds(lines)
    rows = {place for place, line in enumerate(lines) if is_row(line)}
    edits: list[Edit] = []
    paragraph, at = "", 0
    for place, (line, following) in enumerate(pairwise(lines), 1):
        paragraph = _ends(paragraph + line)
        at += len(line)
        if not ({place, place - 1} & rows or place in signed) and (
            _cut_heading(paragraph, following, inline)
            or _runs_on(paragraph, line, following, width)
        ):
            edits.append((at, at + 1, ""))
        else:
            paragraph = ""
        at += 1
    return text.edit(edits)


def _signatures(lines: list[str]) -> set[int]:
    """The places of lines that sign the document: names of organs right above a date."""
    signed = set()
    for dated in (place for place, line in enumerate(lines) if _DATE_LINE.match(line)):
        place = dated - 1
        while place > 0 and place not in signed and _is_names(lines[place]):
            signed.add(place)
            place -= 1
    return signed


def _is_names(line: str) -> bool:
    names = line.split()
    return bool(names) and all(_NAME.match(name) for name in names)


def _inline_kinds(lines: list[str]) -> frozenset[str]:
    """The kinds of label behind which a heading and its sentences stand on one line."""
    every: Counter[str] = Counter()
    inline: Counter[str] = Counter()
    for line in lines:
        if label := LABEL_AT_START.match(line):
            every[label.lastgroup or ""] += 1
            inline[label.lastgroup or ""] += "。" in line
    return frozenset(
        kind
        for kind, count in every.items()
        if count >= _FEWEST_OF_A_KIND and inline[kind] >= _INLINE_SHARE * count
    )


def _cut_heading(paragraph: str, following: str, inline: frozenset[str]) -> bool:
    """Whether a labelled line lacks the sentences that others of its kind have on theirs."""
    label = LABEL_AT_START.match(paragraph)
    if label is None or label.lastgroup not in inline or "。" in paragraph:
        return False
    return bool(following) and not LABEL_AT_START.match(following)


def _ends(paragraph: str) -> str:
    """The start and the end of a long paragraph are enough to judge it."""
    return paragraph if len(paragraph) < 1000 else paragraph[:100] + paragraph[-600:]


def _runs_on(paragraph: str, line: str, following: str, width: int) -> bool:
    """Whether `following` is the rest of the sentence with which `paragraph` ends."""
    if _open_bracket(paragraph):
        return True
    if any(own.match(following) for own in (LABEL_AT_START, _DATE_LINE, _NUMBER_LINE)):
        return False
    if _CONTINUES.match(following):
        return True
    if _SENTENCE_END.search(paragraph) or _CHARGED.search(paragraph) or not following:
        return False
    if width and len(line) >= width - 2:
        return True
    return _is_prose(paragraph)


def _is_prose(paragraph: str) -> bool:
    """Not a heading on its own line, a name or a title: it holds a sentence or ends in mid-list."""
    if paragraph.endswith((",", "、")):
        return True
    if LABEL_AT_START.match(paragraph):
        return "。" in paragraph or ";" in paragraph
    return len(paragraph) >= _SHORTEST_PROSE and bool(_PROSE.search(paragraph))


def _open_bracket(paragraph: str) -> bool:
    tail = paragraph[-_LONGEST_BRACKET:]
    return any(
        tail.count(opening) > tail.count(closing) and tail.rfind(opening) > tail.rfind(closing)
        for opening, closing in zip(_OPENING, _CLOSING, strict=True)
    )


def _wrap_width(lines: list[str]) -> int:
    """The length at which lines were cut, if they were: many are almost as long as the longest."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < 8:
        return 0
    width = lengths[-1]
    full = sum(1 for length in lengths if length >= width - 2)
    return width if full >= _WRAPPED_SHARE * len(lengths) and width < 100 else 0
