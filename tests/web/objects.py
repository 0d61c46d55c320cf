"""What each route with parts is tried with: an object of one's own, and one of somebody else's.

`own` lies in Guangzhou and belongs to the enterprise of the tests; `foreign` lies in Shenzhen and
belongs to the other. Public pages show both to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.web.money_objects import MONEY
from tests.web.places import firm, unit

from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import ApiKey

Parts = dict[str, object]


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
    "staff.end_membership": membership,
    "staff.revoke_key": key,
    **MONEY,
}
