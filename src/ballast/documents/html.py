"""HTML to text: inline tags vanish, so that a word broken by them is whole; blocks become lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from ballast.documents.page import Page
from ballast.documents.text import Edit, Text

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|<[!?][^<>]*>""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
#: Line breaks with the spaces around them.
BREAKS = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")
_NEXT = re.compile("[<&\r\n\t]")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
#: What stands inside these is no text of the page. `rt` and `rp` hold the pronunciation in a ruby.
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "select",
        "textarea",
        "button",
        "canvas",
        "svg",
        "head",
        "nav",
        "footer",
        "rt",
        "rp",
    ]
)
_HEADING = re.compile(r"h[1-6]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]*)</title>", re.IGNORECASE)


def read_html(text: Text) -> Page:
    """The page's text; its <title> among the fields."""
    edits = _Edits(text)
    lines = text.edit(edits).sub(BREAKS, "\n")
    found = _TITLE.search(text.value)
    fields = {"title": text[slice(*found.span(1))]} if found and found[1].strip() else {}
    return Page(lines, edits.headings, fields)


def unmarked(text: Text) -> Text:
    """Text of another format without its inline HTML: line breaks in it stay."""
    return text.edit(_Edits(text, breaks="\n"))


@dataclass
class _Edits:
    """The edits that take the markup out of `text`, in order; one pass."""

    text: Text
    breaks: str = " "
    headings: dict[int, int] = field(default_factory=dict)
    unclosed: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Edit]:
        value, at = self.text.value, 0
        while found := _NEXT.search(value, at):
            edit = self._markup(found.start()) if found[0] in "<&" else self._space(found.start())
            at = max(edit[1], found.start() + 1)
            if edit[0] < edit[1] and value[edit[0] : edit[1]] != edit[2]:
                yield edit

    def _space(self, at: int) -> Edit:
        return at, at + 1, self.breaks if self.text.value[at] == "\n" else " "

    def _markup(self, at: int) -> Edit:
        value = self.text.value
        if value[at] == "&":
            entity = _ENTITY.match(value, at)
            return (at, entity.end(), unescape(entity[0])) if entity else (at, at, "")
        if value.startswith("<!--", at):
            return at, _after(value, "-->", at), ""
        tag = _TAG.match(value, at)
        return self._tag(tag) if tag else (at, at, "")

    def _tag(self, tag: re.Match[str]) -> Edit:
        closing, name, attributes = tag[1], (tag[2] or "").lower(), tag[3] or ""
        if not closing and not attributes.endswith("/") and self._skipped(name, attributes):
            return tag.start(), self._end_of(name, tag.end()), ""
        if _HEADING.fullmatch(name) and not closing:
            self._heading(int(name[1]), tag.end())
        new = "\n" if name in _BLOCKS else "\t" if name in _CELLS and not closing else ""
        return tag.start(), tag.end(), new

    def _skipped(self, name: str, attributes: str) -> bool:
        return name in _SKIPPED or (
            name in ("div", "p", "span") and bool(_HIDDEN.search(attributes))
        )

    def _end_of(self, name: str, at: int) -> int:
        """Where the skipped element ends; one without an end tag skips nothing but its own tag."""
        if name in self.unclosed:
            return at
        found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text.value, at)
        if found is None:
            self.unclosed.add(name)  # or a page of such tags would be searched to its end each time
        return found.end() if found else at

    def _heading(self, level: int, at: int) -> None:
        if at < len(self.text):
            self.headings[int(self.text.starts[at])] = level


def _after(value: str, end: str, at: int) -> int:
    """The index after the next `end`; an unclosed comment runs to the end of the file."""
    found = value.find(end, at)
    return len(value) if found < 0 else found + len(end)
