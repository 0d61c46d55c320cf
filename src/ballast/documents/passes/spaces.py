"""Spaces: none at the sides of a line, no empty lines; columns stay parted by two spaces."""

from __future__ import annotations

import re

from ballast.documents.text import Text

#: Starts only where a run of spaces does: tried at each of its spaces it would be quadratic.
_SIDES = re.compile(r"(?<![ \t\u3000\xa0])[ \t\u3000\xa0]*\n[ \t\u3000\xa0\n]*")
_COLUMNS = re.compile(r"[ \u3000\xa0]{2,}")
_HAN = r"[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e“”‘’—…]"
_BETWEEN = re.compile(
    rf"(?<={_HAN})[ \t\n\u3000\xa0]+(?=[\d{_HAN[1:]})|(?<=[\d%])[ \t\n\u3000\xa0]+(?={_HAN})"
)
_RUNS = re.compile(r"[ \t\n\u3000\xa0]+")


def spaces(text: Text) -> Text:
    """Lines stripped, runs of spaces cut to two."""
    return text.sub(_SIDES, "\n").sub(_COLUMNS, "  ").strip()


def tight(text: Text) -> Text:
    """One line without layout: no white space beside Chinese characters, one space elsewhere.

    So numbers are set off by some (30 亿元) and not by others.
    """
    if _RUNS.search(text.value) is None:
        return text.strip()
    return text.sub(_BETWEEN, "").sub(_RUNS, " ").strip()
