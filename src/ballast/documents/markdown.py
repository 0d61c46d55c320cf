"""Markdown to text, with Jekyll front matter and inline HTML; numbers of list items stay."""

from __future__ import annotations

import re
from bisect import bisect_left

from ballast.documents.html import unmarked
from ballast.documents.page import Page
from ballast.documents.text import Text

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?P<body>.*?)(?:\r?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL
)
_FIELD = re.compile(
    r"""^(?P<name>[A-Za-z_]+):[ \t]*["']?(?P<value>[^\r\n]*?)["']?[ \t]*\r?$""", re.MULTILINE
)
_HEADING = re.compile(r"^[ \t>]*(?P<marks>#{1,6})[ \t]+(?P<words>\S[^\n]*)$", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"(?<=[^\s#])[ \t]+#+[ \t]*$", re.MULTILINE)
#: Marks at the start of a line: quotation, bullet, code fence, rule, row of dashes in a table.
_LINE_MARKS = re.compile(
    r"^[ \t]*(?:(?:>[ \t]*)+|[-*+][ \t]+|```[^\n]*|~~~[^\n]*|(?:[-*_][ \t]*){3,}$"
    r"|\|?[ :]*-{3,}[ :|-]*$)",
    re.MULTILINE,
)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_AUTOLINK = re.compile(r"<(?:https?|ftp|mailto):[^<>\s]*>")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_{2,3}|~~)(?=\S)([^*_~\n]+?)(?<=\S)\1")
_CELLS = re.compile(r"(?<![ \t])[ \t]*\|[ \t]*")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def read_markdown(text: Text) -> Page:
    """The page's text; its front matter as fields and its headings by their first byte."""
    fields: dict[str, Text] = {}
    if found := _FRONT_MATTER.match(text.value):
        fields = _fields(text[slice(*found.span("body"))])
        text = text[found.end() :]
    text = unmarked(text.sub(_AUTOLINK, ""))
    levels = {
        int(text.starts[m.start("words")]): len(m["marks"])
        for m in _HEADING.finditer(text.value)
        if m["words"]
    }
    plain = _without_marks(text)
    return Page(plain, _at_visible(levels, plain), fields)


def _fields(matter: Text) -> dict[str, Text]:
    found = _FIELD.finditer(matter.value)
    return {m["name"].lower(): matter[slice(*m.span("value"))] for m in found if m["value"]}


def _without_marks(text: Text) -> Text:
    text = _inner(text, _HEADING, "words").sub(_CLOSING_MARKS, "").sub(_LINE_MARKS, "")
    text = _inner(_inner(text.sub(_IMAGE, ""), _LINK, 1), _EMPHASIS, 2)
    text = _inner(text, _ESCAPE, 1)
    return text.sub(_CELLS, "\t")


def _inner(text: Text, pattern: re.Pattern[str], group: int | str) -> Text:
    """Every match cut down to its group: the characters of the group keep their own bytes."""
    edits = [
        (first, last, "")
        for m in pattern.finditer(text.value)
        for first, last in ((m.start(), m.start(group)), (m.end(group), m.end()))
        if first < last
    ]
    return text.edit(edits)


def _at_visible(levels: dict[int, int], text: Text) -> dict[int, int]:
    """Heading marks moved to the first byte that is left of the heading: **bold** loses two."""
    starts = text.starts.tolist()
    places = ((bisect_left(starts, byte), level) for byte, level in levels.items())
    return {starts[place]: level for place, level in places if place < len(starts)}
