"""Real workers on a database of their own, killed while they work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 4
#: Seconds after which a trial that has not ended is given up.
LONGEST = 1800.0
#: Jobs that have ended, well or badly; periodic ones have a key.
OVER = "SELECT count(*) FROM jobs_job WHERE state IN ('done', 'failed') AND key IS NULL"


@dataclass(frozen=True)
class Outcome:
    """What became of the jobs; `holding` counts the kills that met a worker with a job."""

    database: str
    jobs: int
    kills: int
    holding: int
    lost: int
    doubled: int
    redelivery: float
    seconds: float
    #: The foreman's exit status after SIGTERM.
    status: int


def trial(server: str, jobs: int, kills: int, lease: int = 20, seed: int = 1) -> Outcome:
    """Run `jobs` jobs with `kills` kills, on PostgreSQL at `server` or, where empty, on SQLite.

    `lease` is in seconds, as installed.
    """
    with place(server) as (address, folder):
        environment = surroundings(address, folder) | {"BALLAST_LEASE_SECONDS": str(lease)}
        prepare(environment, jobs)
        start = time.perf_counter()
        foreman = subprocess.Popen(
            [sys.executable, "-m", "django", "worker", "--processes", str(WORKERS)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            killed = kill(address, foreman.pid, jobs, kills, random.Random(seed))  # noqa: S311
        finally:
            seconds = time.perf_counter() - start
            foreman.send_signal(signal.SIGTERM)
            status = foreman.wait(60)
        return outcome(address, jobs, kills, killed, seconds, status)


@contextmanager
def place(server: str) -> Iterator[tuple[str, Path]]:
    """A database of one's own, and a folder; both gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ballast-jobs-"))
    name = f"ballast_jobs_{os.getpid()}"
    try:
        if not server:
            yield f"sqlite:///{folder}/jobs.sqlite3", folder
            return
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl(), folder
    finally:
        shutil.rmtree(folder)
        if server:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def surroundings(address: str, folder: Path) -> dict[str, str]:
    """The environment of the platform on that database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "ballast_web.settings.embedded",
        "BALLAST_DATABASE": address,
        "BALLAST_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONWARNINGS": "ignore",
    }


def prepare(environment: dict[str, str], jobs: int) -> None:
    """Tables, and the jobs."""
    fill = f"from benchmarks.jobs.tasks import fill; fill({jobs})"
    for command in (["-m", "django", "migrate", "-v0"], ["-c", fill]):
        subprocess.run([sys.executable, *command], env=environment, check=True)


@contextmanager
def reading(address: str) -> Iterator[Any]:
    """A connection that reads."""
    path = urlsplit(address).path[1:]
    if not address.startswith("sqlite"):
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection
        return
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


Killed = dict[int, tuple[int, datetime]]


def kill(address: str, foreman: int, jobs: int, kills: int, chance: random.Random) -> Killed:
    """Kill workers evenly over the work; of each job held then: its attempt, and the last kill."""
    done, struck, killed = 0, 0, {}
    with reading(address) as database:
        began = time.perf_counter()
        while done < jobs and time.perf_counter() - began < LONGEST:
            done = count(database, OVER)
            if struck < kills and done >= struck * jobs * 0.95 / kills:
                struck += strike(database, foreman, chance, killed)
            time.sleep(0.02 + 0.02 * chance.random())
    return killed


def count(database: Any, query: str) -> int:
    """The one number that `query` gives."""
    (number,) = database.execute(query).fetchone()
    return int(number)


def strike(database: Any, foreman: int, chance: random.Random, killed: Killed) -> int:
    """Kill one worker, if there is one; note the job that it held."""
    listed = Path(f"/proc/{foreman}/task/{foreman}/children").read_text(encoding="ascii").split()
    if not listed:
        return 0
    victim = int(chance.choice(listed))
    os.kill(victim, signal.SIGKILL)
    moment = datetime.now(UTC)
    name = f"{socket.gethostname()}:{victim}"
    query = f"SELECT id, attempt FROM jobs_job WHERE state = 'running' AND worker = '{name}'"
    for job, attempt in database.execute(query).fetchall():
        killed[job] = attempt, moment
    return 1


def outcome(
    address: str, jobs: int, kills: int, killed: Killed, seconds: float, status: int
) -> Outcome:
    """What the database holds in the end."""
    with reading(address) as database:
        rows = count(database, "SELECT count(*) FROM effects")
        distinct = count(database, "SELECT count(DISTINCT number) FROM effects")
        waits = [waited(database, job, *told) for job, told in killed.items()]
    return Outcome(
        database="SQLite" if address.startswith("sqlite") else "PostgreSQL",
        jobs=jobs,
        kills=kills,
        holding=len(killed),
        lost=jobs - distinct,
        doubled=rows - distinct,
        redelivery=max(waits, default=0.0),
        seconds=seconds,
        status=status,
    )


def waited(database: Any, job: int, attempt: int, moment: datetime) -> float:
    """Seconds from the kill to the next claim; 0 where the job had ended before it."""
    query = f"SELECT attempt, started_at FROM jobs_job WHERE id = {job}"
    now, started = database.execute(query).fetchone()
    if isinstance(started, str):
        started = datetime.fromisoformat(started).replace(tzinfo=UTC)
    return (started - moment).total_seconds() if now > attempt else 0.0
