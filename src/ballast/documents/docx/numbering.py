"""Automatic numbers of a DOCX: which label the printed page shows before each paragraph.

ISO/IEC 29500-1, 17.9. Lists that share one definition count on together; a list that states its own
start begins there once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ballast.documents.docx.counting import number
from ballast.documents.docx.styles import Numbered, Styles, attribute, is_on, tree, value, whole

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_GAPS = {"nothing": "", "space": " ", "tab": " "}


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, what stands around the numbers.

    `restart`: the level (from 1) after which it starts again; 0 never, None after each above.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    decimal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(frozen=True)
class List:
    """A list: the definition that it counts with, its levels and its own starts."""

    definition: int
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass
class Counter:
    """Counts paragraphs from the top of the document and writes their labels."""

    lists: Mapping[int, List]
    styles: Styles
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def label(self, own: Numbered | None, style: str | None) -> str:
        """The label of the next paragraph, with the gap behind it; empty where it has none."""
        list_id, depth = self._place(own, style)
        found = self.lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        self._count(list_id, found, depth)
        return self._written(found, depth)

    def _place(self, own: Numbered | None, style: str | None) -> tuple[int, int]:
        """The list and level: the paragraph's own word, else its style's."""
        said = self.styles.numbered(style)
        key, inherited = said or ("", Numbered())
        chosen = own if own and own.list_id is not None else inherited
        list_id = chosen.list_id or 0
        depth = own.level if own and own.level is not None else chosen.level
        if depth is None and list_id in self.lists and chosen is inherited:
            levels = self.lists[list_id].levels.items()
            depth = next((at for at, level in levels if level.style == key), 0)
        return list_id, depth or 0

    def _count(self, list_id: int, found: List, depth: int) -> None:
        counts = self._counts.setdefault(found.definition, {})
        if depth in found.starts and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            counts.pop(depth, None)
        start = found.starts.get(depth, found.levels[depth].start)
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for below in range(depth + 1, _LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or restart > depth:
                counts.pop(below, None)

    def _written(self, found: List, depth: int) -> str:
        level, counts = found.levels[depth], self._counts[found.definition]
        if level.form == "bullet":
            return ""

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            above = found.levels.get(at, Level())
            form = "decimal" if level.decimal else above.form
            return "" if form == "none" else number(counts.get(at, above.start), form)

        label = _PLACE.sub(written, level.text)
        return label + level.gap if label.strip() else ""


def read_numbering(data: bytes | None, styles: Styles) -> Counter:
    """What `word/numbering.xml` declares, ready to count; nothing where there is no such part."""
    if data is None:
        return Counter({}, styles)
    root = tree(data)
    definitions = {
        whole(attribute(each, "abstractNumId")): each for each in root.iterfind("{*}abstractNum")
    }
    lists: dict[int, List] = {}
    for element in root.iterfind("{*}num"):
        key, named = whole(attribute(element, "numId")), whole(value(element, "abstractNumId"))
        if key is not None and named in definitions:
            definition = _linked(definitions[named], root)
            lists[key] = _list(element, definition, whole(attribute(definition, "abstractNumId")))
    return Counter(lists, styles)


def _linked(definition: Any, root: Any) -> Any:
    """The definition that a list style links to, else `definition` itself."""
    style = value(definition, "numStyleLink")
    linked = (each for each in root.iterfind("{*}abstractNum") if value(each, "styleLink") == style)
    return next(linked, definition) if style else definition


def _list(element: Any, definition: Any, key: int | None) -> List:
    levels = dict(_level(each) for each in definition.iterfind("{*}lvl"))
    starts: dict[int, int] = {}
    for override in element.iterfind("{*}lvlOverride"):
        depth = whole(attribute(override, "ilvl")) or 0
        if (own := override.find("{*}lvl")) is not None:
            levels[depth] = _level(own)[1]
        if (start := whole(value(override, "startOverride"))) is not None:
            starts[depth] = start
            levels[depth] = replace(levels.get(depth, Level()), start=start)
    return List(key or 0, levels, starts)


def _level(element: Any) -> tuple[int, Level]:
    start, text = whole(value(element, "start")), value(element, "lvlText")
    legal = element.find("{*}isLgl")
    return whole(attribute(element, "ilvl")) or 0, Level(
        start=0 if start is None else start,
        form=_form(element),
        text=text or "",
        gap=_GAPS.get(value(element, "suff") or "tab", " "),
        decimal=legal is not None and is_on(attribute(legal, "val")),
        restart=whole(value(element, "lvlRestart")),
        style=value(element, "pStyle"),
    )


def _form(element: Any) -> str:
    """The number format; of alternatives, the one for programs that know only the standard."""
    plain = value(element, "numFmt")
    return plain or value(element, "AlternateContent/Fallback/numFmt") or "decimal"
