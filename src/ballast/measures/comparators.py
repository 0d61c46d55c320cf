"""Words that make a number a bound: 不低于, 超过, 以上, 最高; and how we know if it is included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ballast.measures.model import Comparator
from ballast.vocabulary.derived import Basis


@dataclass(frozen=True, slots=True)
class Bound:
    """How a number bounds: the comparator, the basis of its inclusiveness, whether it is rough."""

    comparator: Comparator = "="
    basis: Basis | None = None
    approximate: bool = False


_CODE: Basis = "civil_code"
#: Words before the number. 民法典第1259条: 不满, 超过, 以外 exclude the number. Negations stand
#: first, or 不超过 would be read as 超过; 最高 is a cap, whatever verb follows it.
_BEFORE: tuple[tuple[str, Bound], ...] = (
    (r"不(?:得|应|能|宜|可|再)?(?:超过|高于|多于|大于|突破|超|长于|晚于)", Bound("<=")),
    (r"不(?:得|应|能|宜|可)?(?:低于|少于|小于|短于|低)", Bound(">=")),
    (r"最高|最多|至多|最长|最大|上限|封顶", Bound("<=")),
    (r"至少|最低|最少|最短|下限", Bound(">=")),
    (r"不满|未满", Bound("<", _CODE)),
    (r"不足|低于|少于|小于|未达(?:到)?", Bound("<")),
    (r"超过", Bound(">", _CODE)),
    (r"超出|突破|高于|多于|大于", Bound(">")),
    (r"届满", Bound(">=", _CODE)),
    (r"达到|满", Bound(">=")),
    (r"约|近|大约|接近", Bound("=", None, True)),
)
#: Words that count only right before the number: 超5000家, 达3万座, 前10名.
_ADJACENT: tuple[tuple[str, Bound], ...] = (
    (r"超|破", Bound(">")),
    (r"达", Bound(">=")),
    (r"(?<![之以年月日底内目当])前", Bound("<=")),
    (r"(?:只|仅)(?:能|可|限)?(?:享受|申请|申报|奖励|补助|补贴|给予)?", Bound("<=")),
)
#: Without groups, so that most places are ruled out by their first character.
_WORDS = re.compile("|".join(words for words, _ in _BEFORE))
_WHICH = re.compile("|".join(f"(?P<w{i}>{words})" for i, (words, _) in enumerate(_BEFORE)))
_NEXT_TO = re.compile(
    "(?:" + "|".join(f"(?P<a{i}>{words})" for i, (words, _) in enumerate(_ADJACENT)) + ")$"
)
#: The last characters of those.
_LAST = frozenset("超破达前只仅能可限受请报励助贴予")
#: What limits an amount rather than telling who is meant, and what is only about.
_CAPS = re.compile("最|至|上限|下限|封顶|大约|接近")
#: Read backwards: the part of a sentence that ends here.
_OWN = re.compile(r"[^,。;:、!?\n()]*")
_FARTHEST = 40
#: Another number between a word and this one takes the word: 至少两个经营者…4亿元.
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十](?:个|家|项|名|次|场|年|成|分之)")
#: 约 and 近 qualify only the number that follows at once.
_ROUGH_DISTANCE = 1
#: A word so near to its number is quoted with it.
_CLOSE = 4

_AFTER = re.compile(
    r"(?P<stated1>\(不?含[^()]{0,8}\))?(?P<and>及|\(含\))?"
    r"(?:(?P<up>以上)|(?P<down>以下|以内|之内|内(?!部|外|容|设))|(?P<out>以外)|(?P<rough>左右|上下))?(?P<stated2>\(不?含[^()]{0,8}\))?"
)
#: The first characters of those.
_FIRST = frozenset("(及以之内左上")


def bound(view: str, start: int, end: int) -> tuple[Bound, int, int]:
    """What the words around the number from `start` to `end` make of it.

    With it comes the place of the whole phrase: words close to the number belong to it.
    """
    found = _AFTER.match(view, end) if view[end : end + 1] in _FIRST else None
    after = _after(found) if found else None
    last = found.end() if found else end
    before, first = _before(view, start)
    if after is None:
        return before or Bound(), first, last
    if before and after.approximate:
        return Bound(before.comparator, before.basis, True), first, last
    return after, start, last


def bound_words(view: str) -> Iterator[tuple[str, Bound]]:
    """Every word that makes a number a bound, whether or not one stands beside it, in order.

    Words that mean so only beside a number (满, 内) and caps (最高, 最低) are left out.
    """
    found = [(m.start(), m[0], _meaning(m)) for m in _WORDS.finditer(view)]
    words = [item for item in found if len(item[1]) > 1 and not _CAPS.match(item[1])]
    for m in _AFTER.finditer(view):
        word, meant = m["up"] or m["down"] or m["out"], _after(m)
        if word and len(word) > 1 and meant:
            words.append((m.start(), word, meant))
    yield from ((word, meant) for _, word, meant in sorted(words, key=lambda item: item[0]))


def _after(found: re.Match[str]) -> Bound | None:
    stated = found["stated1"] or found["stated2"] or ""
    included = bool(stated or found["and"])
    basis: Basis = "stated" if included else _CODE
    strict = stated.startswith("(不含")
    if found["up"]:
        return Bound(">" if strict else ">=", basis)
    if found["down"]:
        return Bound("<" if strict else "<=", basis)
    if found["out"]:
        return Bound(">=" if included and not strict else ">", basis)
    return Bound("=", None, True) if found["rough"] else None


def _before(view: str, start: int) -> tuple[Bound | None, int]:
    """The words before the number in its own part of the sentence, no number between."""
    window = view[max(0, start - _FARTHEST) : start]
    own = _OWN.match(window[::-1])
    known, quoted = _ending(window[len(window) - (own.end() if own else 0) :])
    return known, start - quoted


@lru_cache(4096)
def _ending(segment: str) -> tuple[Bound | None, int]:
    """What a segment makes of the number behind it, and how many of its characters are quoted.

    Segments are short, and the same few recur: 给予最高不超过.
    """
    words = [m for m in _WORDS.finditer(segment) if _reaches(m, segment)]
    next_to = _NEXT_TO.search(segment) if segment[-1:] in _LAST else None
    if not words and next_to is None:
        return None, 0
    starts = [m.start() for m in words if len(segment) - m.end() <= _CLOSE]
    starts += [next_to.start()] if next_to else []
    quoted = len(segment) - min(starts, default=len(segment))
    if caps := [m for m in words if _meaning(m).comparator in ("<=", ">=") and m[0] != "达到"]:
        return _meaning(caps[0]), quoted  # 最高可达 and 最高不超过 are caps
    if next_to:
        return _ADJACENT[int((next_to.lastgroup or "a0")[1:])][1], quoted
    return _meaning(words[-1]), quoted


def _meaning(word: re.Match[str]) -> Bound:
    return _word_meaning(word[0])


@lru_cache(256)
def _word_meaning(word: str) -> Bound:
    found = _WHICH.fullmatch(word)
    return _BEFORE[int((found.lastgroup if found and found.lastgroup else "w0")[1:])][1]


def _reaches(word: re.Match[str], segment: str) -> bool:
    """Whether no number stands between. 约, 近 and 满 qualify only the one that follows at once."""
    if _NUMBER.search(segment, word.end()):
        return False
    adjacent = len(segment) - word.end() <= _ROUGH_DISTANCE
    return adjacent or not (_meaning(word).approximate or word[0] == "满")
