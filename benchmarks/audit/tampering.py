"""Writes an audit log, and tampers with it; each tampering is taken back.

`python -m benchmarks.audit.tampering '{"do": …}'` prints what it found as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django is set up first
from django.test import override_settings  # noqa: E402

from ballast_web.kernel import audit  # noqa: E402
from ballast_web.kernel.acting import platform  # noqa: E402
from ballast_web.kernel.models import AuditEntry, AuditHead  # noqa: E402
from ballast_web.kernel.writes import writing  # noqa: E402

TOGETHER = 500
Rows = Any


def write(entries: int, **_: Any) -> dict[str, Any]:
    """Write `entries` more, as services do; how many there are now."""
    start = time.perf_counter()
    for first in range(0, entries, TOGETHER):
        with writing(platform("并发写入")) as log:
            for number in range(first, min(first + TOGETHER, entries)):
                log.note("money.reserved", "合成企业", claim=f"SB{number:08d}", fen=number * 7)
    return {"entries": AuditEntry.objects.count(), "seconds": time.perf_counter() - start}


def tamper(number: int, **_: Any) -> dict[str, Any]:
    """Tamper `number` times, each kind in its turn; what `verify` says of each and after all."""
    chance, found, placed = random.Random(number), 0, 0  # noqa: S311 - no secret
    ways = list(WAYS)
    for turn in range(number):
        place, flaws = _seen(ways[turn % len(ways)], chance)
        found += bool(flaws)
        placed += bool(flaws) and flaws[0].sequence == place
    left = list(audit.verify())
    return {"tamperings": number, "found": found, "placed": placed, "false": len(left)}


def _seen(way: Callable[[Rows, int], int], chance: random.Random) -> tuple[int, list[audit.Flaw]]:
    """Tamper at a random entry: where that must show first, and what verifying finds."""
    with transaction.atomic():
        _put_triggers_aside()
        last = AuditHead.objects.get(pk=1).sequence
        place = way(AuditEntry.objects.order_by("sequence"), chance.randrange(2, last - 1))
        flaws = list(audit.verify())
        transaction.set_rollback(True)
    return place, flaws


def _put_triggers_aside() -> None:
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute(
            f"SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='{table}'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def edited(rows: Rows, at: int) -> int:
    """Another amount."""
    entry = rows.get(sequence=at)
    rows.filter(sequence=at).update(details=entry.details.replace('"fen":', '"fen":9'))
    return at


def taken_out(rows: Rows, at: int) -> int:
    """An entry is no more."""
    rows.filter(sequence=at).delete()
    return at


def exchanged(rows: Rows, at: int) -> int:
    """Two neighbours change places, each chained to what is now before it."""
    first, second = rows.get(sequence=at), rows.get(sequence=at + 1)
    names = [field.name for field in AuditEntry._meta.fields if field.name not in LINKS]
    for place, taken in ((at, second), (at + 1, first)):
        rows.filter(sequence=place).update(**{name: getattr(taken, name) for name in names})
    return at


def forged(rows: Rows, at: int) -> int:
    """An entry is made anew with another key, and the fifty behind it are chained to it."""
    last = min(at + 50, AuditHead.objects.get(pk=1).sequence)
    with override_settings(BALLAST_AUDIT_KEY="their own"):
        previous = rows.get(sequence=at).previous
        for entry in rows.filter(sequence__gte=at, sequence__lte=last):
            entry.previous, entry.acting_as = previous, "平台：别人"
            previous = audit.hashed(*(getattr(entry, name) for name in audit.HASHED))
            fields = {"previous": entry.previous, "acting_as": entry.acting_as, "hash": previous}
            rows.filter(sequence=entry.sequence).update(**fields)
    return at


def cut(rows: Rows, at: int) -> int:
    """Nothing was ever written after this entry: the end of the chain says so too."""
    rows.filter(sequence__gt=at).delete()
    AuditHead.objects.update(sequence=at, hash=rows.get(sequence=at).hash)
    return at


LINKS = {"sequence", "previous", "hash"}
WAYS: list[Callable[[Rows, int], int]] = [edited, taken_out, exchanged, forged, cut]


def main() -> None:
    """Do what the orders name."""
    orders = json.loads(sys.argv[1])
    print(json.dumps({"write": write, "tamper": tamper}[orders.pop("do")](**orders)))


if __name__ == "__main__":
    main()
