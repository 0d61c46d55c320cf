"""The place that issues a document: what its 我市, 我省 and 我区 stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ballast.documents.text import Text

_HAN = "\u3400-\u9fff"
_OURS = re.compile("我(?P<kind>[省市区县])")
#: The place that the name of an organ begins with: 云川省海棠市人民政府 is of 海棠市 in 云川省.
_PLACE = (
    rf"(?:(?P<省>[{_HAN}]{{2,3}}省)|(?P<区>[{_HAN}]{{2,7}}自治区))?"
    rf"(?:(?P<市>(?!自治)[{_HAN}]{{2,5}}?市)(?!场))?(?P<县>[{_HAN}]{{1,5}}?县)?"
)
_ORGAN = re.compile(rf"(?:中共)?{_PLACE}(?:[委人政发财商工科][{_HAN}]|统计|市场)")
#: Where the name of an organ surely begins in a running text.
_NAMED = re.compile(rf"(?<![{_HAN}])(?:中共)?{_PLACE}(?:委|人民政府)")


def placed(words: Text, text: Text, signed: Iterable[Text]) -> Text:
    """`words` with the place's name for 我市, where the organs that `signed`, or else `text`, name
    one alone."""
    if _OURS.search(words.view) is None:
        return words
    named = [_ORGAN.match(name.view) for name in signed]
    found = [each for each in named if each] or [*_NAMED.finditer(text.view)]

    def place(ours: re.Match[str]) -> str:
        names = {each[ours["kind"]] for each in found} - {None}
        return names.pop() if len(names) == 1 else ours[0]

    return words.sub(_OURS, place)
