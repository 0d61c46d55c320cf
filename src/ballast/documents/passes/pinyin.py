"""Pronunciation in brackets after characters: 科(kē)技, doubled 化(huà)(huà), broken 通?bào)."""

from __future__ import annotations

import re
from collections import defaultdict

from ballast.documents.text import Text

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_HAN = "\u3400-\u9fff"
_SYLLABLE = rf"[a-zü{_TONED}]{{0,5}}[aeiouü{_TONED}][a-zü{_TONED}]{{0,3}}"
_GROUP = re.compile(rf"(?<=[{_HAN})）])[(（]({_SYLLABLE})[)）]")
_TONED_GROUP = re.compile(rf"(?<=[{_HAN})）])[(（](?=[^()（）]*[{_TONED}])({_SYLLABLE})[)）]")
_ANNOTATED = re.compile(rf"([{_HAN}])((?:[(（]{_SYLLABLE}[)）])+)")
#: Bytes were lost: the character itself and the opening bracket became question marks.
_BROKEN = re.compile(rf"(?:[?？\ufffd]{{1,2}}(?=[^()（）?？]*[{_TONED}]){_SYLLABLE}[)）])+")
#: From so many groups with tone marks on, a text is annotated throughout, light tones (的(de)) too.
_ANNOTATED_THROUGHOUT = 3


def pinyin(text: Text) -> Text:
    """The text without pronunciations; a lost character is back where the text teaches it."""
    groups = _TONED_GROUP.findall(text.value)
    if not groups:
        return text
    taught = _taught(text.value)
    text = text.sub(_BROKEN, lambda m: _lost_character(m[0], taught))
    return text.sub(_GROUP if len(groups) >= _ANNOTATED_THROUGHOUT else _TONED_GROUP, "")


def _taught(value: str) -> dict[str, set[str]]:
    """The characters that stand before each syllable where nothing was lost."""
    taught: dict[str, set[str]] = defaultdict(set)
    for found in _ANNOTATED.finditer(value):
        for syllable in re.split(r"[()（）]+", found[2].strip("()（）")):
            taught[syllable].add(found[1])
    return taught


def _lost_character(broken: str, taught: dict[str, set[str]]) -> str:
    """The one character that a syllable of the group can stand for here, else the place of one."""
    syllables = re.split(r"[?？\ufffd)）]+", broken.strip("?？\ufffd)）"))
    readings = [taught[syllable] for syllable in syllables if len(taught.get(syllable, ())) == 1]
    return next(iter(readings[-1])) if readings else "\ufffd"
