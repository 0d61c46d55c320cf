"""Writers killed and servers stopped: what was acknowledged is there, what is retried is once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from ballast_web.payments import services, verification
from ballast_web.payments.models import Budget, JournalEntry
from ballast_web.payments.sharing import Share
from benchmarks.ledger import people
from benchmarks.ledger.nursery import FORK, apart

WRITERS = 16
#: Seconds between two kills, at most.
_PAUSE = 0.25
_ENOUGH = 10**12


def kills(kills: int, restart: str, home: str, **_: Any) -> dict[str, Any]:
    """Kill one of 16 writers at a time; where there is a server, stop it every other time."""
    budget = apart(lambda: people.budget(_ENOUGH).pk)
    folder = Path(home) / f"acknowledged-{budget}"
    folder.mkdir()
    writers = [_started(budget, folder, number) for number in range(WRITERS)]
    chance, stops = random.Random(7), 0  # noqa: S311 - no secret
    for turn in range(kills):
        time.sleep(chance.uniform(0.02, _PAUSE))
        if restart and turn % 2:
            subprocess.run(["sh", "-c", restart], check=True, stdout=subprocess.DEVNULL, cwd="/")
            stops += 1
        else:
            _kill(writers[chance.randrange(WRITERS)])
        writers = [
            each if each.is_alive() else _started(budget, folder, number)
            for number, each in enumerate(writers)
        ]
    for each in writers:
        _kill(each)
    return {"kills of writers": kills - stops, "immediate stops": stops, **_held(budget, folder)}


def _held(budget: int, folder: Path) -> dict[str, Any]:
    acknowledged = [key for file in folder.glob("*.told") for key in file.read_text().split()]
    retried = [key for file in folder.glob("*.tried") for key in file.read_text().split()]
    again = sum(number > 1 for number in Counter(retried).values())
    return {
        "acknowledged": len(acknowledged),
        "tried again": again,
        **apart(partial(_judged, budget, set(acknowledged))),
    }


def _judged(budget: int, acknowledged: set[str]) -> dict[str, Any]:
    rows = JournalEntry.objects.filter(kind="reserve", postings__budget=budget)
    claims = Counter(rows.values_list("reservation__claim_reference", flat=True))
    row = Budget.objects.get(pk=budget)
    replay = verification.replayed(budget=budget)[budget]
    return {
        "in the journal": sum(claims.values()),
        "lost": len(acknowledged - claims.keys()),
        "doubled": sum(number > 1 for number in claims.values()),
        "balance ≠ entries": int(row.reserved_fen != replay["reserved_fen"]),
        "findings": len(list(verification.findings())),
    }


def _started(budget: int, folder: Path, number: int) -> Any:
    child = FORK.Process(target=_write, args=(budget, folder, number))
    child.start()
    return child


def _kill(child: Any) -> None:
    if child.is_alive():
        os.kill(child.pid, signal.SIGKILL)
    child.join()


def _write(budget: int, folder: Path, number: int) -> None:
    """Reserve without end, each key noted before, and after the answer; first what was left open.

    A writer whose server stopped leaves, as a client would whose connection broke.
    """
    tried, told = folder / f"{number}.tried", folder / f"{number}.told"
    try:
        row = Budget.objects.select_related("purse").get(pk=budget)
        for key in _keys(tried, told, number):
            _note(tried, key)
            services.reserve(people.WRITER, key, people.enterprise(), [Share(row)], 100, key)
            _note(told, key)
    except DatabaseError:
        os._exit(1)


def _keys(tried: Path, told: Path, number: int) -> Any:
    before = tried.read_text().split() if tried.exists() else []
    answered = set(told.read_text().split()) if told.exists() else set()
    if before and before[-1] not in answered:
        yield before[-1]
    place = len(before)
    while True:
        place += 1
        yield f"kill-{number}-{place}"


def _note(path: Path, key: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(descriptor, f"{key}\n".encode())
    os.close(descriptor)
