"""Styles of a DOCX: which paragraphs are headings, numbered or hidden by their style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_TITLES = {"title", "标题"}
#: A chain of styles longer than this goes in a circle.
_LONGEST_CHAIN = 32


@dataclass(frozen=True)
class Numbered:
    """Which list a paragraph is in (`list_id`; 0 is none) and how deep; None where not said."""

    list_id: int | None = None
    level: int | None = None


@dataclass(frozen=True)
class Style:
    """What a style says itself, and its parent's identifier."""

    name: str
    parent: str | None
    heading: int | None
    numbered: Numbered | None
    hidden: bool | None


@dataclass(frozen=True)
class Styles:
    """The styles by identifier; each inherits what it does not say."""

    by_id: Mapping[str, Style]
    default: str | None = None

    def heading(self, identifier: str | None) -> int | None:
        """0 for a title, 1 to 9 for a heading, else None."""
        return next((s.heading for _, s in self._chain(identifier) if s.heading is not None), None)

    def numbered(self, identifier: str | None) -> tuple[str, Numbered] | None:
        """The list of the style, with the identifier of the style that names it."""
        found = ((key, style.numbered) for key, style in self._chain(identifier))
        return next(((key, numbered) for key, numbered in found if numbered), None)

    def hidden(self, identifier: str | None) -> bool:
        """Whether text of the style is not shown."""
        said = (style.hidden for _, style in self._chain(identifier))
        return bool(next((hidden for hidden in said if hidden is not None), False))

    def is_contents(self, identifier: str | None) -> bool:
        """Whether the style is that of a line in a table of contents."""
        style = self.by_id.get(identifier or "")
        return bool(style and re.match(r"(?:toc|目录) ?\d", style.name))

    def _chain(self, identifier: str | None) -> Iterator[tuple[str, Style]]:
        at = self.default if identifier is None else identifier
        for _ in range(_LONGEST_CHAIN):
            if at is None or at not in self.by_id:
                return
            yield at, self.by_id[at]
            at = self.by_id[at].parent


def read_styles(data: bytes | None) -> Styles:
    """The styles of `word/styles.xml`; none where there is no such part."""
    if data is None:
        return Styles({})
    found, default = {}, None
    for element in tree(data).iterfind("{*}style"):
        identifier = attribute(element, "styleId") or ""
        found[identifier] = _style(element)
        if attribute(element, "default") in ("1", "true") and (
            attribute(element, "type") == "paragraph"
        ):
            default = identifier
    return Styles(found, default)


def tree(data: bytes) -> Any:
    """A part of the file as a tree; nothing outside it is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name: Word puts them into its namespace."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, None)


def value(element: Any, path: str) -> str | None:
    """The `val` of the element at `path` (local names), or None."""
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return None if found is None else attribute(found, "val")


def whole(text: str | None) -> int | None:
    """The whole number that `text` is, or None."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def is_on(text: str | None) -> bool:
    """What a switch without a value or with this one says."""
    return text not in ("0", "false", "off", "none")


def _style(element: Any) -> Style:
    name = (value(element, "name") or "").strip().lower()
    hidden = element.find("{*}rPr/{*}vanish")
    return Style(
        name=name,
        parent=value(element, "basedOn"),
        heading=_heading(name, whole(value(element, "pPr/outlineLvl"))),
        numbered=_numbered(element.find("{*}pPr/{*}numPr")),
        hidden=None if hidden is None else is_on(attribute(hidden, "val")),
    )


def _heading(name: str, outline: int | None) -> int | None:
    if name in _TITLES:
        return 0
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    return outline + 1 if outline is not None and 0 <= outline < 9 else None


def _numbered(element: Any) -> Numbered | None:
    if element is None:
        return None
    return Numbered(whole(value(element, "numId")), whole(value(element, "ilvl")))
