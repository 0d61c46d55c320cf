"""Versions in a table: rows of one key that differ in when they hold and when they were known.

Which one counts for a day and a day of knowing: of those that held and were known by then, the one
that holds from the latest day, and of these the one known last. A withdrawn version that counts
takes its row away. An empty day is before every other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ballast.vocabulary.facts import VERSION_FACTS, Entity

VALID_FROM, KNOWN_FROM, WITHDRAWN = VERSION_FACTS


@dataclass(frozen=True)
class History:
    """A table that holds versions: the column of its key, and which columns of versions it has."""

    key: str
    columns: tuple[str, ...]

    @property
    def days(self) -> tuple[str, ...]:
        """The columns that tell versions apart, the one that is looked at first before the other.

        One of them may be missing, or both where rows are only withdrawn.
        """
        return tuple(name for name in (VALID_FROM, KNOWN_FROM) if name in self.columns)


def history(entity: Entity, columns: Iterable[str]) -> History | None:
    """The history of a table of `entity` with these `columns`; None where it has no versions."""
    held = set(columns)
    found = tuple(name for name in VERSION_FACTS if name in held)
    return History(entity.key, found) if found else None


def with_versions(entity: Entity) -> Entity:
    """`entity` with the columns of versions, as a sheet may have them beside its own."""
    return entity.model_copy(update={"facts": VERSION_FACTS | entity.facts})
