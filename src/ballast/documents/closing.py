"""Where the last clause stops: signatures, dates, attachments and contacts are none of it."""

from __future__ import annotations

import re

_CLOSING = re.compile(
    r"(?:[〇○零O一二三四五六七八九十\d]{4} ?年 ?.{1,3} ?月 ?.{1,3} ?日"
    r"|\(?(?:此件|联系人|联系方式|联系电话|抄送|主送|印发范围|政策咨询)"
    r"|附件? ?\d*(?::| *$)|附: |\(?(?:文章|信息|稿件)?来源 ?:|\(编辑|编辑 ?:)"
)
_DATE = re.compile(r"^[〇○零O一二三四五六七八九十\d]{4} ?年 ?.{1,3} ?月 ?.{1,3} ?日$")
_IN_FORCE = re.compile(
    r"^(?:本|此|上述).{0,30}(?:自.{1,20}起(?:施行|实施|执行|生效)|有效期|由.{2,30}负责解释|未尽事宜)"
    r"|^.{0,10}自(?:\d{4}年.{3,6}日|.{0,4}(?:印发|发布|公布)之日).{0,2}起(?:施行|实施|执行|生效)"
)
_LONGEST_SIGNATURE = 40


def closing(content: str) -> int:
    """How much of a clause's folded `content` is its own, in characters.

    A first line always is; a later one that closes the document ends it, with the signatures of
    the organs right above a date.
    """
    lines = content.split("\n")
    first = next((i for i, line in enumerate(lines[1:], 1) if _closes(line.strip())), len(lines))
    if first < len(lines) and _DATE.match(lines[first].strip()):
        while first > 1 and _may_sign(lines[first - 1]):
            first -= 1
    return min(len(content), len("\n".join(lines[:first])))


def _closes(line: str) -> bool:
    return bool(_CLOSING.match(line) and len(line) <= 80) or bool(_IN_FORCE.match(line))


def _may_sign(line: str) -> bool:
    return len(line) <= _LONGEST_SIGNATURE and not re.search("[。,;:!?]", line)
