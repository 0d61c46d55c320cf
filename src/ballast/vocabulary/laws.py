"""Laws that measures rest on, with their numbers by date: `vocabulary/laws/<law>.yaml`.

A measure quotes a limit of national law; the law changes, the measure's own validity goes on. A law
lists its versions by the day from which each holds, and the measures that rest on it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from ballast.sources import Source, load
from ballast.vocabulary.derived import Written
from ballast.vocabulary.facts import Declaration


class LawParameter(Declaration):
    """A number of a law: what it limits, how, and how it is known whether the limit is included."""

    label: str
    comparator: Literal["=", ">=", ">", "<=", "<"]
    basis: Literal["stated", "civil_code"]


class LawVersion(Declaration):
    """What a law says from a day on, until the next version or, with it, the day `until`.

    `number` is that of the document that says so, null where it is not known. `evidence` is where
    the values were read: a government's page, or reprints that agree. `last_confirmed_on` is the
    day on which somebody compared them with the law itself.
    """

    number: str | None
    values: dict[str, Written] = Field(min_length=1)
    until: date | None = None
    evidence: Literal["government_page", "reprints"]
    last_confirmed_on: date | None = None


class Resting(Declaration):
    """A measure that rests on parameters of a law: its package, its clause.

    `stated_on` is the day whose law it states, where that is not the day of its issue.
    """

    package: str
    clause: str
    rests_on: tuple[str, ...] = Field(min_length=1)
    stated_on: date | None = None


class Law(Declaration):
    """One law, regulation or national policy: its parameters, versions, and who rests on it."""

    label: str
    title: str
    parameters: dict[str, LawParameter] = Field(min_length=1)
    versions: dict[date, LawVersion] = Field(min_length=1)
    measures: tuple[Resting, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Law:
        for day, version in self.versions.items():
            if set(version.values) != set(self.parameters):
                raise ValueError(f"the version of {day} gives each of {', '.join(self.parameters)}")
            if version.until and version.until < day:
                raise ValueError(f"the version of {day} has `until` on or after it")
        unknown = {name for each in self.measures for name in each.rests_on} - set(self.parameters)
        if unknown:
            raise ValueError(f"`rests_on` names parameters; {', '.join(sorted(unknown))} is none")
        return self

    def version(self, day: date) -> tuple[date, LawVersion] | None:
        """The latest version that began by `day` with its first day; None before the first."""
        begun = [start for start in self.versions if start <= day]
        return (max(begun), self.versions[max(begun)]) if begun else None


def load_laws(folder: Path) -> dict[str, tuple[Law, Source]]:
    """Every law that `folder` (`vocabulary/laws`) declares, by name. Raises Invalid."""
    return {path.stem: load(path, Law) for path in sorted(folder.glob("*.yaml"))}
