"""HTML to text: inline tags vanish, so that a word broken by them is whole; blocks become lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from ballast.documents.html_head import head_fields
from ballast.documents.html_tables import Rows
from ballast.documents.page import Page
from ballast.documents.text import Edit, Text

#: What changes in a page: comments, tags, declarations, entities, white space. Possessive, or a
#: tag without its end would be tried in every way to part it.
_ATTRIBUTES = r"""(?:[^'"<>]++|"[^"]*+"|'[^']*')*+"""
#: Tags that stand for nothing, one behind another: the dirt inside words. A span may be hidden.
_INLINE = (
    rf"(?P<inline>(?:</?(?:a|b|em|font|i|strong|u|span(?![^<>]*none))(?=[\s>]){_ATTRIBUTES}>)++)"
)
_MARKUP = re.compile(
    rf"{_INLINE}"
    r"""|<!--|<(?P<closing>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<attributes>(?:[^'"<>]++|"[^"]*+"|'[^']*+')*+)>"""
    r"|<[!?][^<>]*+>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|\r|\n|\t"
)
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
_WRAPPED = re.compile(r"[\u3400-\u9fff，、；]\r?\n[\u3400-\u9fff]")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_html(text: Text) -> Page:
    """The page's text; what its head says among the fields."""
    edits = _Edits(text)
    lines = text.edit(edits)
    fields = {name: unmarked(value) for name, value in head_fields(text).items()}
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
    rows: Rows = field(init=False)

    def __post_init__(self) -> None:
        self.rows = Rows(self.text.value)

    def __iter__(self) -> Iterator[Edit]:
        value, at = self.text.value, 0
        while found := _MARKUP.search(value, at):
            inline = found.lastgroup == "inline"
            start, end, new = (*found.span(), "") if inline else self._edit(found)
            at = max(end, start + 1)
            if start < end and found[0] != new:
                yield start, end, new

    def _edit(self, found: re.Match[str]) -> Edit:
        start, end = found.span()
        if found["name"] is not None:
            return self._tag(found)
        if found[0] == "<!--":
            return start, _after(self.text.value, "-->", start), ""
        if found[0][0] == "&":
            return start, end, unescape(found[0])
        if found[0][0] == "<":
            return start, end, ""
        return start, end, self._space(start) if found[0] in "\r\n" else " "

    def _space(self, at: int) -> str:
        """A line break of the source is a space, but nothing between two Chinese characters.

        So CSS Text 3, 4.1.3 (segment breaks): sources are wrapped anywhere inside sentences.
        """
        if self.breaks == "\n":
            return self.breaks if self.text.value[at] == "\n" else " "
        before = at - 1 - self.text.value.startswith("\r\n", at - 1)
        return "" if _WRAPPED.match(self.text.value, max(0, before)) else " "

    def _tag(self, tag: re.Match[str]) -> Edit:
        closing, name, attributes = tag["closing"], tag["name"].lower(), tag["attributes"]
        if not closing and not attributes.endswith("/") and self._skipped(name, attributes):
            return tag.start(), self._end_of(name, tag.end()), ""
        if name in _HEADINGS and not closing:
            self._heading(int(name[1]), tag.end())
        return tag.start(), tag.end(), self._between(name, bool(closing), attributes, tag.start())

    def _between(self, name: str, closing: bool, attributes: str, at: int) -> str:
        """What stands for a tag: a line for a block, a tab between cells."""
        if name in _CELLS:
            inside = not closing and self.rows.holds(at)
            return self.rows.cell(attributes) if inside else "" if closing else "\t"
        if name not in _BLOCKS:
            return ""
        if name == "tr":
            return self.rows.end() if closing else self.rows.begin()
        if name == "table":
            self.rows.table()
        return " " if self.rows.holds(at) else "\n"

    def _skipped(self, name: str, attributes: str) -> bool:
        return name in _SKIPPED or (
            bool(attributes) and name in ("div", "p", "span") and bool(_HIDDEN.search(attributes))
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
