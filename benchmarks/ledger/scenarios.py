"""What is done to the ledger, each giving the figures that it found."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connection

from ballast_web.kernel.writes import writing
from ballast_web.payments import services, verification
from ballast_web.payments.errors import BudgetShort
from ballast_web.payments.ledger import balances
from ballast_web.payments.models import (
    Budget,
    JournalEntry,
    Posting,
    Reservation,
    ReservationShare,
)
from ballast_web.payments.models.ledger import Account
from ballast_web.payments.services import Claim
from ballast_web.payments.sharing import Share
from benchmarks.ledger import doors, kills, people, stopwatch
from benchmarks.ledger.nursery import apart, together
from benchmarks.ledger.stopwatch import Watch

WRITERS = 16
CAP = 2_000_000
_DRAWN = (100, 20_000)
#: So many claims in a row that do not fit, and a writer leaves.
_PATIENCE = 3


def prepare(**_: Any) -> dict[str, Any]:
    """Make the tables and the people."""
    apart(partial(call_command, "migrate", verbosity=0))
    apart(people.settle)
    return {}


def race(way: str, seeds: int, cap: int = CAP, **_: Any) -> dict[str, Any]:
    """16 writers on one budget until nothing fits, once a seed."""
    started = time.perf_counter()
    rounds = [_round(way, seed, cap) for seed in range(seeds)]
    seconds = time.perf_counter() - started
    commits = sum(each["commits"] for each in rounds)
    return {
        "seeds": seeds,
        "commits": commits,
        "overspent 分": sum(each["over"] for each in rounds),
        "seeds overspent": sum(each["over"] > 0 for each in rounds),
        "left unused 分, most": max(each["unused"] for each in rounds),
        "balance ≠ entries": sum(not each["same"] for each in rounds),
        "commits/s": round(commits / seconds),
        **stopwatch.told(watch for each in rounds for watch in each["watches"]),
    }


def _round(way: str, seed: int, cap: int) -> dict[str, Any]:
    budget = apart(partial(_new_budget, cap))
    works = [partial(_draw, way, budget, seed * 1000 + number) for number in range(WRITERS)]
    found = together(works)
    return {
        "commits": sum(commits for commits, _ in found),
        "watches": [watch for _, watch in found],
        **apart(partial(_judged, budget)),
    }


def _new_budget(cap: int) -> int:
    return people.budget(cap).pk


def _draw(way: str, budget: int, seed: int) -> tuple[int, Watch]:
    """Draw on the budget until nothing fits; how often something did."""
    chance, watch = random.Random(seed), Watch()  # noqa: S311 - no secret
    commits = refused = number = 0
    row = Budget.objects.select_related("purse").get(pk=budget)
    with watch.running():
        while refused < _PATIENCE:
            number += 1
            drawn = WAYS[way](row, chance, f"{budget}-{seed}-{number}")
            commits, refused = (commits + 1, 0) if drawn else (commits, refused + 1)
    connection.close()
    return commits, watch


def _by_service(budget: Budget, chance: random.Random, key: str) -> bool:
    fen = chance.randint(*_DRAWN)
    try:
        services.reserve(people.WRITER, key, people.enterprise(), [Share(budget)], fen, key)
    except BudgetShort:
        return False
    return True


def _by_batch(budget: Budget, chance: random.Random, key: str) -> bool:
    """Twenty claims as a sheet brings them, served in their order."""
    claims = [
        Claim(key, people.enterprise(), [Share(budget)], chance.randint(*_DRAWN), f"{key}-{place}")
        for place in range(20)
    ]
    return any(services.reserve_in_order(people.WRITER, claims))


def _unguarded(budget: Budget, chance: random.Random, key: str) -> bool:
    """Read, check, write: what happens without the guard."""
    fen, now = chance.randint(*_DRAWN), Budget.objects.get(pk=budget.pk)
    if now.reserved_fen + fen > now.cap_fen:
        return False
    with writing(people.WRITER):
        row = Reservation.objects.create(
            key=key, claim_reference=key, enterprise=people.enterprise(), amount_fen=fen
        )
        ReservationShare.objects.create(reservation=row, budget=budget, amount_fen=fen)
        Posting.objects.create(
            entry_id=key, budget=budget, source="available", target="reserved", amount_fen=fen
        )
        JournalEntry.objects.create(key=key, kind="reserve", amount_fen=fen, reservation=row)
        Budget.objects.filter(pk=budget.pk).update(reserved_fen=now.reserved_fen + fen)
    return True


WAYS: dict[str, Callable[[Budget, random.Random, str], bool]] = {
    "service": _by_service,
    "batch": _by_batch,
    "control": _unguarded,
}


def _judged(budget: int) -> dict[str, Any]:
    held, row = balances(budget=budget)[budget], Budget.objects.get(pk=budget)
    return {
        "over": max(0, -held[Account.AVAILABLE]),
        "unused": max(0, held[Account.AVAILABLE]),
        "same": row.reserved_fen == held[Account.RESERVED],
    }


def pairs(number: int, **_: Any) -> dict[str, Any]:
    """`number` reservations, each out of two of five budgets named in random order."""
    budgets = [apart(partial(_new_budget, 10**12)) for _ in range(5)]
    share = -(-number // WRITERS)
    started = time.perf_counter()
    told = together([partial(_pair, budgets, share, seed) for seed in range(WRITERS)])
    seconds = time.perf_counter() - started
    return {
        "reservations": sum(each[0] for each in told),
        "deadlocks": sum(each[1] for each in told),
        "half applied": len(apart(_findings)),
        "commits/s": round(share * WRITERS / seconds),
        **stopwatch.told(each[2] for each in told),
    }


def _pair(budgets: list[int], number: int, seed: int) -> tuple[int, int, Watch]:
    chance, done, deadlocks, watch = random.Random(seed), 0, 0, Watch()  # noqa: S311
    rows = list(Budget.objects.select_related("purse").filter(pk__in=budgets))
    with watch.running():
        for place in range(number):
            shares = [Share(each, 1, 2) for each in chance.sample(rows, 2)]
            key, fen = f"pair-{seed}-{place}-{budgets[0]}", chance.randint(*_DRAWN)
            try:
                services.reserve(people.WRITER, key, people.enterprise(), shares, fen, key)
                done += 1
            except OperationalError:
                deadlocks += 1
    return done, deadlocks, watch


def _findings() -> list[str]:
    return list(verification.findings())


def histories(number: int, **_: Any) -> dict[str, Any]:
    """`number` random histories through every service, each replayed from the journal."""
    from benchmarks.ledger.histories import lived  # noqa: PLC0415 - it takes the services along

    lives = partial(lived, 0, number)  # one after the other: each holds the end of the audit log
    names = ("histories", "steps", "refused by rule", "replays that differ", "findings")
    return dict(zip(names, apart(lives), strict=True))


SCENARIOS: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare,
    "race": race,
    "doors": doors.doors,
    "kills": kills.kills,
    "pairs": pairs,
    "histories": histories,
}
