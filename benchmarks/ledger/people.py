"""Two finance officers, an enterprise and its budgets: made once, found again by every writer."""

from __future__ import annotations

import random
from functools import cache

from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import Level, OrganisationKind, Role
from ballast_web.payments import services
from ballast_web.payments.models import Budget

RULE = "synthetic/2022-policy/01-award"
_CODE = "91440101HC0000K21T"


def settle() -> None:
    """Make them."""
    fields = {"kind": OrganisationKind.GOVERNMENT, "level": Level.CITY, "region": "440100"}
    purse = Organisation.objects.create(code="city-440100", name="广州市工业和信息化局", **fields)
    Organisation.objects.create(
        kind=OrganisationKind.ENTERPRISE,
        code=_CODE,
        name="合成企业",
        region="440106",
    )
    for name in ("maker", "checker"):
        person = Person.objects.create_user(name, None, name=name)
        Membership.objects.create(
            person=person, organisation=purse, role=Role.FINANCE, since="2020-01-01"
        )


def officer(name: str) -> Acting:
    """The officer called so."""
    held = Membership.objects.select_related("person", "organisation")
    return Acting(held.get(person__login=name))


@cache
def enterprise() -> Organisation:
    """The enterprise."""
    return Organisation.objects.get(code=_CODE)


def budget(cap_fen: int) -> Budget:
    """A new open budget."""
    maker = officer("maker")
    key = f"{random.SystemRandom().getrandbits(64):x}"
    change = services.open_budget(
        maker,
        maker.organisation,
        name="专项资金",
        year=2022,
        rules=[RULE],
        cap_fen=cap_fen,
        reason="年初预算",
        key=key,
    )
    services.decide_cap(officer("checker"), change, True)
    return Budget.objects.select_related("purse").get(pk=change.budget_id)


WRITER = platform("并发写入")
