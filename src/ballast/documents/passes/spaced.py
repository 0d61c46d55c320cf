"""Text recognised from pictures, with spaces between characters or words throughout."""

from __future__ import annotations

import re

from ballast.documents.text import Text

_HAN = "\u3400-\u9fff"
_SPACED = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_ANY = re.compile(rf"[{_HAN}]")
#: One space alone: two part columns and signatures.
_BESIDE = rf"[{_HAN}\d，。、；：（）(),;:〔〕［］【】“”《》%]"
_SINGLE = re.compile(rf"(?<={_BESIDE}) (?={_BESIDE})")
#: This share of characters with a space behind them is more than names set apart make.
_SHARE = 0.08
_FEWEST = 20


def spaced(text: Text) -> Text:
    """The text without single spaces, if it has them throughout."""
    count = len(_SPACED.findall(text.value))
    if count < _FEWEST or count < _SHARE * len(_ANY.findall(text.value)):
        return text
    return text.sub(_SINGLE, "")
