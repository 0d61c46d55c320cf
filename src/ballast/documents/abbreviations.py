"""Names that a document gives once and uses from then on: …（以下简称“…”）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ballast.documents.text import Span, Text
from ballast.documents.view import simplified

_DEFINED = re.compile(
    r"\((?:[^()]{0,20},)?(?:以下|下文)?(?:统称|简称|合称)(?:为)?[“\"《]?"
    r"(?P<short>[^()“”\"《》]{1,30})[”\"》]?\)"
)
#: The words that a name stands behind; 《…》 is a name by itself.
_TITLE_BEHIND = re.compile(r"《[^《》]{2,120}》(?:\([^()]{2,40}\))?$")
#: What an act brings into being, else the whole phrase without the words that lead to it.
_MADE = re.compile(
    r"(?:采取|提出|制定|出台|举办|设立|成立|组建|建立|实施)(?P<name>(?:(?!采取|提出|制定|出台|举办"
    r"|设立|成立|组建|建立|实施)[^,。;:、!?\n()]){2,40})$"
)
_NAME = re.compile(
    r"(?:^|[,。;:、!?\n(])(?:根据|按照|落实|贯彻|现就|就|对|由|向|为|将|推进|推动|支持|围绕|依托|在|从"
    r"|以)*(?P<name>[^,。;:、!?\n()]{2,60})$"
)
_WINDOW = 130


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short name, what it stands for (as far as the sentence tells), and the bracket's bytes."""

    short: str
    full: str
    span: Span


def abbreviations(text: Text) -> tuple[Abbreviation, ...]:
    """The short names that `text` defines, in order."""
    view = text.view
    found = _DEFINED.finditer(view) if "称" in view else ()
    return tuple(
        Abbreviation(
            text.plain[slice(*m.span("short"))],
            simplified(_full(text, view, m.start())),
            text.span(*m.span()),
        )
        for m in found
    )


def _full(text: Text, view: str, end: int) -> str:
    first = max(0, end - _WINDOW)
    before = view[first:end]
    found = _TITLE_BEHIND.search(before)
    if found is None and (name := _MADE.search(before) or _NAME.search(before)):
        return text.value[first + name.start("name") : end]
    return text.value[first + found.start() : end] if found else ""
