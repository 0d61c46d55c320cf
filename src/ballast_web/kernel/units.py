"""Government units enrolled from the register of organisations, and the governments of cities."""

from __future__ import annotations

from collections.abc import Iterator

from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.organisations import COUNTRY, Register
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level, OrganisationKind
from ballast_web.kernel.writes import writing

#: Several units charged as one are no unit of their own.
_GROUP = "group"


def enrol_units(
    acting: Acting, register: Register, regions: Codelist, province: str, counties: bool = False
) -> int:
    """Enrol the country's and the province's units and its cities' (and counties') governments.

    A unit's code is its identifier in the register; a city's government is `<region>-government`.
    What is enrolled already stays as it is. Returns how many are new.
    """
    there = set(Organisation.objects.values_list("code", flat=True))
    listed = [*_registered(register, province), *_governments(regions, province, counties)]
    new = [unit for unit in listed if unit.code not in there]
    with writing(acting) as log:
        Organisation.objects.bulk_create(new)
        log.note("organisations.enrolled", province, new=[unit.code for unit in new])
    return len(new)


def _registered(register: Register, province: str) -> Iterator[Organisation]:
    for each in register.organisations.values():
        here = each.region == COUNTRY or each.region.startswith(province[:2])
        if here and each.kind != _GROUP and each.successor is None:
            yield _unit(each.id, each.name, each.region, Level(each.level))


def _governments(regions: Codelist, province: str, counties: bool) -> Iterator[Organisation]:
    for city in regions.children(province):
        name = f"{city.label}人民政府"
        yield _unit(f"{city.code}-government", name, city.code, Level.CITY)
        for county in regions.children(city.code) if counties else ():
            name = f"{county.label}人民政府"
            yield _unit(f"{county.code}-government", name, county.code, Level.COUNTY)


def _unit(code: str, name: str, region: str, level: Level) -> Organisation:
    kind = OrganisationKind.GOVERNMENT
    return Organisation(code=code, name=name, region=region, level=level, kind=kind)
