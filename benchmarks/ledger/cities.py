"""Cities in which money is asked for through every door: each with its purse, people and cases."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import uuid4

from django.conf import settings
from django_otp.plugins.otp_static.models import StaticDevice

from ballast.vocabulary.uscc import inner_check, outer_check
from ballast_web.applications import services as applications
from ballast_web.applications.models import Application
from ballast_web.enterprises.models import FactRow, Snapshot
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import Level, OrganisationKind, Role
from ballast_web.keys.models import ApiKey, Scope
from ballast_web.keys.services import digest
from ballast_web.payments import services as payments
from ballast_web.payments.models import PaymentOrder
from ballast_web.payments.services import batches

#: 失业保险稳岗返还: about the enterprise itself, paid out, publicised.
RULE = "guangdong/2022-industrial-growth/04-job-stabilisation-refund"
_SUBMITTED, DECIDED = date(2022, 9, 1), date(2022, 9, 13)
_SINCE = date(2020, 1, 1)
#: The cities of Guangdong, by the digits of their regions.
PLACES = [*range(4401, 4410), *range(4412, 4419), 4419, 4420, *range(4451, 4454)]
#: Whose money is with the bank when the race begins, and who waits for the second vote.
PAID, WAITING = 5, 16
APPROVERS = 6


@dataclass(frozen=True)
class City:
    """What a race is about; `orders` are with the bank, `waiting` lack one vote."""

    purse: int
    budget: int
    orders: list[int]
    waiting: list[int]


def founded(number: int) -> City:
    """The city with that number: a quarter of what is asked for fits beside what is paid."""
    chance = random.Random(number)  # noqa: S311 - no secret
    settings.BALLAST_TODAY = _SUBMITTED
    purse = _unit(PLACES[number])
    firms = [_firm(f"{PLACES[number]}01", place, chance) for place in range(PAID + WAITING)]
    rows = [_recommended(purse, firm) for firm in firms]
    fen = [row.amount_fen or 0 for row in rows]
    cap = sum(fen[:PAID]) + sum(fen[PAID:]) // 4
    budget = _budget(purse, cap)
    settings.BALLAST_TODAY = DECIDED
    for row in rows:
        applications.approve(acting("approver-0", purse), row)
    for row in rows[:PAID]:
        applications.approve(acting("approver-1", purse), row)
    return City(purse.pk, budget, _sent(purse), [row.pk for row in rows[PAID:]])


def _unit(place: int) -> Organisation:
    purse = Organisation.objects.create(
        kind=OrganisationKind.GOVERNMENT,
        level=Level.CITY,
        code=f"doors-{place}00",
        name=f"{place}市工业和信息化局",
        region=f"{place}00",
    )
    roles = {f"approver-{each}": Role.APPROVER for each in range(APPROVERS + 1)}
    roles |= {"officer": Role.POLICY, "cashier": Role.FINANCE, "controller": Role.FINANCE}
    for login, role in roles.items():
        Membership.objects.create(person=person(login), organisation=purse, role=role, since=_SINCE)
    return purse


def person(login: str) -> Person:
    """Whoever signs in so, with a second factor."""
    found, made = Person.objects.get_or_create(login=login, defaults={"name": login})
    if made:
        StaticDevice.objects.create(user=found, name="benchmark")
    return found


@cache
def acting(login: str, organisation: Organisation) -> Acting:
    """Somebody at work in an organisation."""
    held = Membership.objects.select_related("person", "organisation")
    return Acting(held.get(person__login=login, organisation=organisation))


def _firm(county: str, place: int, chance: random.Random) -> Organisation:
    """An enterprise with its facts, its owner, the owner's key and an account."""
    middle = f"HD{place:02d}{county[2:]}"
    first = f"91{county}{middle}{inner_check(middle)}"
    code = first + outer_check(first)
    firm = Organisation.objects.create(
        kind=OrganisationKind.ENTERPRISE, code=code, name=f"合成企业{code}", region=county
    )
    owner = Membership.objects.create(
        person=person(f"owner-{code}"), organisation=firm, role=Role.OWNER, since=_SINCE
    )
    fields = {"name": "企业系统", "scopes": Scope.values, "per_minute": 10**6}
    ApiKey.objects.create(membership=owner, digest=digest(secret_of(firm)), **fields)
    _facts(firm, chance)
    account = {"bank_name": "合成银行", "bank_code": "104581000001"}
    payments.add_account(
        Acting(owner), firm, holder=firm.name, number="4400123412341234", **account
    )
    return firm


def secret_of(firm: Organisation) -> str:
    """The secret of the enterprise's key."""
    return f"blst_{firm.code}"


def _facts(firm: Organisation, chance: random.Random) -> None:
    paid = f"{chance.randint(500_000, 2_000_000) / 100:.2f}"
    values = {
        **{"uscc": firm.code, "name": firm.name, "kind": "company", "county": firm.region},
        **{"city": f"{firm.region[:4]}00", "industry": "C3985", "revenue": "50000000.00"},
        **{"staff": 100, "insured_months": 24, "insured_staff": 100, "laid_off": 1},
        "unemployment_contribution": paid,
    }
    day = date(2022, 6, 30)
    FactRow.objects.create(
        snapshot=Snapshot.objects.create(path="", as_of=day, known=day),
        enterprise=firm,
        table="enterprise",
        key=firm.code,
        values=values,
        source="合成登记",
        as_of=day,
    )


def _recommended(purse: Organisation, firm: Organisation) -> Application:
    """An application whose publicity ends before the day of decision."""
    owner, officer = acting(f"owner-{firm.code}", firm), acting("officer", purse)
    row = applications.begin(owner, RULE, firm.code)
    applications.submit(owner, row)
    applications.accept(officer, row)
    applications.recommend(officer, row)
    applications.publicise(officer, row)
    row.refresh_from_db()
    return row


def _budget(purse: Organisation, cap_fen: int) -> int:
    change = payments.open_budget(
        acting("cashier", purse),
        purse,
        name="返还专项资金",
        year=DECIDED.year,
        rules=[RULE],
        cap_fen=cap_fen,
        reason="年初预算",
        key=uuid4().hex,
    )
    payments.decide_cap(acting("controller", purse), change, True)
    return change.budget_id


def _sent(purse: Organisation) -> list[int]:
    """The orders of what is granted, handed to the bank."""
    cashier, controller = acting("cashier", purse), acting("controller", purse)
    batch = payments.prepare_batch(cashier, purse, None, "csv_file", uuid4().hex)
    batches.send(platform("交付银行"), payments.approve_batch(controller, batch))
    return list(PaymentOrder.objects.filter(batch=batch).values_list("pk", flat=True))
