"""What each route with parts is tried with: an object of one's own, and one of somebody else's.

`own` lies in Guangzhou and belongs to the enterprise of the tests; `foreign` lies in Shenzhen and
belongs to the other. Public pages show both to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from enterprise_facts import RENT
from tests.web.application_objects import application_of, evidence_of, lease_of

from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import Level, OrganisationKind, Role
from ballast_web.keys.models import ApiKey

Parts = dict[str, object]


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


def membership(whose: str) -> Parts:
    person = Person.objects.create_user(f"somebody-{whose}", None, name="某人")
    role = {"organisation": unit(whose), "role": Role.POLICY, "since": date(2020, 1, 1)}
    return {"pk": Membership.objects.create(person=person, **role).pk}


def key(whose: str) -> Parts:
    """A key of the unit whose administrator asks; an enterprise's owner asks for their own."""
    holder = Person.objects.create_user(f"holder-{whose}", None, name="持有人")
    role = {"organisation": firm(whose), "role": Role.OWNER, "since": date(2020, 1, 1)}
    made = {"name": "测试", "beginning": "blst_0", "digest": whose, "scopes": ["assess"]}
    return {"pk": ApiKey.objects.create(membership=holder.memberships.create(**role), **made).pk}


OBJECTS: dict[str, Callable[[str], Parts]] = {
    "enterprise.application": lambda whose: {"pk": application_of(firm(whose)).pk},
    "enterprise.apply": lambda whose: {"rule": RENT, "key": lease_of(firm(whose))},
    "public.evidence": lambda whose: {"pk": evidence_of(firm(whose)).pk},
    "staff.application": lambda whose: {"pk": application_of(firm(whose)).pk},
    "staff.end_membership": membership,
    "staff.revoke_key": key,
}
