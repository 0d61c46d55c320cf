"""Which column of a sheet is which fact: by identifier or by Chinese label, with a unit if any.

`营业收入（万元）` is 营业收入 in 万元. A note 单位：万元 above the header is the unit of every
money column that states none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from ballast.errors import BadHeader
from ballast.facts.numbers import unit_factor
from ballast.facts.raw import Raw, plain, shown
from ballast.facts.schema import is_required
from ballast.vocabulary.facts import SCALES, VERSION_FACTS, Entity, Fact

#: The header is looked for in so many first rows.
DEPTH = 30
_WITH_UNIT = re.compile(r"(.+)[(\[](?:单位:)?([^()\[\]]+)[)\]]")
_NOTE = re.compile(r"[(\[]?(?:金额|计量)?单位:([^()\[\]]*元[^()\[\]]*)[)\]]?")


@dataclass(frozen=True)
class Column:
    """A column that is a fact: where it stands (from 0), its title, its unit in the fact's own."""

    place: int
    title: str
    name: str
    factor: Decimal


@dataclass(frozen=True)
class Header:
    """A header row (from 1), its columns, the titles that are no fact, and the facts not there.

    `unknown` maps a title to the label nearest to it, if one is near; `width` is how many cells the
    row has, to the last title.
    """

    row: int
    width: int
    columns: tuple[Column, ...]
    unknown: dict[str, str | None]
    missing: tuple[str, ...]


def find(rows: Sequence[tuple[int, Sequence[Raw]]], entity: Entity) -> Header | None:
    """The header among the first `rows`: the one that names most facts; None without a key.

    Raises BadHeader for a fact named twice or a unit that the fact does not have.
    """
    counted = [sum(_fact(title, entity) is not None for title in titles(row)) for _, row in rows]
    if not counted or max(counted) == 0:
        return None
    best = counted.index(max(counted))
    number, row = rows[best]
    header = _header(number, titles(row), entity, _note(rows[:best]))
    named = {column.name for column in header.columns}
    return header if {entity.key, entity.owner} - {None} <= named else None


def titles(row: Sequence[Raw]) -> list[str]:
    """A row's cells as titles: half-width, without any spaces or the * of required columns."""
    return ["".join(plain(shown(cell)).split()).strip("*") for cell in row]


def nearest(title: str, entity: Entity) -> str | None:
    """The identifier or label nearest to `title`, if one is near."""
    known = [*_index(entity), *entity.facts]
    close = get_close_matches(title.partition("(")[0], known, n=1, cutoff=0.5)
    return close[0] if close else None


def _index(entity: Entity) -> dict[str, str]:
    labels = {titles([fact.label])[0]: name for name, fact in entity.facts.items()}
    return labels | {name: name for name in entity.facts}


def _fact(title: str, entity: Entity) -> tuple[str, str] | None:
    """The fact that `title` names and the unit it states, if any."""
    index = _index(entity)
    if title in index:
        return index[title], ""
    found = _WITH_UNIT.fullmatch(title)
    if found and found[1] in index:
        return index[found[1]], found[2]
    return None


def _header(row: int, named: list[str], entity: Entity, note: str) -> Header:
    columns: dict[str, Column] = {}
    for place, title in enumerate(named):
        if (found := _fact(title, entity)) is None:
            continue
        name, unit = found
        if name in columns:
            reason = f"both “{columns[name].title}” and “{title}” are {entity.facts[name].label}"
            raise BadHeader(place=f"row {row}", reason=reason, allowed="each fact once")
        factor = _factor((row, title), entity.facts[name], unit, note)
        columns[name] = Column(place, title, name, factor)
    places = {column.place for column in columns.values()}
    rest = [title for place, title in enumerate(named) if title and place not in places]
    expected = (name for name in entity.facts if name not in VERSION_FACTS)
    missing = tuple(name for name in expected if name not in columns)
    unknown = {title: nearest(title, entity) for title in rest}
    width = max(place for place, title in enumerate(named) if title) + 1
    return Header(row, width, tuple(columns.values()), unknown, missing)


def _factor(at: tuple[int, str], fact: Fact, stated: str, note: str) -> Decimal:
    unit = stated or (note if fact.type == "money" else "")
    if not unit:
        return Decimal(1)
    factor = unit_factor(unit, fact) if fact.type in SCALES else None
    if factor is not None:
        return factor
    row, title = at
    reason = f"the unit “{unit}” of “{title}” is none of {fact.label} ({fact.unit or fact.type})"
    raise BadHeader(place=f"row {row}", reason=reason, allowed="its own unit, or 万 or 亿 of it")


def _note(rows: Sequence[tuple[int, Sequence[Raw]]]) -> str:
    """The unit that a note above the header gives to money: 万元 of 单位：万元."""
    for _, row in rows:
        for title in titles(row):
            if found := _NOTE.fullmatch(title):
                return found[1]
    return ""


def required(entity: Entity) -> list[str]:
    """The facts that every row must have, with their labels."""
    return [f"{n} {f.label}" for n, f in entity.facts.items() if is_required(entity, n)]
