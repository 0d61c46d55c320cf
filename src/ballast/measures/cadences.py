"""Duties that recur: 每月至少组织一场, 每半个月接待一次, 季度通报, 旬监测."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from ballast.documents.dates import ordinal
from ballast.documents.text import Text
from ballast.measures.comparators import bound
from ballast.measures.model import Cadence

Period = Literal["day", "week", "ten_days", "half_month", "month", "quarter", "half_year", "year"]

_PERIODS: dict[str, Period] = {
    "半年": "half_year",
    "半个月": "half_month",
    "半月": "half_month",
    "年度": "year",
    "年": "year",
    "季度": "quarter",
    "季": "quarter",
    "个月": "month",
    "月度": "month",
    "月": "month",
    "旬": "ten_days",
    "周": "week",
    "星期": "week",
    "天": "day",
    "日": "day",
}
_NAMES = "|".join(sorted(_PERIODS, key=len, reverse=True))
_EVERY = re.compile(
    rf"每(?P<every>[两二三四五六七八九十]|\d{{1,2}})?个?(?P<period>{_NAMES})(?![\d底末初])"
    r"(?P<rest>[^,。;、每]{0,24}?(?P<times>\d{1,3}|[一二两三四五六七八九十]{1,2})(?:次|场|期|轮|批|回|份)(?![性数]))?"
)
#: 月度监测, 季度通报: the period right before what is done in it.
_REGULAR = re.compile(
    r"(?<![\d一二两三四五六七八九十上下每半])(?P<period>年度|季度|月度|旬|周|月|日)(?P<does>监测|通报|调度|报告|报送|会商|分析|统计)(?!制度?以)"
)
_DUTY = re.compile(
    r"^[^,。;]{0,4}(?:(?:至少|不少于)(?![\d.,]+[十百千万亿]*元)|定期|组织|召开|开展|通报|报送|报告|举办|接待|调度|监测|评估|发布|更新|公布|走访|选拔|资助|培养|培训)"
)


def cadences(text: Text) -> tuple[Cadence, ...]:
    """The recurring duties of `text`, in order."""
    view = text.view
    found = [*_every(text, view), *_regular(text, view)]
    return tuple(sorted(found, key=lambda item: item.span.start))


def _every(text: Text, view: str) -> Iterator[Cadence]:
    for found in _EVERY.finditer(view):
        duty = _DUTY.match(view[found.end() : found.end() + 20])
        if re.search("[只仅]", found["rest"] or "") or not (found["times"] or duty):
            continue  # 每年只享受一次 is a limit, not a duty
        end = found.end() + (duty.end() if duty else 0)
        at = found.start("times") if found["times"] else found.end()
        known = bound(view, at, found.end())[0] if found["times"] else None
        if known and known.comparator in ("<=", "<"):
            continue  # 每年不超过2次
        yield Cadence(
            text=text.plain[found.start() : end],
            every=_number(found["every"]) or 1,
            period=_PERIODS[found["period"]],
            times=Decimal(_number(found["times"])) if found["times"] else None,
            comparator=known.comparator if known else "=",
            span=text.span(found.start(), end),
        )


def _regular(text: Text, view: str) -> Iterator[Cadence]:
    for found in _REGULAR.finditer(view):
        span = text.span(found.start(), found.end())
        words = text.plain[found.start() : found.end()]
        yield Cadence(words, 1, _PERIODS[found["period"]], None, "=", span)


def _number(written: str | None) -> int:
    return ordinal(written.replace("两", "二")) if written else 0
