"""Views of a text, character by character, so that offsets stay: they never replace the text.

`simplified` turns traditional characters into simplified ones. `folded` is what the grammars match:
simplified, with full-width forms, brackets and years in Chinese digits brought to one form each.
"""

from __future__ import annotations

import re
from functools import cache

import opencc

_BRACKETS = {
    "（": "(",
    "）": ")",
    **dict.fromkeys("[［【〖", "〔"),
    **dict.fromkeys("]］】〗", "〕"),
}
_PUNCTUATION = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **_BRACKETS,
    **dict.fromkeys("－–", "-"),
    **dict.fromkeys("〜∼～", "~"),
    **dict.fromkeys("﹒", "."),
    "\u3000": " ",
    "\xa0": " ",
    "「": "“",
    "」": "”",
}
_YEAR_DIGITS = {
    **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")},
    **dict.fromkeys("○零OＯ", "0"),
}
_CHINESE_YEAR = re.compile(r"[一二][〇○零OＯ一二三四五六七八九]{3}(?=年)")
#: 著 is 着 in these words; alone it may be zhù (卓著), so a table of characters leaves it.
_ZHE = re.compile("著(?=[眼力手重想陆落])")
_FOLDING = str.maketrans(_PUNCTUATION)


def simplified(value: str) -> str:
    """`value` in simplified characters; as long as before."""
    plain = value.translate({ord(c): _simple(c) for c in set(value) if c > "\u2e80"})
    return _ZHE.sub("着", plain)


def folded(value: str) -> str:
    """`value` as the grammars read it: 500 for ５００, ( for （, 2025年 for 二〇二五年; as long."""
    plain = simplified(value).translate(_FOLDING)
    return _CHINESE_YEAR.sub(lambda m: "".join(_YEAR_DIGITS[c] for c in m[0]), plain)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character
