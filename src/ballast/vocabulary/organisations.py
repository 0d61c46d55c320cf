"""The register of organisations: which unit a printed name means, what it is, who its peers are.

`vocabulary/organisations.csv` holds `id,name,shorts,aliases,level,region,function,kind,valid_from,
valid_to,successor`. `name` is the official name, `aliases` are other names that say by themselves
whom they mean. `shorts` are names without territory (工业和信息化厅;工信厅): in a document of the
region they stand bare, behind 省, 自治区 or 市, or behind the region's own name, which is enough
anywhere. Several are parted by semicolons. Days are inclusive; an empty one is not known or has
not come.

Covered: organs of the State Council; departments of 广东, 广西 and 福建 as they have been named
since the reform of 2018; central agencies there, in 深圳 and in 厦门; groups that documents charge
as one (各地级以上市人民政府). Not covered: departments of single cities and counties, other
provinces, names from before 2018, and what the reforms of local finance and of data bureaus since
2024 renamed. `广东省文资办` stands by its usual name.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args
from unicodedata import normalize

from ballast.errors import Invalid, NotFound, Problem
from ballast.vocabulary import codes
from ballast.vocabulary.codes import Codelist

FILE = "organisations.csv"
#: The region of the whole country, for which GB/T 2260 has no code.
COUNTRY = "100000"
Level = Literal["national", "province", "city", "county"]
OrganisationKind = Literal[
    "government",  # 人民政府
    "department",  # 组成部门、直属机构、办公厅
    "party_organ",  # 党委的办事机构
    "committee",  # 领导小组、指挥部
    "central_agency",  # 中央在地方的派出机构、垂直管理机构
    "institution",  # 事业单位
    "state_firm",  # 国有企业
    "group",  # several that are charged as one: 各地级以上市人民政府
]
COLUMNS = (
    *("id", "name", "shorts", "aliases", "level", "region", "function", "kind"),
    *("valid_from", "valid_to", "successor"),
)
_ENDING = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$")


@dataclass(frozen=True)
class Organisation:
    """One organisation; `function` is the key that peers in other regions share."""

    id: str
    name: str
    shorts: tuple[str, ...]
    aliases: tuple[str, ...]
    level: Level
    region: str
    function: str
    kind: OrganisationKind
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    def exists_on(self, day: date) -> bool:
        """Whether it exists under this name on `day`, as far as the register knows."""
        return codes.holds_on(day, self.valid_from, self.valid_to)


@dataclass(frozen=True)
class Register:
    """The organisations by identifier, and the regions whose names theirs are made of."""

    organisations: Mapping[str, Organisation]
    regions: Codelist = field(repr=False)

    def resolve(self, name: str, region: str) -> Organisation | None:
        """Whom `name` means in a document of `region` (a code of GB/T 2260); None if unknown.

        A name without territory is looked for in the region, then in those above it.
        """
        key = _key(name)
        steps = _upward(self.regions, region)
        found = [self._local.get((steps[0], key)), self._anywhere.get(key)]
        found += [self._local.get((step, key)) for step in steps[1:]]
        return next((self.organisations[each] for each in found if each), None)

    def peers(self, one: Organisation, other: Organisation) -> bool:
        """Whether both have the same function at the same level in different regions."""
        same = (one.function, one.level) == (other.function, other.level)
        return same and one.region != other.region

    def current(self, organisation: Organisation, day: date) -> Organisation:
        """The organisation that does its work on `day`: itself, or whoever succeeded it."""
        while organisation.successor and organisation.valid_to and organisation.valid_to < day:
            organisation = self.organisations[organisation.successor]
        return organisation

    def nearest(self, name: str, region: str) -> list[str]:
        """Up to three names, known in `region` or anywhere, that look like `name`."""
        steps = _upward(self.regions, region)
        known = {*self._anywhere, *(local for step, local in self._local if step in steps)}
        return get_close_matches(_key(name), sorted(known), n=3, cutoff=0.5)

    @cached_property
    def _anywhere(self) -> dict[str, str]:
        return {
            _key(name): each.id
            for each in self.organisations.values()
            for name in _full_names(each, self.regions)
        }

    @cached_property
    def _local(self) -> dict[tuple[str, str], str]:
        return {
            (each.region, _key(name)): each.id
            for each in self.organisations.values()
            for name in _local_names(each, self.regions)
        }


def load_register(folder: Path) -> Register:
    """The register of the folder `vocabulary/`. Raises NotFound, or Invalid with each line."""
    path = folder / FILE
    if not path.is_file():
        raise NotFound(what="the register of organisations", path=path, option="--vocabulary")
    regions = codes.load(folder, "regions")
    rows = _rows(path)
    problems = [problem for line, row in rows for problem in _wrong(path, line, row, regions)]
    if problems:
        raise Invalid(problems)
    listed = [(line, _organisation(row)) for line, row in rows]
    if problems := list(_contradictions(path, listed, regions)):
        raise Invalid(problems)
    return Register({each.id: each for _, each in listed}, regions)


def _full_names(one: Organisation, regions: Codelist) -> Iterator[str]:
    """Names that mean it in any document."""
    yield from (one.name, *one.aliases)
    label = regions.label(one.region) if one.region in regions else ""
    for territory in {label, _ENDING.sub("", label)} - {""}:
        yield from (territory + short for short in one.shorts)


def _local_names(one: Organisation, regions: Codelist) -> Iterator[str]:
    """Names that mean it in a document of its own region."""
    label = regions.label(one.region) if one.region in regions else ""
    generic = "自治区" if label.endswith("自治区") else label[-1:]
    for short in one.shorts:
        yield from {short, generic + short}


def _upward(regions: Codelist, region: str) -> list[str]:
    """`region` and the regions above it, the country last."""
    above = [entry.code for entry in reversed(regions.path(region))]
    return [*above, COUNTRY]


def _key(name: str) -> str:
    """A name for comparison: half-width, without spaces."""
    return "".join(normalize("NFKC", name).split())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        header = tuple(reader.fieldnames or ())
        if header != COLUMNS:
            raise Invalid([Problem(path, 1, 1, ",".join(header), ",".join(COLUMNS))])
        return [(reader.line_num, row) for row in reader]


def _wrong(path: Path, line: int, row: dict[str, str], regions: Codelist) -> Iterator[Problem]:
    known = row["region"] in regions or row["region"] == COUNTRY
    for column, good, allowed in (
        ("id", bool(re.fullmatch(r"[a-z0-9_-]+", row["id"])), "a-z, 0-9, _ and hyphens"),
        ("name", bool(row["name"]), "the official name"),
        ("level", row["level"] in get_args(Level), ", ".join(get_args(Level))),
        ("region", known, f"a code of regions.csv, or {COUNTRY} for the whole country"),
        ("function", bool(re.fullmatch(r"[a-z_]+", row["function"])), "a key such as finance"),
        ("kind", row["kind"] in get_args(OrganisationKind), ", ".join(get_args(OrganisationKind))),
        ("valid_from", _is_day(row["valid_from"]), "a date like 2023-07-20, or nothing"),
        ("valid_to", _is_day(row["valid_to"]), "a date like 2023-07-19, or nothing"),
    ):
        if not good:
            yield Problem(path, line, 1, f"{column} “{row[column]}”", allowed)


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _organisation(row: Mapping[str, str]) -> Organisation:
    level: Level = next(each for each in get_args(Level) if each == row["level"])
    kind: OrganisationKind = next(k for k in get_args(OrganisationKind) if k == row["kind"])
    names = {key: tuple(filter(None, row[key].split(";"))) for key in ("shorts", "aliases")}
    return Organisation(
        id=row["id"],
        name=row["name"],
        shorts=names["shorts"],
        aliases=names["aliases"],
        level=level,
        region=row["region"],
        function=row["function"],
        kind=kind,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor=row["successor"] or None,
    )


def _contradictions(
    path: Path, listed: Sequence[tuple[int, Organisation]], regions: Codelist
) -> Iterator[Problem]:
    """Identifiers and names that stand for two, and lives that cannot be."""
    times = Counter(each.id for _, each in listed)
    known = {each.id: each for _, each in listed}
    meant: dict[tuple[str, str], str] = {}
    for line, each in listed:
        if times[each.id] > 1:
            yield Problem(path, line, 1, f"the id {each.id} a second time", "each id once")
        if wrong := _impossible(each, known):
            yield Problem(path, line, 1, *wrong)
        names = [("", _key(name)) for name in _full_names(each, regions)]
        names += [(each.region, _key(name)) for name in _local_names(each, regions)]
        for place in names:
            if meant.setdefault(place, each.id) != each.id:
                given = f"“{place[1]}”, which already means {meant[place]}"
                yield Problem(path, line, 1, given, "each name for one organisation of a region")


def _impossible(one: Organisation, known: Mapping[str, Organisation]) -> tuple[str, str] | None:
    """What of its days and its successor cannot be, and what can; each successor ends later."""
    start, end = one.valid_from or date.min, one.valid_to or date.max
    if start > end:
        return f"valid_from {start}", f"a day not after valid_to, {end}"
    if not one.successor:
        return None
    after = known.get(one.successor)
    if one.valid_to is None:
        return f"the successor {one.successor}", "one where `valid_to` is given"
    if after is None or (after.valid_to or date.max) <= end:
        return f"the successor {one.successor}", f"an id of this list that exists after {end}"
    return None
