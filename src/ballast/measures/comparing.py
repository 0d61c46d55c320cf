"""Comparing two versions of a document measure by measure.

Comparing B with A gives the mirror image of comparing A with B: where something could be decided
either way (which of two equal things goes, which run of words stays), it is decided symmetrically.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import TypeVar

import rjieba

from ballast.documents.reader import Document
from ballast.measures.difference import Change, Difference, Particular, Revision, Wording
from ballast.measures.extract import measures
from ballast.measures.matching import matched, same_section
from ballast.measures.model import Amount, Cadence, Deadline, Measure

Thing = TypeVar("Thing")
#: A particular by its name; None where nothing is said.
Said = tuple[str, str | None]
_Left = list[tuple[int, Thing]]


def compare(old: Document, new: Document) -> Difference:
    """What is different in `new` against `old`. Reports have no measures, only particulars."""
    return differences(measures(old), measures(new), tuple(particulars(_said(old), _said(new))))


def differences(
    old: Sequence[Measure], new: Sequence[Measure], particulars: tuple[Particular, ...] = ()
) -> Difference:
    """What is different in the measures `new` against `old`, with `particulars` known already."""
    pairs = matched(old, new)
    every = [_revision(old[i], new[j], (i, j)) for i, j in pairs]
    found = sorted(filter(None, every), key=lambda revision: revision.places[1])
    kept_old, kept_new = {i for i, _ in pairs}, {j for _, j in pairs}
    return Difference(
        particulars=(*particulars, *_sections(every)),
        added=tuple(measure for j, measure in enumerate(new) if j not in kept_new),
        removed=tuple(measure for i, measure in enumerate(old) if i not in kept_old),
        revisions=tuple(found),
        unchanged=len(every) - len(found),
    )


def particulars(old: Sequence[Said], new: Sequence[Said]) -> Iterator[Particular]:
    """What is said otherwise: of both, the same names in the same order, each with its value."""
    for (name, before), (_, after) in zip(old, new, strict=True):
        if change := _change(before, after):
            yield Particular(name, change)


def _said(document: Document) -> list[Said]:
    said, effect = document.metadata, document.metadata.effect
    return [
        ("kind", document.kind),
        ("title", said.title),
        ("number", said.number),
        ("issuers", "、".join(said.issuers) or None),
        ("issued_on", _iso(said.issued_on)),
        ("published_on", _iso(said.published_on)),
        ("effect_from", _iso(effect.start if effect else None)),
        ("effect_to", _iso(effect.end if effect else None)),
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sections(revisions: Sequence[Revision]) -> list[Particular]:
    """Sections that have another heading: said once, not for each measure in them."""
    pairs = {
        (each.old.section, each.new.section)
        for each in revisions
        if not each.moved and each.old.section != each.new.section
    }
    ordered = sorted(pairs, key=lambda pair: sorted(map(str, pair)))
    return [Particular("section", Change(before, after)) for before, after in ordered]


def _revision(old: Measure, new: Measure, places: tuple[int, int]) -> Revision:
    return Revision(
        old=old,
        new=new,
        places=places,
        moved=old.label != new.label or not same_section(old, new),
        heading=_change(old.heading, new.heading),
        units=_changes(_units(old), _units(new), str),
        leads=_change(_leads(old), _leads(new)),
        ambiguous=_change(old.lead_ambiguous, new.lead_ambiguous),
        quantities=_changes(old.quantities, new.quantities, _amount_key, _unit_of),
        deadlines=_changes(old.deadlines, new.deadlines, _deadline_key, _any),
        cadences=_changes(old.cadences, new.cadences, _cadence_key, _any),
        cites=_changes(old.cites, new.cites, str),
        wording=wording(old.text, new.text),
    )


def _units(measure: Measure) -> list[str]:
    return [*dict.fromkeys(unit.full_name for unit in measure.responsible)]


def _leads(measure: Measure) -> tuple[str, ...]:
    leads = (unit.full_name for unit in measure.responsible if unit.role == "lead")
    return tuple(dict.fromkeys(leads))


def _amount_key(amount: Amount) -> Hashable:
    number = amount.text if amount.value is None else (amount.value, amount.upper)
    return number, amount.unit, amount.comparator, amount.approximate


def _unit_of(amount: Amount) -> Hashable:
    return amount.unit


def _deadline_key(deadline: Deadline) -> Hashable:
    return (deadline.start, deadline.end) if deadline.start or deadline.end else deadline.text


def _cadence_key(cadence: Cadence) -> Hashable:
    return cadence.every, cadence.period, cadence.times, cadence.comparator


def _any(_thing: object) -> Hashable:
    return None


def _change(old: Thing | None, new: Thing | None) -> Change[Thing] | None:
    return None if old == new else Change(old, new)


def _changes(
    old: Sequence[Thing],
    new: Sequence[Thing],
    key: Callable[[Thing], Hashable],
    group: Callable[[Thing], Hashable] | None = None,
) -> tuple[Change[Thing], ...]:
    """What of `old` and `new` is not in both by its `key`; things of one `group` are paired."""
    before, after = _left(old, new, key), _left(new, old, key)
    found: list[tuple[int, Change[Thing]]] = []
    for i, thing in [*before] if group else ():
        mate = next(((j, t) for j, t in after if group and group(t) == group(thing)), None)
        if mate:
            before.remove((i, thing))
            after.remove(mate)
            found.append((i + mate[0], Change(thing, mate[1])))
    found += [(2 * i, Change(thing, None)) for i, thing in before]
    found += [(2 * j, Change(None, thing)) for j, thing in after]
    found.sort(key=lambda each: (each[0], sorted((str(each[1].old), str(each[1].new)))))
    return tuple(change for _, change in found)


def _left(
    ours: Sequence[Thing], theirs: Sequence[Thing], key: Callable[[Thing], Hashable]
) -> _Left[Thing]:
    """Ours with their indexes, without what is theirs too: of equal ones the first go."""
    common = Counter(map(key, theirs))
    left = []
    for place, thing in enumerate(ours):
        if common[key(thing)]:
            common[key(thing)] -= 1
        else:
            left.append((place, thing))
    return left


def wording(old: str, new: str) -> Wording:
    """The changes from the words of `old` to those of `new`."""
    before, after = _words(old), _words(new)
    if before > after:  # SequenceMatcher finds other runs from the other side
        return _wording(after, before).mirrored()
    return _wording(before, after)


def _wording(old: list[str], new: list[str]) -> Wording:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changed = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    return Wording(
        removed=sum(end - start for start, end, _, _ in changed),
        added=sum(end - start for _, _, start, end in changed),
        ratio=round(matcher.ratio(), 4),
        edits=tuple(
            Change("".join(old[a:b]) or None, "".join(new[c:d]) or None) for a, b, c, d in changed
        ),
    )


def _words(text: str) -> list[str]:
    """The words with a letter or digit in them: punctuation says nothing here."""
    return [word for word in rjieba.cut(text) if any(map(str.isalnum, word))]
