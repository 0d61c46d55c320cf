"""The jobs of the benchmark, and what writes them into the queue."""

from __future__ import annotations

import time

import django

EFFECTS = "CREATE TABLE effects (number integer NOT NULL)"
BATCH = 500

django.setup()

from django.db import connection  # noqa: E402 - Django is set up first

from ballast_web.jobs.task import task  # noqa: E402
from ballast_web.kernel.acting import platform  # noqa: E402
from ballast_web.kernel.writes import writing  # noqa: E402


@task(label="记一笔")
def effect(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects VALUES (%s)", [number])
    time.sleep(0.002)


def fill(jobs: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(EFFECTS)
    for start in range(0, jobs, BATCH):
        with writing(platform("benchmark")):
            for number in range(start, min(start + BATCH, jobs)):
                effect.enqueue(number)
