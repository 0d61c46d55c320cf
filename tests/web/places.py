"""The department and the enterprise of each of two cities, for the walk over every page."""

from __future__ import annotations

from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level, OrganisationKind


def unit(whose: str) -> Organisation:
    """A city's department: Guangzhou's own, or Shenzhen's."""
    code = {"own": "city-440100", "foreign": "city-440300"}[whose]
    fields = {"kind": OrganisationKind.GOVERNMENT, "level": Level.CITY, "region": code[-6:]}
    return Organisation.objects.get_or_create(code=code, defaults={"name": code, **fields})[0]


def firm(whose: str) -> Organisation:
    """The enterprise of the tests in Guangzhou, or the other in Shenzhen."""
    code, region = {
        "own": ("91440101HC0000K21T", "440106"),
        "foreign": ("91440300HC0001DW5X", "440305"),
    }[whose]
    fields = {"kind": OrganisationKind.ENTERPRISE, "name": f"合成企业{code}", "region": region}
    return Organisation.objects.get_or_create(code=code, defaults=fields)[0]
