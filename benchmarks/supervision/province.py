"""A province's tasks, made, lit twice, and looked at; prints what it took as JSON."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from ballast_web import warming
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.acting import platform
from ballast_web.kernel.middleware import MEMBERSHIP
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import Level, OrganisationKind, Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import lighting, noticing

TODAY = date(2022, 10, 31)
PASSES = 30
SECTIONS = 8
BATCH = 2000


def main(tasks: int, units: int) -> None:
    """Make, light, look."""
    settings.BALLAST_TODAY = TODAY
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    leader = province(units)
    make(tasks, random.Random(1))  # noqa: S311 - a benchmark's
    tidied()
    first, _ = timed(lambda: night(TODAY))
    changed = change(tasks, random.Random(2))  # noqa: S311
    second, told = timed(lambda: night(TODAY + timedelta(days=1)))
    middle, late = looked(leader)
    figures = (f"{first:.1f}", f"{second:.1f}", f"{changed:,}", f"{told:,}")
    print(json.dumps([*figures, f"{middle:.0f}", f"{late:.0f}"]))


def tidied() -> None:
    """What the database's own housekeeping does after so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds `work` takes, and what it gives."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def province(units: int) -> Any:
    """The province, its units spread over its cities, and a leader."""

    kind = OrganisationKind.GOVERNMENT
    top = Organisation.objects.create(
        kind=kind, code="440000-government", name="省政府", region="440000", level=Level.PROVINCE
    )
    cities = [entry.code for entry in vocabulary().codelists["regions"].children("440000")]
    Organisation.objects.bulk_create(
        [
            Organisation(
                kind=kind,
                code=f"unit-{place}",
                name=f"单位{place}",
                region=cities[place % len(cities)],
                level=Level.CITY,
            )
            for place in range(units)
        ],
        batch_size=BATCH,
    )
    person = Person.objects.create_user("leader", None, name="领导")
    return Membership.objects.create(
        person=person, organisation=top, role=Role.LEADER, since=date(2020, 1, 1)
    )


def make(tasks: int, chance: random.Random) -> None:
    """So many open tasks of all kinds, on course or not."""

    units = list(Organisation.objects.filter(code__startswith="unit-"))
    for begun in range(0, tasks, BATCH):
        places = range(begun, min(tasks, begun + BATCH))
        rows = (Task(**fields(place, units[place % len(units)], chance)) for place in places)
        Task.objects.bulk_create(rows)


def fields(place: int, unit: Any, chance: random.Random) -> dict[str, Any]:
    """What one task holds."""
    progress = Decimal(chance.randrange(40, 101)) / 100
    kind = ("target", "work", "duty")[place % 3]
    extra: dict[str, Any] = {"progress": progress}
    if kind == "target":
        extra |= {"target_value": Decimal(100), "figure": progress * 100, "comparator": "="}
    if kind == "duty":
        extra = {"every": "month", "at_least": 10, "periods_missed": chance.choice((0, 0, 0, 1, 2))}
    return {
        "package": "guangdong/2022-industrial-growth",
        "section": f"板块{place % SECTIONS}",
        "clause": f"（{place % 32}）",
        "key": str(place),
        "version": 0,
        "name": "任务",
        "content": "任务",
        "kind": kind,
        "part": "lead",
        "unit": unit,
        "region": unit.region,
        "state": "accepted",
        "starts_on": date(2022, 1, 1),
        "due": date(2022, 12, 31) - timedelta(days=chance.randrange(90)),
        "issued_on": date(2022, 4, 1),
        "accepted_on": date(2022, 4, 2),
        "reports_missing": chance.choice((0, 0, 0, 0, 1)),
        **extra,
    }


def change(tasks: int, chance: random.Random) -> int:
    """One task in a hundred reports that it is done for."""

    keys = [str(chance.randrange(tasks)) for _ in range(tasks // 100)]
    return Task.objects.filter(key__in=keys).update(reports_missing=2)


def night(day: date) -> int:
    """What the nightly job does, step by step; how many notices are told."""

    acting = platform("夜间亮灯")
    for rows in lighting.batches():
        with writing(acting):
            lighting.light(rows, day)
    with writing(acting):
        return noticing.tell(day)


def looked(leader: Any) -> tuple[float, float]:
    """The leader's page, asked for so often: p50 and p95 in milliseconds."""

    warming.warm()  # as each worker does before its first request
    client = signed_in(Client(), leader)
    client.handler.load_middleware()  # as a server does when it starts
    took = sorted(asked(client, reverse("staff.overview")) for _ in range(PASSES))
    parts = quantiles(took, n=20)
    return parts[9], parts[18]


def signed_in(client: Any, leader: Any) -> Any:
    """A client with the leader's session and second factor."""

    client.force_login(leader.person, "django.contrib.auth.backends.ModelBackend")
    device = StaticDevice.objects.create(user=leader.person, name="benchmark")
    session = client.session
    session[MEMBERSHIP] = leader.pk
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def asked(client: Any, address: str) -> float:
    """Milliseconds for one page. Raises RuntimeError where it does not come."""
    seconds, answer = timed(lambda: client.get(address, secure=True))
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return float(seconds * 1000)
