"""Dates by which, and windows in which, something is due."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache

from ballast.documents.dates import make_date, ordinal
from ballast.documents.text import Text
from ballast.measures.model import Deadline
from ballast.measures.times import Context, within
from ballast.measures.windows import Window, half, month_end, months, plan, quarter, year

_Read = Callable[[re.Match[str], Context], tuple[Window, str | None] | None]

_YEAR = r"(?P<year>(?:19|20)\d\d) ?年(?:度)?|(?P<this>今年|本年度?)|(?P<next>明年)"
_CN = "一二三四五六七八九十"
_DAY = rf"(?P<day>\d{{1,2}}|[{_CN}]{{1,3}}) ?[日号]"
_BEFORE = ("前", "之前", "以前")
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬|份)?"
_SIDE = r"(?P<side>之前|以前|前|起|开始|以来|之后|以后|后(?!半|期|续))?"
_TO = r"(?P<to>(?:到|至|截至|截止|直到|延长至|延期至|延续至|执行至)(?:了)?)?"
#: The first characters of what follows, looked at first since most places have none of them.
_STARTS = rf"(?=[\d到至截直延执从自今本明第上下{_CN}])"
_JOIN = r" ?(?:至|到|—|-|~|——) ?"
_WHEN = rf"{_STARTS}{_TO}(?:从|自)?(?:(?:{_YEAR}) ?)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月"

_POINT = r"(?:\d{1,2} ?月(?:\d{1,2}[日号]|底|末|初|份)?|\d{1,2}[日号])(?:之?前)?"

_RECURRING = re.compile(
    r"(?:每年|当年|次年|翌年|每(?:个)?月|每季度|上年度?|去年)(?:度)?(?:的)?"
    rf"{_POINT}(?:(?:、|和|及|或){_POINT})*"
)
_RANGE = re.compile(
    rf"(?=[从自12])(?:从|自)?(?P<year>(?:19|20)\d\d) ?年 ?{_MONTH} ?(?:{_DAY})?起?{_JOIN}"
    r"(?:(?P<year2>(?:19|20)\d\d) ?年)? ?"
    r"(?P<month2>1[0-2]|0?[1-9]) ?月(?: ?(?P<day2>\d{1,2}) ?[日号])?(?:底|末)?"
)
_YEARS = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?: ?年)?(?:度)?{_JOIN}(?P<year2>(?:19|20)\d\d) ?年(?:度)?"
)
_MONTHS = re.compile(
    rf"(?=[\d今本明])(?:(?:{_YEAR}) ?)?(?<!\d)(?P<first>1[0-2]|0?[1-9])(?: ?月)?(?:、|{_JOIN})"
    r"(?P<last>1[0-2]|0?[1-9]) ?月(?:份|间|期间)?(?!\d|底前)"
)
_MONTH_DAY = re.compile(rf"{_WHEN}(?<![\d{_CN}]){_MONTH}(?! ?内) ?(?:{_DAY})?{_PART}{_SIDE}")
_QUARTER = re.compile(rf"{_WHEN}第?(?P<quarter>[一二三四1-4])季度(?P<part>末|底)?{_SIDE}")
_HALF = re.compile(rf"{_WHEN}(?P<half>[上下])半年(?P<part>末|底)?{_SIDE}")
_YEAR_ONLY = re.compile(
    r"(?=[到至截直延执力从自12])"
    r"(?:(?P<to>到|至|截至|直到|延长至|执行至|力争到)|从|自)?(?P<year>(?:19|20)\d\d) ?年(?:度)?"
    rf"(?P<part>年?底|年?末|内|期间|初)?{_SIDE}"
    # What follows makes it a name: 2022年第三批, 2022年“…”, 2022年版; or a fact: 2022年发行的.
    r"(?!\d| ?第[一二三四五六七八九十\d]+批|[“《]|年|版|级"
    r"|(?:印发|发布|出台|发行|下达|认定|制定|修订)的)"
)
_WITHIN_YEAR = re.compile(
    r"(?=[今本明年])(?:(?:(?P<this>今年|本年)|(?P<next>明年))(?P<part>年?底|年?末|内)?(?P<side>之前|以前|前|起)?"
    r"|(?<![\d每近多数几全半一二两三四五六七八九十百上去同当周往历])年"
    r"(?:(?P<end>底|末)(?:之前|以前|前)?|内(?!容|涵)))"
)
_PLAN = re.compile(
    r"[“\"]?十(?P<plan>[一二三四五六七])五[”\"]?"
    r"(?:(?P<last>末|期末)|(?:时期|期间|规划期间?内?|期内)(?P<last2>末)?)"
)
_SINCE_ISSUE = re.compile(
    r"(?:自|从)?(?:本[\u3400-\u9fff]{1,6}|(?:文件|通知|意见|方案)?)"
    r"(?:印发|发布|公布|下发|施行|实施|出台)(?:之日)?(?:起|后)(?: ?的?)"
    r"(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3}) ?个?(?P<unit>工作日|日|天|月|年)(?:之|以)?内"
)
_WITHIN = re.compile(
    r"(?<![近前过去上\d.])(?:(?P<base>(?:19|20)\d\d) ?年起,?)?"
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2}) ?年(?:之|以)?内"
)


_TITLE = re.compile(r"《[^《》\n]{1,120}》")


def deadlines(text: Text, context: Context) -> tuple[Deadline, ...]:
    """The dates and windows of `text` in order; a year left out comes from `context`.

    What lies wholly before the document was issued is history and left out.
    """
    view = text.view
    if "《" in view:
        view = _TITLE.sub(lambda m: "□" * len(m[0]), view)
    taken = bytearray(len(view))
    found: list[tuple[int, Deadline]] = []
    for pattern, read in _possible(_NEEDED.intersection(view)):
        for match in pattern.finditer(view):
            if taken.find(1, *match.span()) >= 0:
                continue
            made = _made(match, read, context)
            if made:
                taken[slice(*match.span())] = b"\1" * len(match[0])
                found += _kept(text, match, made, context)
    return tuple(deadline for _, deadline in sorted(found, key=lambda item: item[0]))


def _made(match: re.Match[str], read: _Read, context: Context) -> tuple[Window, str | None] | None:
    try:
        return read(match, context)
    except (ValueError, OverflowError):  # 13月, 2月30日, the year 10000
        return None


def _kept(
    text: Text, match: re.Match[str], made: tuple[Window, str | None], context: Context
) -> Iterator[tuple[int, Deadline]]:
    window, ambiguous = made
    past = window.end and context.issued_on and window.end < context.issued_on
    if not past:
        start, end = match.span()
        words = text.plain[start:end]
        yield start, Deadline(words, window.start, window.end, ambiguous, text.span(start, end))


def _recurring(_match: re.Match[str], _context: Context) -> tuple[Window, str | None]:
    return Window(None, None), "每年或每期重复，或相对于另一时间，没有单一的日期"


def _range(match: re.Match[str], _context: Context) -> tuple[Window, str | None] | None:
    first = int(match["year"])
    last = int(match["year2"] or first)
    start = make_date(first, ordinal(match["month"]), ordinal(match["day"] or "1"))
    if match["day2"]:
        end = make_date(last, int(match["month2"]), int(match["day2"]))
    else:
        end = month_end(last, int(match["month2"]))
    return (Window(start, end), None) if start and end and start <= end else None


def _years(match: re.Match[str], _context: Context) -> tuple[Window, str | None] | None:
    first, last = int(match["year"]), int(match["year2"])
    return (year(first, last), None) if first <= last else None


def _months(match: re.Match[str], context: Context) -> tuple[Window, str | None]:
    first, last = int(match["first"]), int(match["last"])
    which, why = context.year_of(match, last)
    return months(which, first, last), why


def _month_day(match: re.Match[str], context: Context) -> tuple[Window, str | None] | None:
    """A month or a day. Without a year, only with a word that makes it a date (3月底前)."""
    dated = match["year"] or match["this"] or match["next"]
    if not (dated or match["day"] or match["part"] or match["side"] in (*_BEFORE, "起")):
        return None
    month = ordinal(match["month"])
    which, why = context.year_of(match, month)
    window = _in_month(which, month, match["day"], match["part"])
    return (_sided(window, match), why) if window else None


def _in_month(which: int, month: int, day: str | None, part: str | None) -> Window | None:
    if day:
        made = make_date(which, month, ordinal(day))
        return Window(made, made) if made else None
    days = {"上旬": (1, 10), "中旬": (11, 20), "初": (1, 10)}.get(part or "")
    if days:
        return Window(make_date(which, month, days[0]), make_date(which, month, days[1]))
    last = month_end(which, month)
    first = {"下旬": 21, "底": last.day, "末": last.day}.get(part or "", 1)
    return Window(make_date(which, month, first), last)


def _quarter(match: re.Match[str], context: Context) -> tuple[Window, str | None]:
    which = ordinal(match["quarter"])
    number, why = context.year_of(match, 3 * which)
    return _sided(quarter(number, which), match), why


def _half(match: re.Match[str], context: Context) -> tuple[Window, str | None]:
    second = match["half"] == "下"
    number, why = context.year_of(match, 12 if second else 6)
    return _sided(half(number, second), match), why


def _year_only(match: re.Match[str], _context: Context) -> tuple[Window, str | None] | None:
    """A year: 年底前 and 到…年 are due dates, 年内 and the bare year are windows."""
    number, part, side = int(match["year"]), match["part"] or "", match["side"] or ""
    if part == "初":
        return None
    if side in _BEFORE and not part:
        why = (
            f"可以指{number - 1}年底（{number}年开始之前），也可以指{number}年底（{number}年之内）"
        )
        return Window(None, year(number - 1).end), why
    return _sided(year(number), match), None


def _within_year(match: re.Match[str], context: Context) -> tuple[Window, str | None]:
    number, why = context.year_of(match, 12)
    window = year(number)
    if match["end"]:
        return window.until(), why
    return _cut(window, match["side"], match["part"]), why


def _plan(match: re.Match[str], _context: Context) -> tuple[Window, str | None]:
    window = plan(10 + ordinal(match["plan"]))
    return (window.until() if match["last"] or match["last2"] else window), None


def _sided(window: Window, match: re.Match[str]) -> Window:
    return _cut(window, match["side"], match["part"], match["to"])


def _cut(window: Window, side: str | None, part: str | None, to: str | None = None) -> Window:
    """The window cut to the side that the words name: 前, 底, 至 its end; 起, 开始 its start."""
    if side in ("起", "开始", "以来"):
        return window.since()
    if side in ("之后", "以后", "后"):
        return Window(window.end + timedelta(days=1) if window.end else None, None)
    ends = side in _BEFORE or to or (part or "").endswith(("底", "末"))
    return window.until() if ends else window


#: In order: a longer reading first, so that a part of it is not read again. Before each pattern
#: stands of which characters every match of it holds one each: most clauses hold few of these.
_PATTERNS: tuple[tuple[str, re.Pattern[str], _Read], ...] = (
    ("每当次翌上去 月日号", _RECURRING, _recurring),
    ("年 月 至到—-~", _RANGE, _range),
    ("年 至到—-~", _YEARS, _years),
    ("月 、至到—-~", _MONTHS, _months),
    ("月", _MONTH_DAY, _month_day),
    ("季", _QUARTER, _quarter),
    ("上下 半 年", _HALF, _half),
    ("起后 内", _SINCE_ISSUE, lambda match, context: within(match, context, since_issue=True)),
    ("年 内", _WITHIN, lambda match, context: within(match, context, since_issue=False)),
    ("年", _YEAR_ONLY, _year_only),
    ("今本明底末内 年", _WITHIN_YEAR, _within_year),
    ("十 五", _PLAN, _plan),
)
_NEEDED = frozenset("".join(needed for needed, _, _ in _PATTERNS)) - {" "}


@lru_cache(1024)
def _possible(characters: frozenset[str]) -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """The patterns that a text with these of the needed characters may match."""
    return tuple(
        (pattern, read)
        for needed, pattern, read in _PATTERNS
        if not any(characters.isdisjoint(each) for each in needed.split())
    )
