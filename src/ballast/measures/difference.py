"""The difference between two versions of a document: what it may hold, and its mirror image.

`comparing.differences` finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from ballast.measures.model import Amount, Cadence, Deadline, Measure

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Change(Generic[Thing]):
    """One thing before and after; None where there was or is none."""

    old: Thing | None
    new: Thing | None

    def mirrored(self) -> Change[Thing]:
        """The same change from the other side."""
        return Change(self.new, self.old)


@dataclass(frozen=True)
class Wording:
    """Changes in the words of a text, punctuation apart.

    `ratio` is 1 for the same words and 0 for none in common. `edits` are runs of words that were
    replaced, put in (no `old`) or taken out (no `new`), in order.
    """

    removed: int
    added: int
    ratio: float
    edits: tuple[Change[str], ...]

    def mirrored(self) -> Wording:
        """The same changes from the other side."""
        return Wording(self.added, self.removed, self.ratio, _mirrored(self.edits))


@dataclass(frozen=True)
class Revision:
    """A measure that stands in both versions, and what is different in it.

    `places` are its indexes in both. `moved`: it has another label or stands in another section.
    `units` are those added or removed, `leads` the leading units and `ambiguous` whether they are
    in doubt, where these changed. A quantity or day that changed is paired, in order, with one of
    the same unit; what is left over was added or removed.
    """

    old: Measure
    new: Measure
    places: tuple[int, int]
    moved: bool
    heading: Change[str] | None
    units: tuple[Change[str], ...]
    leads: Change[tuple[str, ...]] | None
    ambiguous: Change[bool] | None
    quantities: tuple[Change[Amount], ...]
    deadlines: tuple[Change[Deadline], ...]
    cadences: tuple[Change[Cadence], ...]
    cites: tuple[Change[str], ...]
    wording: Wording

    def __bool__(self) -> bool:
        """Whether anything is different."""
        single = (self.moved, self.heading, self.leads, self.ambiguous, self.wording.edits)
        several = (self.units, self.quantities, self.deadlines, self.cadences, self.cites)
        return any(single) or any(several)

    def mirrored(self) -> Revision:
        """The same revision from the other side."""
        return Revision(
            old=self.new,
            new=self.old,
            places=(self.places[1], self.places[0]),
            moved=self.moved,
            heading=self.heading and self.heading.mirrored(),
            units=_mirrored(self.units),
            leads=self.leads and self.leads.mirrored(),
            ambiguous=self.ambiguous and self.ambiguous.mirrored(),
            quantities=_mirrored(self.quantities),
            deadlines=_mirrored(self.deadlines),
            cadences=_mirrored(self.cadences),
            cites=_mirrored(self.cites),
            wording=self.wording.mirrored(),
        )


@dataclass(frozen=True)
class Particular:
    """A particular of the document (title, number, a date) or the heading of a section."""

    name: str
    change: Change[str]


@dataclass(frozen=True)
class Difference:
    """Two versions compared: what stands in one only, and what is moved or changed.

    Revisions are in the order of the new version. `unchanged` counts measures.
    """

    particulars: tuple[Particular, ...]
    added: tuple[Measure, ...]
    removed: tuple[Measure, ...]
    revisions: tuple[Revision, ...]
    unchanged: int

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.particulars or self.added or self.removed or self.revisions)

    def mirrored(self) -> Difference:
        """The same difference from the other side, in the order of the other version."""
        turned = (each.mirrored() for each in self.revisions)
        return Difference(
            particulars=tuple(Particular(p.name, p.change.mirrored()) for p in self.particulars),
            added=self.removed,
            removed=self.added,
            revisions=tuple(sorted(turned, key=lambda each: each.places[1])),
            unchanged=self.unchanged,
        )


def _mirrored(changes: tuple[Change[Thing], ...]) -> tuple[Change[Thing], ...]:
    return tuple(change.mirrored() for change in changes)
