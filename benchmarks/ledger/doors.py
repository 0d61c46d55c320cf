"""Sixteen who work on one budget at once through three doors: pages, the API, Excel sheets.

Six approvers give second votes on pages, which reserve money or are refused. Five enterprises'
systems take applications back through the API and apply anew, each write sent twice under its key.
Five cashiers import the bank's receipts as workbooks, many lines of which two sheets bring, and
give up what came back, so that its money can be reserved anew.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from ballast_web.applications.models import Application
from ballast_web.applications.states import GRANTED
from ballast_web.catalogue import library, versions
from ballast_web.kernel.middleware import MEMBERSHIP
from ballast_web.kernel.models import Membership
from ballast_web.payments import verification
from ballast_web.payments.ledger import balances
from ballast_web.payments.models import Budget, PaymentOrder, Reservation
from ballast_web.payments.models.ledger import Account
from ballast_web.payments.states import OrderState
from benchmarks.ledger import cities, stopwatch, unguarded
from benchmarks.ledger.cities import City
from benchmarks.ledger.nursery import FORK, apart, together
from benchmarks.ledger.stopwatch import Watch

SYSTEMS = CASHIERS = 5
LINES = 4
#: How many of the applications somebody takes back, and of the payments the bank returns.
WITHDRAWN = RETURNED = 0.3
API = "/api/v1/applications"
#: How a page says that a budget does not suffice.
SHORT = "余额不足".encode()
#: What a writer finds: how often what happened.
Found = Counter[str]


def doors(seeds: int, first: int = 0, guarded: bool = True, **_: Any) -> dict[str, Any]:
    """A race in each of `seeds` cities; where it is not `guarded`, votes do not hold the budget."""
    settings.BALLAST_TODAY = cities.DECIDED
    _library_at_hand()
    held = [apart(partial(cities.founded, number)) for number in range(first, first + seeds)]
    start = FORK.Barrier(cities.APPROVERS + SYSTEMS + CASHIERS)
    works = [
        partial(_worked, door, place, held, start, guarded)
        for door, number in ((_votes, cities.APPROVERS), (_asks, SYSTEMS), (_imports, CASHIERS))
        for place in range(number)
    ]
    found = together(works)
    total: Found = sum((counts for counts, _ in found), Counter())
    judged = apart(lambda: [_judged(city) for city in held])
    return {
        "seeds": seeds,
        **{name: total[name] for name in sorted({*total, "server errors"})},
        "overspent 分": sum(each["over"] for each in judged),
        "seeds overspent": sum(each["over"] > 0 for each in judged),
        "balance ≠ entries": sum(not each["same"] for each in judged),
        "grants ≠ money set aside": sum(each["unfunded"] for each in judged),
        "findings": len(apart(lambda: list(verification.findings()))) if guarded else "–",
        **stopwatch.told(watch for _, watch in found),
    }


def _library_at_hand() -> None:
    """Load the rules before anybody is forked; the database is asked by another process."""
    shelf = library._shelf(*apart(versions.latest))
    _ = shelf.library, shelf.packages, library.vocabulary()


Door = Callable[[City, int, random.Random], Iterator[str]]


def _worked(
    door: Door, place: int, held: list[City], start: Any, guarded: bool
) -> tuple[Found, Watch]:
    """One writer's way through every city, beginning in each with all the others."""
    if not guarded:
        unguarded.let_go()
    found, watch = Counter[str](), Watch()
    for number, city in enumerate(held):
        chance = random.Random(number * 100 + place)  # noqa: S311 - no secret
        start.wait(600)
        with watch.running():
            found.update(door(city, place, chance))
    connection.close()
    return found, watch


def _votes(city: City, place: int, chance: random.Random) -> Iterator[str]:
    client = _signed_in(f"approver-{place + 1}", city)
    for pk in chance.sample(city.waiting, len(city.waiting)):
        address = reverse("staff.application", kwargs={"pk": pk})
        answer = client.post(address, {"action": "approve", "text": "同意"})
        yield _said("page: votes", answer, 302)


def _asks(city: City, place: int, chance: random.Random) -> Iterator[str]:
    """Take every fifth application back, when somebody may be voting on it; apply anew."""
    rows = Application.objects.filter(pk__in=city.waiting[place::SYSTEMS])
    for row in chance.sample(list(rows.select_related("enterprise")), rows.count()):
        if chance.random() > WITHDRAWN:
            continue
        client = _client(HTTP_AUTHORIZATION=f"Bearer {cities.secret_of(row.enterprise)}")
        for address, body, usual in (
            (f"{API}/{row.number}/withdraw", {"text": "撤回"}, 200),
            (API, {"rule": row.rule, "key": row.key}, 201),
        ):
            key = f"{row.pk}-{usual}"
            sent = partial(client.post, address, body, "application/json")
            first, again = (sent(headers={"Idempotency-Key": key}) for _ in range(2))
            yield _said("API: writes", first, usual)
            if first.status_code == usual and again.content != first.content:
                yield "answered otherwise when sent again"


def _imports(city: City, _place: int, chance: random.Random) -> Iterator[str]:
    client = _signed_in("cashier", city)
    chosen = PaymentOrder.objects.filter(pk__in=chance.sample(city.orders, LINES))
    orders = list(chosen.order_by("pk"))
    file = SimpleUploadedFile("回单.xlsx", _sheet(orders, chance))
    answer = client.post(reverse("staff.payments"), {"receipt": file})
    yield _said("Excel: receipts", answer, 302)
    for order in PaymentOrder.objects.filter(pk__in=chosen, state=OrderState.RETURNED):
        address = reverse("staff.payment", kwargs={"pk": order.pk})
        answer = client.post(address, {"action": "cancel", "reason": "账户已注销"})
        yield _said("Excel: returned and given up", answer, 302)


def _sheet(orders: list[PaymentOrder], chance: random.Random) -> bytes:
    """A workbook as banks give it: each order with its amount in yuan and what became of it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["拨付单号", "金额", "结果"])
        for line, order in enumerate(orders, 1):
            yuan = f"{order.amount_fen // 100}.{order.amount_fen % 100:02d}"
            sheet.write_row(
                line, 0, [order.number, yuan, "退回" if chance.random() < RETURNED else "成功"]
            )
    return content.getvalue()


def _said(what: str, answer: Any, usual: int) -> str:
    """What came of a request: done, refused by a rule, or broken."""
    if answer.status_code >= 500:
        return "server errors"
    if answer.status_code == usual:
        return f"{what} done"
    return f"{what} short of money" if SHORT in answer.content else f"{what} refused"


def _client(**given: str) -> Client:
    return Client(raise_request_exception=False, SERVER_NAME="127.0.0.1", **given)


def _signed_in(login: str, city: City) -> Client:
    """Somebody of the city, signed in with a second factor."""
    client, held = _client(), Membership.objects.select_related("person")
    membership = held.get(person__login=login, organisation=city.purse)
    client.force_login(membership.person, "django.contrib.auth.backends.ModelBackend")
    device = StaticDevice.objects.get(user=membership.person)
    session = client.session
    session[MEMBERSHIP], session[DEVICE_ID_SESSION_KEY] = membership.pk, device.persistent_id
    session.save()
    return client


def _judged(city: City) -> dict[str, Any]:
    row = Budget.objects.select_related("purse").get(pk=city.budget)
    replay = verification.replayed(budget=row.pk)[row.pk]
    return {
        "over": -min(0, balances(budget=row.pk)[row.pk][Account.AVAILABLE]),
        "same": all(getattr(row, name) == fen for name, fen in replay.items()),
        "unfunded": _unfunded(row),
    }


def _unfunded(budget: Budget) -> int:
    """How many grants of the city have no money set aside, or twice; or money without a grant."""
    region = budget.purse.territory
    rows = Application.objects.filter(enterprise__region__startswith=region, state__in=GRANTED)
    granted = Counter(row.number for row in rows)
    held = Reservation.objects.filter(shares__budget=budget)
    reserved = Counter(held.values_list("claim_reference", flat=True))
    return (granted - reserved).total() + (reserved - granted).total()
