"""What an enterprise owns, entered on the page one by one: a loan, a purchase, a project.

`?row=loan.1&loan.1.principal=…` is a loan and a fact of it; `add` names a table that is to have
one row more, `drop` a row that is to go. A dropped row leaves its number free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from ballast.rules.ruleset import BURDENS
from ballast.rules.scope import OWNER
from ballast_web.catalogue import library
from ballast_web.enterprises.board import reaches
from ballast_web.enterprises.verdicts import assessor
from ballast_web.kernel.clock import today

#: How many rows may be entered, of one kind and of all.
OF_ONE_KIND, OF_ALL = 3, 6


@dataclass(frozen=True)
class Entered:
    """A row that somebody entered; `number` tells it from others of its table."""

    table: str
    number: int

    @property
    def name(self) -> str:
        """How the address names it; its facts begin so."""
        return f"{self.table}.{self.number}"

    @property
    def key(self) -> str:
        """What stands for its number in registers."""
        return _("第%(number)s项") % {"number": self.number}

    @property
    def label(self) -> str:
        """What such a row is."""
        return library.vocabulary().entities[self.table].label


@dataclass(frozen=True)
class Kind:
    """A table of which rows may be entered, and how many measures in force judge its rows."""

    table: str
    label: str
    measures: int


def entered(given: QueryDict) -> list[Entered]:
    """The rows that the address names, in its order, with the one that is to be added."""
    dropped = set(given.getlist("drop"))
    found = [each for each in dict.fromkeys(_named(given)) if each.name not in dropped]
    added, tables = given.get("add", ""), _tables()
    if added in tables and _room(found, added):
        used = {each.number for each in found if each.table == added}
        found.append(Entered(added, min(set(range(1, OF_ONE_KIND + 1)) - used)))
    return found


def _named(given: QueryDict) -> Iterator[Entered]:
    tables, numbers = _tables(), {str(n): n for n in range(1, OF_ONE_KIND + 1)}
    for name in given.getlist("row")[:OF_ALL]:
        table, _dot, number = name.rpartition(".")
        if table in tables and number in numbers:
            yield Entered(table, numbers[number])


def _room(rows: list[Entered], table: str) -> bool:
    return len(rows) < OF_ALL and sum(each.table == table for each in rows) < OF_ONE_KIND


def kinds(region: str, rows: list[Entered]) -> list[Kind]:
    """Of what a row may still be entered, what most measures in `region` judge first."""
    entities, counted = library.vocabulary().entities, _measures(region)
    return [
        Kind(table, entities[table].label, number)
        for table, number in counted.most_common()
        if _room(rows, table)
    ]


def _measures(region: str) -> Counter[str]:
    """How many measures judge the rows of each table: those that grant something, and here."""
    packages, tables = library.current().packages, _tables()
    found = (
        rule
        for rule in assessor(today()).rules
        if rule.subject in tables and rule.written.benefit.kind not in BURDENS
    )
    return Counter(
        rule.subject
        for rule in found
        if reaches(packages[rule.id.rpartition("/")[0]].policy.region, region)
    )


def _tables() -> frozenset[str]:
    """The tables whose rows belong to an enterprise."""
    entities = library.vocabulary().entities
    return frozenset(name for name, each in entities.items() if each.owner and name != OWNER)
