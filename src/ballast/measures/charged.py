"""The units that a package charges, as organisations of the register."""

from __future__ import annotations

from collections.abc import Iterator

from ballast.errors import Problem
from ballast.measures.package import Package
from ballast.measures.schema import Measure, Mechanism
from ballast.sources import Key, Source
from ballast.vocabulary.organisations import Organisation, Register


def organisations(
    charged: Measure | Mechanism, package: Package, register: Register
) -> Iterator[tuple[str, Organisation | None]]:
    """Each unit that is charged, as printed, and who that is; None where it is not known."""
    for responsible in charged.units:
        yield responsible.unit, register.resolve(responsible.unit, package.policy.region)


def unknown_units(package: Package, register: Register) -> Iterator[Problem]:
    """Units that the register does not know, with the nearest names that it does."""
    for source, place, charged in _charged(package):
        for i, (name, found) in enumerate(organisations(charged, package, register)):
            if found is None:
                given = f"the unit “{name}”"
                near = (
                    "、".join(register.nearest(name, package.policy.region)) or "none looks alike"
                )
                allowed = f"a name of vocabulary/organisations.csv; nearest: {near}"
                yield source.problem((*place, "units", i), given, allowed)


def _charged(package: Package) -> Iterator[tuple[Source, tuple[Key, ...], Measure | Mechanism]]:
    for i, measure in enumerate(package.measures):
        yield package.measures_source, ("measures", i), measure
    for i, mechanism in enumerate(package.policy.supervision):
        yield package.policy_source, ("supervision", i), mechanism
