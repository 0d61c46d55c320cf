"""A list of responsible units: their names as printed, and which of them lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from ballast.documents.clauses import Clause
from ballast.documents.names import name_places
from ballast.documents.organs import ORGAN_END
from ballast.documents.text import Text
from ballast.measures.leads import Conventions, Rule, section_leads, without_conventions
from ballast.measures.model import Role, Unit
from ballast.measures.responsible import Block, is_aside

_PREFIX = re.compile(
    r"(?:(?P<lead>牵头|主办|主要责任)(?:责任)?|责任|配合|协办|承办|负责|落实|实施|参与|参加|会同)"
    r"(?:单位|部门|主体|处室|科室)? ?:"
)
_GROUP = re.compile("[,;。]")
_ALL_LEAD = re.compile(r"牵头(?:负责|落实|实施|组织)*$")
_LEADS = re.compile(r"(?:牵头(?:负责|落实|实施|组织)*|\(牵头\))$")
#: What stands behind the last name of a group and is none of it.
_TAIL = re.compile(
    r"(?:(?:按|依|根据)(?:照)?(?:各自)?(?:职责|职能|分工|任务)[^、,]{0,8}|分别|共同|协同|具体|分工|各自|牵头|会同)*"
    r"(?:负责|落实|配合|参与|参加|办理|推进|实施|组织|执行|牵头|协助|支持)*(?:\(?牵头\)?)?$"
)
_AND_OTHERS = re.compile(
    r"等(?:有关|相关|其他|各)*(?:部门|单位|地区|地方|成员)?(?:和|及|、)?(?:有关|相关)?(?:部门|单位)?$"
)
_BY_DUTIES = re.compile(r"按(?:照)?(?:各自)?(?:职责|职能)")
_WITH = re.compile(r"^(?:由|会同|联合(?!会)|以及|和|及)(?=[\u3400-\u9fff]{2})")
_ORGAN = re.compile(rf"{ORGAN_END}$")
_AND = re.compile(r"(?:以及|及|会同|  *)(?=(?:各|省|市|县|区|国|有关|相关|自治区|中央))")
#: A territory written before the first name and meant before the others: 自治区发展改革委、财政厅.
_TERRITORY = re.compile(r"^(?:自治区|[省市县区州盟旗])(?=[\u3400-\u9fff]{2})")
_BARE = re.compile(r"^(?![各省市县区州国中全团有相驻])(?!.*[省市县区州国]).{2,12}[厅局委办部会院]$")


#: What may stay around a name.
_AROUND = ":( 。"


def responsible(
    clause: Clause, found: Iterable[Block], shared: Conventions
) -> tuple[tuple[Unit, ...], bool]:
    """The units of a clause in order, and whether it stays open who leads.

    It stays open where the document's convention names a lead but the bracket says 按职责分工负责.
    """
    rule = shared.rule(clause)
    units: list[Unit] = []
    ambiguous = False
    for block in found:
        named, marked = listed(block.content)
        if rule and not marked and named:
            by_duties = bool(_BY_DUTIES.search(block.content.view))
            ambiguous = ambiguous or by_duties
            named = named if by_duties else _led(named, rule, block.content)
        units += named
    units += [_unit(name, "member") for name in shared.added(clause)]
    return tuple(unique([*_with_section(units, clause)])), ambiguous


def listed(content: Text) -> tuple[list[Unit], bool]:
    """The units of one list, and whether the list itself marks leads."""
    text = without_conventions(content)
    words = text.plain
    places = _places(text.view)
    units = [
        Unit(intern(words[first:last]), role, text.span(first, last), inherits)
        for first, last, role, inherits in places
    ]
    return units, any(place.role == "lead" for place in places)


class _Named(NamedTuple):
    """Where a list names a unit, its role and the territory that it inherits."""

    first: int
    last: int
    role: Role
    inherits: str = ""


@lru_cache(2048)
def _places(view: str) -> tuple[_Named, ...]:
    """The units that a list names. A document charges the same few again and again."""
    named: list[_Named] = []
    for role, start, end in _parts(view):
        for group in name_places(view, start, end, _GROUP):
            named += [] if is_aside(view[slice(*group)]) else _group(view, *group, role)
    return tuple(named)


def _parts(view: str) -> Iterator[tuple[Role, int, int]]:
    """The parts of a list by their prefix: 牵头单位：…，配合单位：…."""
    prefixes = list(_PREFIX.finditer(view)) if ":" in view else []
    starts = [*(prefix.start() for prefix in prefixes), len(view)]
    if view[: starts[0]].strip("( "):
        yield "member", 0, starts[0]
    for prefix, end in zip(prefixes, starts[1:], strict=True):
        yield "lead" if prefix["lead"] else "member", prefix.end(), end


def _group(view: str, start: int, end: int, role: Role) -> list[_Named]:
    """The units between two commas: 甲局、乙局牵头 makes both lead."""
    lead = bool(_ALL_LEAD.search(view, start, end))
    named = []
    for place in name_places(view, start, end):
        for first, last, invites in _split_and(view, *place):
            name = view[first:last]
            own: Role = "lead" if lead or invites or _LEADS.search(name) else role
            inside = _place(name)
            if inside[0] < inside[1]:
                named.append(_Named(first + inside[0], first + inside[1], own))
    return _inherited(view, named)


def _split_and(view: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """及, 会同 and spaces part names between them: behind an organ's end, before a beginning.

    With each name comes whether it invites the next: 甲局会同乙局 has 甲局 lead.
    """
    for found in _AND.finditer(view, start, end):
        if _ORGAN.search(view, start, found.start()):
            yield start, found.start(), found[0] == "会同"
            start = found.end()
    yield start, end, False


@lru_cache(4096)
def _place(view: str) -> tuple[int, int]:
    """Where the name alone stands, without what the unit does and without 等.

    The same few units are named again and again.
    """
    start = found.end() if (found := _WITH.match(view)) else 0
    end = len(view)
    for pattern in (_TAIL, _AND_OTHERS, _TAIL):
        if found := pattern.search(view, start, end):
            end = found.start()
    name = view[start:end]
    start += len(name) - len(name.lstrip(_AROUND))
    return start, max(start, end - len(name) + len(name.rstrip(_AROUND)))


def _unit(name: Text, role: Role) -> Unit:
    # The same names recur in every clause: one string for all of them.
    return Unit(intern(name.plain), role, name.span())


def _inherited(view: str, named: list[_Named]) -> list[_Named]:
    """Units whose territory is written once, with that territory: 自治区 before 财政厅."""
    names = [view[each.first : each.last] for each in named]
    first = _TERRITORY.match(names[0]) if names else None
    if first is None or any(map(_TERRITORY.match, names[1:])):
        return named
    return [
        each._replace(inherits=first[0]) if place and _BARE.match(name) else each
        for place, (each, name) in enumerate(zip(named, names, strict=True))
    ]


def _led(units: list[Unit], rule: Rule, content: Text) -> list[Unit]:
    """The units with the lead that a convention gives: the first, or all before the first comma."""
    end = units[0].span.end
    if rule == "before_comma":
        comma = next((i for i, c in enumerate(content.view) if c in ",;"), len(content))
        end = content.span(0, comma).end
    return [unit._replace(role="lead") if unit.span.end <= end else unit for unit in units]


def _with_section(units: list[Unit], clause: Clause) -> Iterator[Unit]:
    """The units, with those first that lead the whole section by its heading."""
    leading = [_unit(name, "lead") for name in section_leads(clause)]
    names = {unit.name for unit in leading}
    if not any(unit.role == "lead" for unit in units):
        yield from (unit for unit in leading if unit.name not in {u.name for u in units})
        yield from (unit._replace(role="lead") if unit.name in names else unit for unit in units)
    else:
        yield from units


def unique(units: list[Unit]) -> list[Unit]:
    """Each unit once, as lead where it is named as lead anywhere."""
    kept: dict[str, Unit] = {}
    for unit in units:
        if unit.name not in kept or unit.role == "lead":
            kept[unit.name] = (
                unit if unit.name not in kept else kept[unit.name]._replace(role="lead")
            )
    return list(kept.values())
