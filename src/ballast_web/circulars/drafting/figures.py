"""The figures of a draft: lamps counted, progress by unit and area, who contributed, who leads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ballast_web.circulars.drafting.items import Item
from ballast_web.circulars.drafting.text import rounded


@dataclass(frozen=True)
class Standing:
    """How the tasks of a unit or an area stand; each task is in exactly one of the five counts.

    `completion` is the mean progress of its targets, each counted to 100% at most; None where no
    target has reported. `contribution` is its share of what the targets gained in the period.
    """

    name: str
    tasks: int
    done: int
    on_course: int
    behind: int
    overdue: int
    unclear: int
    completion: Decimal | None
    rank: int | None = None
    contribution: Decimal | None = None


def lamps(items: Iterable[Item]) -> Counter[str]:
    """How many tasks show each lamp."""
    return Counter(item.lamp for item in items)


def completion(items: Iterable[Item]) -> Decimal | None:
    """The mean progress of the targets that have reported; None where none has."""
    known = [min(i.progress, Decimal(1)) for i in items if i.is_target and i.progress is not None]
    return rounded(sum(known, Decimal(0)) / len(known)) if known else None


def standings(items: Iterable[Item], key: Callable[[Item], str]) -> list[Standing]:
    """How each unit or area stands, by rank; those of which nothing is known come last."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if key(item):
            found[key(item)].append(item)
    return _ranked([_standing(name, own) for name, own in sorted(found.items())])


def _standing(name: str, items: list[Item]) -> Standing:
    places = Counter(_place(item) for item in items)
    return Standing(
        name=name,
        tasks=len(items),
        done=places["done"],
        on_course=places["on_course"],
        behind=places["behind"],
        overdue=places["overdue"],
        unclear=places["unclear"],
        completion=completion(items),
    )


def _place(item: Item) -> str:
    if item.lamp == "blue":
        return "done"
    if item.late:
        return "overdue"
    return {"red": "behind", "yellow": "behind", "green": "on_course"}.get(item.lamp, "unclear")


def _ranked(found: list[Standing]) -> list[Standing]:
    """In order of completion; those that are level share a rank, and the next one skips."""
    known = sorted(
        (each for each in found if each.completion is not None),
        key=lambda each: (-(each.completion or 0), each.name),
    )
    values = [each.completion for each in known]
    ranked = [_with(each, rank=values.index(each.completion) + 1) for each in known]
    return [*ranked, *(each for each in found if each.completion is None)]


def _with(standing: Standing, **changed: object) -> Standing:
    return Standing(**{**standing.__dict__, **changed})


def areas(items: Sequence[Item]) -> list[Standing]:
    """How each area stands, ranked, with its contribution; parts within one area count once."""
    own = [item for item in items if item.area and not item.within]
    shares = contributions(own)
    return [
        _with(each, contribution=shares.get(each.name))
        for each in standings(own, lambda item: item.area)
    ]


def contributions(items: Iterable[Item]) -> dict[str, Decimal]:
    """Each area's share of the period's gain: the mean of its shares over all targets that gained.

    Targets are in different units, so that each weighs the same; what an area did not report is
    missing from the target's gain, and an area that reported none of them is not in the answer.
    """
    gains: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for item in items:
        if item.is_target and item.gain is not None:
            gains[item.group][item.area] += item.gain
    grown = [by_area for by_area in gains.values() if sum(by_area.values()) > 0]
    found: dict[str, Decimal] = {}
    for by_area in grown:
        whole = sum(by_area.values())
        for area, gain in by_area.items():
            found[area] = found.get(area, Decimal(0)) + gain / whole / len(grown)
    return {area: rounded(share) for area, share in found.items()}


def leaders(found: Sequence[Standing], most: int = 3) -> list[Standing]:
    """The first three ranks, of those above the mean: where all are level, nobody leads."""
    known = [each.completion for each in found if each.completion is not None]
    if not known:
        return []
    mean = sum(known, Decimal(0)) / len(known)
    return [
        each
        for each in found
        if each.rank is not None and each.rank <= most and (each.completion or 0) > mean
    ]
