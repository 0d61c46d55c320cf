"""Views of a text, character by character, so that offsets stay: they never replace the text.

`simplified` turns traditional characters into simplified ones. `folded` is what the grammars match:
simplified, with full-width forms, brackets and years in Chinese digits brought to one form each.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import opencc
from numpy.typing import NDArray

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
#: In these words alone: 著 may be zhù (卓著), 瞭 liào (瞭望), 俱 jù (俱乐部).
_IN_WORDS = re.compile("著(?=[眼力手重想陆落])|瞭(?=[解然])|(?<=家)俱")
_WORD_FORMS = {"著": "着", "瞭": "了", "俱": "具"}


#: Characters that are turned at once; fewer are turned one by one.
_PIECE, _FEWEST = 1 << 16, 1 << 9
_SURROGATES = range(0xD800, 0xE000)
_UTF16 = ("utf-16-le", "surrogatepass")


class _Table(dict[int, int]):
    """What `str.translate` asks: each character's code once, then remembered.

    `units` holds the same for those that take one unit of UTF-16; 0 is not known yet, or none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.units = np.zeros(1 << 16, "<u2")

    def translated(self, value: str) -> str:
        """`value.translate(self)`: the same, in a tenth of the time where it is long."""
        if len(value) < _FEWEST:
            return value.translate(self)
        pieces = (value[at : at + _PIECE] for at in range(0, len(value), _PIECE))
        return "".join(map(self._piece, pieces))

    def _piece(self, value: str) -> str:
        given = np.frombuffer(value.encode(*_UTF16), "<u2")
        made = self.units[given]
        if not made.all():
            self._learn(given[made == 0])
            made = self.units[given]
        if not made.all():
            return value.translate(self)  # rare characters of two units are among them
        turned: str = made.tobytes().decode(*_UTF16)
        return turned

    def _learn(self, given: NDArray[np.uint16]) -> None:
        for code in set(given.tolist()):
            single = code not in _SURROGATES and self[code] < len(self.units)
            self.units[code] = self[code] if single else 0

    def __missing__(self, code: int) -> int:
        self[code] = made = ord(self.turned(chr(code)))
        return made

    def turned(self, character: str) -> str:
        """`character` in simplified form."""
        return _simple(character) if character > "\u2e80" else character


class _FoldingTable(_Table):
    """Simplified, and punctuation brought to one form."""

    def turned(self, character: str) -> str:
        """`character` as the grammars read it."""
        plain = super().turned(character)
        return _PUNCTUATION.get(plain, plain)


_SIMPLIFYING, _FOLDING = _Table(), _FoldingTable()


def _worded(value: str) -> str:
    """`value` with the characters that are simplified in some words alone."""
    return _IN_WORDS.sub(_in_words, value) if any(c in value for c in _WORD_FORMS) else value


def _in_words(found: re.Match[str]) -> str:
    return _WORD_FORMS[found[0]]


def simplified(value: str) -> str:
    """`value` in simplified characters; as long as before."""
    if value.isascii():
        return value
    plain = _worded(_SIMPLIFYING.translated(value))
    return value if plain == value else plain  # one string in memory, not two


def folded(value: str) -> str:
    """`value` as the grammars read it: 500 for ５００, ( for （, 2025年 for 二〇二五年; as long."""
    plain = _worded(_FOLDING.translated(value))
    return _CHINESE_YEAR.sub(lambda m: "".join(_YEAR_DIGITS[c] for c in m[0]), plain)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simple(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return character  # half of a pair, left by damage: the converter refuses it
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character
