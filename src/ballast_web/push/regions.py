"""Where a campaign reaches: cities and counties of the territory of whoever makes it.

A campaign keeps beginnings of codes: `44` a province, `4401` a city, `440106` a county.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ballast.vocabulary.codes import Codelist, Entry
from ballast_web.catalogue.library import vocabulary
from ballast_web.errors import BadValue

_LONGEST = 6


@dataclass(frozen=True)
class Place:
    """A region that may be chosen, with those directly below it."""

    code: str
    label: str
    below: tuple[Place, ...] = ()


def beginning(code: str) -> str:
    """The digits that all regions below `code` share; none for the country."""
    if code == "100000":
        return ""
    while len(code) == _LONGEST and code.endswith("00"):
        code = code.removesuffix("0000") if code.endswith("0000") else code[:4]
    return code


def choices(territory: str, day: date) -> list[Place]:
    """What may be chosen in `territory` on `day`: its cities with their counties, or its counties.

    A territory with nothing below it (a county, a city without counties) is a single choice.
    """
    regions = _regions()
    own = regions.known(territory.ljust(_LONGEST, "0")) if territory else None
    below = _below(regions, own.code if own else None, day)
    return below or [Place(territory, region_label(territory))]


def _below(regions: Codelist, parent: str | None, day: date) -> list[Place]:
    return [
        Place(beginning(each.code), each.label, tuple(_below(regions, each.code, day)))
        for each in regions.children(parent, day)
        if len(each.code) == _LONGEST
    ]


def chosen(territory: str, given: Iterable[str], day: date) -> list[str]:
    """`given` in order, none twice or below another; the whole territory where none is given.

    Raises BadValue for a region outside the territory, or for none at all.
    """
    allowed = {territory, *_codes(choices(territory, day))}
    named = set(given) or {territory}
    if outside := sorted(named - allowed):
        given = "、".join(map(region_label, outside))
        raise BadValue(field="地区", given=given, allowed="本单位辖区内的市、县（市、区）")
    return sorted(each for each in named if not any(_above(other, each) for other in named))


def _above(upper: str, lower: str) -> bool:
    return upper != lower and lower.startswith(upper)


def _codes(places: Iterable[Place]) -> Iterator[str]:
    for each in places:
        yield each.code
        yield from _codes(each.below)


def within(regions: Sequence[str], field: str = "enterprise__region") -> Q:
    """Those whose region lies in one of `regions`, or in one that has become part of it.

    Registers keep old codes: who chooses 黄埔区 (440112) means 萝岗区 (440116) of before 2015 too.
    """
    asked = Q(pk__in=[])
    for each in {*regions, *_former(regions)}:
        asked |= Q(**{f"{field}__startswith": each})
    return asked


def _former(regions: Sequence[str]) -> Iterator[str]:
    entries: Iterable[Entry] = _regions().entries.values()
    yield from (each.code for each in entries if each.successor in regions)


def region_label(code: str) -> str:
    """A region in words, with the city before its county: 广州市天河区; the country for none."""
    if not code:
        return "全国"
    path = _regions().path(code.ljust(_LONGEST, "0"))
    return "".join(each.label for each in path[1:] or path) or code


def _regions() -> Codelist:
    return vocabulary().codelists["regions"]
