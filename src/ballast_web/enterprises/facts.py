"""What is known of one enterprise: the registers' rows, overlaid with what was supplied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from ballast.assessment.explain import Rows
from ballast.rules.derived import Vocabulary
from ballast.rules.scope import OWNER
from ballast.vocabulary.organisations import COUNTRY
from ballast_web.catalogue import library
from ballast_web.enterprises.models import FactRow, Snapshot, Supplied
from ballast_web.enterprises.states import COUNTING
from ballast_web.enterprises.values import read_row
from ballast_web.kernel.models import Organisation

#: A table and the key of a row in it.
Place = tuple[str, str]


def _plainly(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose last part, a model's fields, is without Django's own."""
    *place, fields = row
    return (*place, {name: value for name, value in fields.items() if name[0] != "_"})


def tables_at_hand(region: str) -> frozenset[str]:
    """The tables that were loaded for `region`: in them, no row means that there is none."""
    covered = [region, f"{region[:4]}00", f"{region[:2]}0000", COUNTRY, ""]
    loaded = Snapshot.objects.filter(region__in=covered).values_list("tables", flat=True)
    return frozenset(name for tables in loaded for name in tables)


@dataclass(frozen=True)
class Held:
    """The rows of one enterprise, and which of their facts were supplied."""

    vocabulary: Vocabulary
    code: str
    registered: Mapping[Place, FactRow]
    supplied: Mapping[Place, Mapping[str, Supplied]]
    at_hand: frozenset[str]

    @cached_property
    def values(self) -> dict[Place, dict[str, Any]]:
        """The facts of each row as JSON holds them, supplied ones over the registers'."""
        found = {place: dict(row.values) for place, row in self.registered.items()}
        for place, facts in self.supplied.items():
            found.setdefault(place, {}).update({name: each.value for name, each in facts.items()})
        return found

    @cached_property
    def digest(self) -> str:
        """Of everything that is held: the same facts, of the same days and origins."""
        rows = [(*place, vars(row)) for place, row in sorted(self.registered.items())]
        told = [(*place, name, vars(each)) for place, name, each in self._told()]
        content = [self.code, sorted(self.at_hand), *map(_plainly, (*rows, *told))]
        text = json.dumps(content, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def _told(self) -> Iterator[tuple[Place, str, Supplied]]:
        for place, facts in sorted(self.supplied.items()):
            for name, each in sorted(facts.items()):
                yield place, name, each

    @cached_property
    def rows(self) -> Rows:
        """The rows as rules read them."""
        entities = self.vocabulary.entities
        tables: dict[str, list[dict[str, Any]]] = {name: [] for name in sorted(self._tables)}
        for (table, key), values in self.values.items():
            known = {name: value for name, value in values.items() if value is not None}
            row = read_row(known, entities[table])
            tables[table].append(row | self._identity(table, key))
        return Rows(tables)

    def _identity(self, table: str, key: str) -> dict[str, Any]:
        """A row's key and owner, which nobody supplies."""
        entity = self.vocabulary.entities[table]
        return {entity.key: key} | ({entity.owner: self.code} if entity.owner else {})

    @property
    def _tables(self) -> set[str]:
        """Tables that enterprises have rows in and that are at hand, or hold a row all the same."""
        entities = self.vocabulary.entities
        own = {name for name in self.at_hand if name in entities and entities[name].owner}
        return own | {OWNER} | {table for table, _ in self.values if table in entities}


def held(enterprise: Organisation) -> Held:
    """What is known of `enterprise` now."""
    registered = FactRow.objects.filter(enterprise=enterprise).order_by("table", "key")
    supplied = Supplied.objects.filter(enterprise=enterprise, state__in=COUNTING)
    at_hand = tables_at_hand(enterprise.region)
    return overlaid(enterprise.code, registered, supplied, at_hand)


def overlaid(
    code: str,
    registered: Iterable[FactRow],
    supplied: Iterable[Supplied],
    at_hand: frozenset[str],
) -> Held:
    """Rows of one enterprise with what was supplied, unless a register knows better since."""
    vocabulary = library.vocabulary()
    rows = {(row.table, row.key): row for row in registered if row.table in vocabulary.entities}
    facts: dict[Place, dict[str, Supplied]] = {}
    for each in supplied:
        place = each.table, each.key
        if each.table in vocabulary.entities and not _outdated(each, rows.get(place)):
            facts.setdefault(place, {})[each.name] = each
    return Held(vocabulary, code, rows, facts, at_hand)


def _outdated(supplied: Supplied, row: FactRow | None) -> bool:
    """Whether the register has a value of a later day."""
    if row is None or row.values.get(supplied.name) is None:
        return False
    return row.as_of > _day(supplied)


def _day(supplied: Supplied) -> date:
    return timezone.localtime(supplied.at).date()
