"""A document without line breaks: title, number, addressees, signatures and dates, parted again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ballast.documents.dates import PATTERN as DATE
from ballast.documents.kinds import KINDS, SURE
from ballast.documents.labels import LABEL_AT_START
from ballast.documents.organs import ORGAN_END
from ballast.documents.text import Text

_HAN = "\u3400-\u9fff"
#: A line that holds so many characters, and half of all, is a document and no paragraph.
_SHORTEST, _SHARE = 120, 0.5
#: Characters of a title with the organs before it; of what may stand above it.
_LONGEST_TITLE, _LONGEST_HEAD = 220, 1_500
_LONGEST_SIGNATURE = 400
_KIND_END = re.compile(rf"(?:{KINDS})(?P<remark>(?:\([^()]{{1,20}}\))*)")
_FIELD = re.compile(
    "(?:索引号|主题分类|发文机关|发布机构|成文日期|发布日期|发布时间|印发日期|发文字号|文号"
    "|时间|日期|来源) ?:"
)
#: A number right behind a title: its organ is no part of the title.
_NUMBER = re.compile(
    rf" ?\(?(?P<number>(?:(?!{SURE})[{_HAN}]){{1,12}}"
    r" ?[〔(](?:19|20)\d\d[〕)] ?第?\d{1,5} ?号)\)?"
)
_ADDRESSEES = re.compile(
    rf" ?(?=各|省|市|国务院|有关|中央|本|驻|区|县)(?:(?!{SURE})[^。;:!?《]){{3,300}}:"
)
#: How a first sentence begins.
_OPENING = re.compile(
    r" ?(?:为了?(?:深入|全面|认真|切实|进一步|加快|更好|贯彻|落实|推动|推进|促进|加强|规范|支持"
    r"|扶持|应对|做好|充分|有效|积极|强化|鼓励|稳定|巩固|保持|抓好|完善|帮助|提[高升]|解决|激发|扩大|培育|发展"
    r"|优化)|根据|按照|依据|现[将就]|近年来?|当前|今年|经[^,。]{2,20}(?:同意|批准)|坚持以|以习近平"
    r"|(?:深入|全面)贯彻)"
)
#: So many first characters of a title, or more, begin the text: 制伞业方案制伞业是….
_REPEATED = 3
#: A source that the issuer's own name follows: 来源:海棠市海棠市关于….
_SOURCE = re.compile(rf"来源 ?: ?(?P<name>[{_HAN}]{{3,20}})(?=(?P=name))")
_SENTENCE_END = re.compile("[。!?]")
_NO_TITLE = re.compile("[。!?,;:]")
#: What stands behind a date that dates the document; other dates are words of a sentence.
_BEHIND_DATE = re.compile(r" *(?:$|\(|附件|抄送|联系)")
_ATTACHED = re.compile(r"(?<=[。)])附件 ?\d{0,2} ?:")
#: The second and each further number of a list.
_LISTED = re.compile(rf"(?<=[{_HAN})》])(?:[2-9]|[1-9]\d)(?=\.[{_HAN}《])")
_ORGAN = re.compile(rf"[{_HAN}]{{3,30}}?(?=关于)")
_NAMES = re.compile(rf"[{_HAN}]{{2,60}}")
#: Between the names of organs that sign together: spaces, or where the next name surely begins.
_NEXT_ORGAN = re.compile(r"(?<=[厅局委部办行])(?:  |(?=省|市|国家|中国|中共))")
_ORGAN_ENDS = re.compile(rf"{ORGAN_END}$")


def glued(text: Text) -> Text:
    """`text` with line breaks around its particulars, if one line holds most of it."""
    place = glued_line(text.view)
    if place is None:
        return text
    breaks = sorted({at for at in _breaks(text.view[slice(*place)]) if at})
    return text.edit((place[0] + at, place[0] + at, "\n") for at in breaks)


def glued_line(view: str) -> tuple[int, int] | None:
    """Where the line stands that holds most of the folded `view`, if one does."""
    if len(view) < _SHORTEST:
        return None
    middle = len(view) // 2
    start, end = view.rfind("\n", 0, middle) + 1, view.find("\n", middle)
    end = len(view) if end < 0 else end
    return (start, end) if end - start >= max(_SHORTEST, _SHARE * len(view)) else None


def _breaks(line: str) -> Iterator[int]:
    """The places in a long line before which a line of its own begins."""
    begun = _SOURCE.search(line, 0, _LONGEST_HEAD)
    heads = [*chain.from_iterable(_head(line, *start) for start in _starts(line, begun))]
    heads += _addressees(line)
    yield from heads
    if heads and (field := _FIELD.search(line, 0, max(heads))):
        yield field.start()
    yield from _attachments(line)
    for signed, first, last in _dates(line):
        yield from (signed, first, last)
        yield from (found.start() for found in _NEXT_ORGAN.finditer(line, signed, first))
        yield from _head(line, last, alone=True)


def _starts(line: str, begun: re.Match[str] | None) -> Iterator[tuple[int, bool]]:
    """Where a title may stand: where the line begins, and behind the sentences of a site."""
    yield begun.end() if begun else 0, True
    for found in _SENTENCE_END.finditer(line, 0, _LONGEST_HEAD):
        yield found.end(), False


def _addressees(line: str) -> Iterator[int]:
    """Where addressees stand behind a date or number in the first sentence, and that number."""
    sentence = _SENTENCE_END.search(line, 0, _LONGEST_HEAD)
    last = sentence.start() if sentence else min(len(line), _LONGEST_HEAD)
    for found in chain(DATE.finditer(line, 0, last), _NUMBER.finditer(line, 0, last)):
        if addressees := _ADDRESSEES.match(line, found.end()):
            yield from addressees.span()
            yield from found.span("number") if found.re is _NUMBER else ()


def _attachments(line: str) -> Iterator[int]:
    """Where the list of attachments begins, and each further one of it."""
    places = [found.start() for found in _ATTACHED.finditer(line)]
    if places:
        yield places[-1]
        numbered = _LISTED.finditer(line, places[-1])
        yield from (
            found.start() for place, found in enumerate(numbered, 2) if int(found[0]) == place
        )


def _head(line: str, start: int, alone: bool) -> Iterator[int]:
    """The places at which title, number and addressees end that begin at `start`.

    `alone`: nothing stands before the title. Elsewhere a number or addressees must follow it.
    """
    end = _title_end(line, start, alone)
    if end is None:
        return
    yield from (start, end)
    find = _NUMBER.search if _FIELD.match(line, end) else _NUMBER.match
    if number := find(line, end, end + _LONGEST_TITLE):
        yield from number.span("number")
        end = number.end()
    if addressees := _ADDRESSEES.match(line, end):
        yield addressees.end()


def _title_end(line: str, start: int, alone: bool) -> int | None:
    sentence = _NO_TITLE.search(line, start, start + _LONGEST_TITLE)
    last = sentence.start() if sentence else min(len(line), start + _LONGEST_TITLE)
    for found in _KIND_END.finditer(line, start + _REPEATED + 1, last):
        end = found.end()
        if line.count("《", start, end) > line.count("》", start, end):
            continue  # another's
        if _NUMBER.match(line, end) or _ADDRESSEES.match(line, end):
            return end
        if alone and _begins(line, start, end, bool(found["remark"])):
            return end
    return None


def _begins(line: str, start: int, end: int, remark: bool) -> bool:
    """Whether the text, or a line of particulars, begins where the title would end."""
    return bool(
        _OPENING.match(line, end)
        or _FIELD.match(line, end)
        or DATE.match(line, end)
        or LABEL_AT_START.match(line[end : end + _REPEATED * 2])
        or line.startswith(line[start : start + _REPEATED], end)
        or (remark and end < len(line) and line[end] not in "的》,、")
    )


def _dates(line: str) -> Iterator[tuple[int, int, int]]:
    """Where the signatures before a date of issue begin, and the date's own place."""
    organ = _ORGAN.match(line)
    for found in DATE.finditer(line):
        first, last = found.span()
        names = _signatures(line[max(0, first - _LONGEST_SIGNATURE) : first], organ)
        if names is None:
            continue
        if _BEHIND_DATE.match(line, last) or (names and next(_head(line, last, True), 0)):
            yield first - len(names), first, last


def _signatures(before: str, organ: re.Match[str] | None) -> str | None:
    """The names of organs that stand `before` a date, if nothing else does behind a sentence."""
    names = re.split("[。!?):]", before)[-1]
    if organ and names.endswith(organ[0]):
        return organ[0]  # behind the attachments, which no full stop ends
    return names if len(names) < len(before) and _signs(names) else None


def _signs(names: str) -> bool:
    listed = names.split()
    return all(_NAMES.fullmatch(name) and _ORGAN_ENDS.search(name) for name in listed)
