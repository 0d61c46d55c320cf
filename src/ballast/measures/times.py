"""What a document's dates leave out: the year, and the day from which 5年内 counts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from ballast.documents.dates import ordinal
from ballast.documents.reader import Document
from ballast.measures.windows import Window, later, year

_BASE = re.compile(
    r"(?P<year>(?:19|20)\d\d) ?年起,? ?(?:\d{1,2}|[一二两三四五六七八九十]{1,2}) ?年(?:之|以)?内"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_UNITS = {"工作日": "days", "日": "days", "天": "days", "月": "months", "年": "years"}


@dataclass(frozen=True)
class Context:
    """When a document speaks: its date of issue (or publication), the year it means where it names
    none, and the year from which its periods count (2012年起5年内), each None if unknown."""

    issued_on: date | None
    year: int | None
    dated: bool
    base: int | None

    def year_of(self, match: re.Match[str], month: int) -> tuple[int, str | None]:
        """The year of a date that ends in `month`, and why it is a guess, if it is.

        Raises ValueError where the text gives none and the context neither.
        """
        groups = match.groupdict()
        if groups.get("year"):
            return int(groups["year"]), None
        if self.year is None:
            raise ValueError("no year")
        if groups.get("this") or groups.get("next"):
            return self.year + bool(groups.get("next")), None if self.dated else self._guess(
                self.year
            )
        if self.issued_on and month < self.issued_on.month:
            return (
                self.year + 1,
                f"没有写明年份；{self.year}年{month}月在发文之前，取{self.year + 1}年",
            )
        return self.year, None if self.dated else self._guess(self.year)

    @staticmethod
    def _guess(number: int) -> str:
        return f"没有写明年份，按上下文取{number}年"


def context(document: Document) -> Context:
    """When `document` speaks: its dates, else the year that its text names most often."""
    said = document.metadata
    day = said.issued_on or said.published_on
    base = _BASE.search(document.view)
    named = Counter(int(found) for found in _YEAR.findall(document.view))
    often = min(named, key=lambda number: (-named[number], number)) if named else None
    return Context(
        said.issued_on,
        day.year if day else often,
        day is not None,
        int(base["year"]) if base else None,
    )


def within(
    match: re.Match[str], context: Context, since_issue: bool
) -> tuple[Window, str | None] | None:
    """N年内, and N日内 from the day of issue."""
    count = ordinal(match["count"].replace("两", "二"))
    if since_issue:
        return _since_issue(match, context, count)
    first = int(match["base"]) if match.groupdict().get("base") else context.base
    if first:
        return Window(None, year(first + count - 1).end), None
    if context.issued_on:
        why = "没有写明起算日，按印发之日起算"
        return Window(None, later(context.issued_on, count, "years")), why
    if context.year is None:
        return None
    why = f"没有写明起算年，按上下文从{context.year}年起算"
    return Window(None, year(context.year + count - 1).end), why


def _since_issue(
    match: re.Match[str], context: Context, count: int
) -> tuple[Window, str | None] | None:
    if context.issued_on is None:
        return Window(None, None), "自印发之日起算，文中没有印发日期"
    end = later(context.issued_on, count, _UNITS[match["unit"]])
    why = "工作日按日历日计算，未扣除节假日" if match["unit"] == "工作日" else None
    return Window(None, end), why
