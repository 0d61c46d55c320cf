"""A text in the reader's language, made when it is shown.

What the platform decides, records and sends is Chinese: a state's name in the audit log does not
depend on who looked at it. `said` turns such a text, when a page shows it, into the language that
the reader chose. The core speaks English, of problems in rules and in its errors: `explained`
turns that into Chinese. An entry of the catalogue with holes, “没有第{number}版政策库”, is a
pattern; what stands in its holes is said in turn. Names of periods are told by
`period_names`. What no entry knows, such as a document's
words, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter

from babel.messages.mofile import read_mo
from django.utils.translation import get_language, to_locale

from ballast_web.kernel.period_names import in_english

LOCALE = Path(__file__).resolve().parents[1] / "locale"
CHINESE = "zh-hans"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A Chinese pattern with fewer characters of its own, such as “{0}元”, fits names and titles too.
_TELLING = 2


@dataclass(frozen=True)
class Pattern:
    """A text with holes: what it looks like, and what is said in its place."""

    shape: re.Pattern[str]
    said: str
    #: How much of it is no hole; of several that fit, the one with most is meant.
    weight: int
    #: Whether its own words suffice to tell it from others.
    telling: bool


@dataclass(frozen=True)
class Words:
    """One language's texts: those without holes by what they stand for, then the patterns."""

    exact: dict[str, str]
    patterns: tuple[Pattern, ...]


def said(text: object) -> str:
    """A text of the platform in the language of the moment; as it is where nothing is known."""
    language = get_language() or CHINESE
    return str(text) if language == CHINESE else _said(str(text), language)


def explained(text: object) -> str:
    """A text of the platform or of the core in the language of the moment."""
    return _said(str(text), get_language() or CHINESE)


def in_chinese(text: str) -> str:
    """A text of the core in Chinese, whoever reads it."""
    return _said(text, CHINESE)


@lru_cache(maxsize=8192)
def _said(text: str, language: str) -> str:
    words = _words(language)
    known = words.exact.get(text)
    if known is not None or not text:
        return known or text
    if language.startswith("en") and (period := in_english(text)):
        return period
    found = ((each, each.shape.fullmatch(text)) for each in words.patterns)
    for pattern, match in found:
        if match and (pattern.telling or not _CHINESE.search("".join(match.groups()))):
            return "".join(
                own if name is None else own + _said(match[f"_{name}"], language)
                for own, name, *_ in Formatter().parse(pattern.said)
            )
    return text


@cache
def _words(language: str) -> Words:
    file = LOCALE / to_locale(language) / "LC_MESSAGES" / "django.mo"
    if not file.is_file():
        return Words({}, ())
    with file.open("rb") as opened:
        entries = {
            str(each.id): str(each.string)
            for each in read_mo(opened)
            if isinstance(each.id, str) and each.id and each.string
        }
    pairs = [(text, told) for text, told in entries.items() if holes(text)]
    patterns = [_pattern(text, told, language) for text, told in pairs]
    patterns.sort(key=lambda each: -each.weight)
    exact = {text: told for text, told in entries.items() if not holes(text)}
    return Words(exact, tuple(patterns))


def holes(text: str) -> tuple[str, ...]:
    """The names of the holes in braces; none where the braces are the text's own."""
    try:
        return tuple(sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None))
    except ValueError:
        return ()


def _pattern(text: str, told: str, language: str) -> Pattern:
    pieces = list(Formatter().parse(text))
    own = "".join(piece for piece, *_ in pieces)
    telling = language == CHINESE or len(_CHINESE.findall(own)) >= _TELLING
    return Pattern(re.compile("".join(_shapes(pieces)), re.DOTALL), told, len(own), telling)


def _shapes(pieces: list[tuple[str, str | None, str | None, str | None]]) -> Iterator[str]:
    seen = set()
    for own, name, _format, _conversion in pieces:
        yield re.escape(own)
        if name is not None:
            yield f"(?P=_{name})" if name in seen else f"(?P<_{name}>.*?)"
            seen.add(name)
