"""Page numbers that a conversion left in the text: — 3 —, 第3页, 3/12."""

from __future__ import annotations

import re

from ballast.documents.text import Text

_DASHED = r"[—–－―-]{1,2} ?\d{1,3} ?[—–－―-]{1,2}"
_LINE = re.compile(
    rf"^[ \t]*(?:{_DASHED}|第 ?\d{{1,3}} ?页(?:[ ，,/]*共 ?\d{{1,3}} ?页)?|\d{{1,3}} ?/ ?\d{{1,3}})"
    r"[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
#: Inside a sentence only the dashed form is sure; a range (3—5个月) has a number before its dash.
#: With spaces between dashes and number it is sure whatever follows.
_INLINE = re.compile(
    r"(?<=[\u3400-\u9fff，。；、）”]) ?"
    r"(?:[—－]{1,2} ?\d{1,3} ?[—－]{1,2} ?(?=[\u3400-\u9fff“（(《\n]|\Z)"
    r"|[—－]{1,2} \d{1,3} [—－]{1,2})"
)


def page_marks(text: Text) -> Text:
    """The text without page numbers."""
    return text.sub(_LINE, "").sub(_INLINE, "")
