"""Measures whose law has changed, or has run out, since their document was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ballast.errors import Problem
from ballast.measures.package import Package, label_key
from ballast.measures.validity import begins
from ballast.quantities import parse
from ballast.sources import Source
from ballast.vocabulary.laws import Law, LawVersion, Resting

Laws = Mapping[str, tuple[Law, Source]]


@dataclass(frozen=True)
class ChangedNumber:
    """A number that a measure rests on, before and after, as written."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LawChange:
    """What happened to the law under one measure by a day.

    `changed_on` is the day of the first change, None where the law only ran out; `number` is that
    of the latest document. `numbers` are those that differ, none where only the document changed.
    `ended` is the last day of a law that nothing has followed.
    """

    package: str
    clause: str
    law: str
    changed_on: date | None
    number: str | None
    numbers: tuple[ChangedNumber, ...]
    ended: date | None

    def __str__(self) -> str:
        """The change in Chinese, in one line."""
        if self.changed_on is None:
            return f"{self.clause}所依据的“{self.law}”已于{self.ended}到期，未见接续规定"
        by = f"（{self.number}）" if self.number else ""
        told = "、".join(f"{each.label}{each.before}→{each.after}" for each in self.numbers)
        end = f"；现行规定已于{self.ended}到期" if self.ended else ""
        changed = told or "所依据的数字未变"
        return f"{self.clause}所依据的“{self.law}”自{self.changed_on}起有新规定{by}：{changed}{end}"


def law_changes(package: Package, laws: Laws, day: date) -> list[LawChange]:
    """What of the laws under the measures of `package` is another by `day` than when it was issued.

    Measures that have no date to compare with are left out; `unlinked` reports them.
    """
    found = [_change(package, law, resting, day) for law, resting in _resting(package, laws)]
    return [change for change in found if change]


def _resting(package: Package, laws: Laws) -> list[tuple[Law, Resting]]:
    """The laws under `package`, in the order of its clauses."""
    order = {label_key(clause): i for i, clause in enumerate(package.clauses)}
    pairs = [(law, each) for law, _ in laws.values() for each in law.measures]
    own = [(law, each) for law, each in pairs if each.package == package.name]
    return sorted(own, key=lambda pair: order.get(label_key(pair[1].clause), len(order)))


def _change(package: Package, law: Law, resting: Resting, day: date) -> LawChange | None:
    stated_on = resting.stated_on or begins(package.policy)
    then, now = (law.version(each) if each else None for each in (stated_on, day))
    if then is None or now is None or day < then[0]:
        return None
    ended = now[1].until if now[1].until and now[1].until < day else None
    if now == then and ended is None:
        return None
    later = [start for start in law.versions if then[0] < start <= day]
    numbers = tuple(_changed(law, resting, then[1], now[1]))
    on, number = min(later, default=None), now[1].number
    return LawChange(package.name, resting.clause, law.label, on, number, numbers, ended)


def _changed(
    law: Law, resting: Resting, then: LawVersion, now: LawVersion
) -> Iterator[ChangedNumber]:
    for name in resting.rests_on:
        before, after = str(then.values[name]), str(now.values[name])
        if parse(before) != parse(after):
            yield ChangedNumber(law.parameters[name].label, before, after)


def outdated(package: Package, laws: Laws, day: date) -> Iterator[Problem]:
    """The measures of `package` whose law is another by `day`, each at its place."""
    allowed = f"to apply it by the law in force on {day}"
    for change in law_changes(package, laws, day):
        measure = package.measure(change.clause)
        at = package.measures.index(measure) if measure else 0
        yield package.measures_source.problem(("measures", at, "label"), str(change), allowed)


def unlinked(package: Package, laws: Laws) -> Iterator[Problem]:
    """Links from laws to `package` that do not hold: no such clause, no date, no such figure."""
    for law, source in laws.values():
        for i, resting in enumerate(law.measures):
            if resting.package != package.name:
                continue
            for given, allowed in _wrong(package, law, resting):
                yield source.problem(("measures", i), given, allowed)


def _wrong(package: Package, law: Law, resting: Resting) -> Iterator[tuple[str, str]]:
    measure = package.measure(resting.clause)
    stated_on = resting.stated_on or begins(package.policy)
    if measure is None:
        yield f"the clause “{resting.clause}”", f"one of {' '.join(package.clauses)}"
    elif stated_on is None:
        yield f"{package.name}, which has no date", "`stated_on`: the day whose law it states"
    elif (then := law.version(stated_on)) is None:
        yield f"no version of {law.label} on {stated_on}", "a version that began by then"
    else:
        figures = {figure.value for figure in (*measure.amounts, *measure.targets)}
        for name in resting.rests_on:
            if parse(str(then[1].values[name])) not in figures:
                given = f"{name}: {then[1].values[name]}, which is no figure of {resting.clause}"
                yield given, "a number that the measure states under `amounts`"
