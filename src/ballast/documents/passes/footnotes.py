"""Marks of footnotes: 行业[1] in the text and the note's own line."""

from __future__ import annotations

import re

from ballast.documents.text import Text

_MARK = re.compile(
    r"(?<=[\u3400-\u9fff”》）)])\[(?:\d{1,2}|[注note]{1,4} ?\d{0,2})\](?!\()", re.IGNORECASE
)
_NOTE = re.compile(
    r"^[ \t]*(?:\[(?:note|注释?) ?\d{1,2}\]|\[\^\d{1,2}\]:)[^\n]*\n?", re.IGNORECASE | re.MULTILINE
)


def footnotes(text: Text) -> Text:
    """The text without footnote marks and notes."""
    return text.sub(_NOTE, "").sub(_MARK, "")
