"""Official classifications: industries (GB/T 4754-2017) and administrative divisions (GB/T 2260).

A codelist is a CSV beside the facts: `code,label,parent,valid_from,valid_to,successor`. An empty
`valid_from` says: since before 2012, where the tables begin; an empty `valid_to`: still valid; both
days are inclusive. The tables of divisions are dated by year: in the year of a change the old and
the new code are both valid, since both circulate. Old codes stay readable, for registers keep them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ballast.errors import Invalid, NotFound, Problem

COLUMNS = ("code", "label", "parent", "valid_from", "valid_to", "successor")


@dataclass(frozen=True)
class Entry:
    """One code: its label, the code above it, when it is valid, and the code that replaced it."""

    code: str
    label: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    def valid_on(self, day: date) -> bool:
        """Whether the code is valid on `day`."""
        return holds_on(day, self.valid_from, self.valid_to)


def holds_on(day: date, start: date | None, end: date | None) -> bool:
    """Whether `day` lies from `start` to `end`, both included; None is an open side."""
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(frozen=True)
class Codelist:
    """A classification, by code. `code in codelist` also accepts what its standard implies."""

    name: str
    entries: dict[str, Entry] = field(repr=False)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.known(code) is not None

    def known(self, code: str) -> Entry | None:
        """The entry of `code`, or of the nearest listed code above it; None where there is none."""
        return self.entries.get(code)

    def label(self, code: str) -> str:
        """The Chinese label of `code`, or of the nearest listed code above it; else the code."""
        entry = self.known(code)
        return entry.label if entry else code

    def normalise(self, text: str) -> str | None:
        """The one form of the code that `text` writes, as code or as label; None if it is none."""
        plain = _plain(text)
        code = self._canonical(plain.upper())
        return code if code in self else self._labels.get(plain)

    def children(self, parent: str | None, day: date | None = None) -> list[Entry]:
        """The listed codes directly under `parent`, in order; those valid on `day` if given."""
        below = self._children.get(parent, [])
        return [entry for entry in below if day is None or entry.valid_on(day)]

    def path(self, code: str) -> list[Entry]:
        """The entry of `code` and all above it, the topmost first."""
        entry = self.known(code)
        if entry is None:
            return []
        return [*(self.path(entry.parent) if entry.parent else []), entry]

    def _canonical(self, text: str) -> str:
        return text

    @cached_property
    def _children(self) -> dict[str | None, list[Entry]]:
        below: dict[str | None, list[Entry]] = {}
        for entry in self.entries.values():
            below.setdefault(entry.parent, []).append(entry)
        return below

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Code by label and by labels from any level down (广州市天河区), where only one has it."""
        found: dict[str, set[str]] = {}
        for code in self.entries:
            for name in self._names(code):
                found.setdefault(name, set()).add(code)
        return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}

    def _names(self, code: str) -> Iterator[str]:
        labels = [_plain(entry.label) for entry in self.path(code)]
        return ("".join(labels[start:]) for start in range(len(labels)))


class Industries(Codelist):
    """GB/T 4754-2017. The one form is the section's letter and the digits: C, C39, C391, C3912.

    Sections (20), divisions (97) and groups (473) are complete; of the classes only some are
    listed, so any fourth digit under a group is accepted and has the group's label. `3912`,
    `C3912` and a listed label are read alike; a wrong letter (`D3912`) is no code.
    """

    def known(self, code: str) -> Entry | None:
        """The entry of `code`; of a class that is not listed, its group's."""
        found = self.entries.get(code)
        if found is None and re.fullmatch(r"[A-T][0-9]{4}", code):
            return self.entries.get(code[:4])
        return found

    def _canonical(self, text: str) -> str:
        return self._sections.get(text[:2], "") + text if text[:1].isdigit() else text

    @cached_property
    def _sections(self) -> dict[str, str]:
        return {code[1:]: code[0] for code in self.entries if len(code) == 3}

    def _names(self, code: str) -> Iterator[str]:
        """A group with one class has the class's label, and some divisions a group's: no path."""
        return iter([_plain(self.entries[code].label)])

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Code by label; where a class repeats the label of what is above it, the upper code."""
        found: dict[str, str] = {}
        for code in sorted(self.entries, key=len):
            found.setdefault(_plain(self.entries[code].label), code)
        return found


class Regions(Codelist):
    """GB/T 2260: six digits. Towns of 东莞 and 中山, which have no counties, have nine digits.

    All 34 provinces are listed; cities and counties only of 福建, 广东 and 广西. Shortened
    statistical codes (`44`, `4401`) and long ones filled with zeros (`440100000000`) are read too.
    """

    def fits(self, code: str, level: str) -> bool:
        """Whether `code` is a city, or is a county or stands for one.

        A municipality under the central government counts as a city. Where a city has no counties
        (东莞, 中山), the city itself and its towns stand for them.
        """
        steps, label = len(self.path(code)), self.label(code)
        if level == "city":
            return steps == 2 or (steps == 1 and label.endswith("市"))
        below = self.children(code)
        return steps > 2 or (steps == 2 and bool(below) and len(below[0].code) > 6)

    def _canonical(self, text: str) -> str:
        if not text.isdigit():
            return text
        if len(text) == 12:
            text = text[:6] if text.endswith("0" * 6) else text[:9]
        return text.ljust(6, "0") if len(text) in (2, 4) else text


_KINDS: dict[str, type[Codelist]] = {"industries": Industries, "regions": Regions}


def load(folder: Path, name: str) -> Codelist:
    """The codelist `name` of the folder `vocabulary/`. Raises NotFound, or Invalid by line."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise NotFound(what=f"the codelist {name}", path=path, option="--vocabulary")
    rows = _rows(path)
    problems = [problem for line, row in rows for problem in _wrong(path, line, row)]
    if problems:
        raise Invalid(problems)
    entries = [_entry(row) for _, row in rows]
    _check(path, entries)
    return _KINDS.get(name, Codelist)(name, {entry.code: entry for entry in entries})


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        header = tuple(reader.fieldnames or ())
        if header != COLUMNS:
            raise Invalid([Problem(path, 1, 1, ",".join(header), ",".join(COLUMNS))])
        return [(reader.line_num, row) for row in reader]


def _wrong(path: Path, line: int, row: dict[str, str]) -> Iterator[Problem]:
    if not row["code"] or not row["label"]:
        yield Problem(path, line, 1, f"code “{row['code']}”, label “{row['label']}”", "both given")
    for column in ("valid_from", "valid_to"):
        try:
            _day(row[column])
        except ValueError:
            yield Problem(path, line, 1, f"{column} “{row[column]}”", "a date like 2014-12-31")


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        row["code"],
        row["label"],
        row["parent"] or None,
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        row["successor"] or None,
    )


def _check(path: Path, entries: list[Entry]) -> None:
    """Raises Invalid where a code stands twice or a parent or successor is not in the list."""
    codes = {entry.code for entry in entries}
    problems, seen = [], set()
    for line, entry in enumerate(entries, 2):
        if entry.code in seen:
            problems.append(Problem(path, line, 1, f"{entry.code} a second time", "each code once"))
        seen.add(entry.code)
        problems += [
            Problem(path, line, 1, f"{entry.code} names {other}", "a code of this list")
            for other in (entry.parent, entry.successor)
            if other and other not in codes
        ]
    if problems:
        raise Invalid(problems)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(text: str) -> str:
    """`text` half-width and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())
