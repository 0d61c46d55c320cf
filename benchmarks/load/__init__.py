"""Load: fifty enterprises at once over their pages and the API, on PostgreSQL.

The server is what a province runs (gunicorn, two workers of eight threads) on the same machine as
its clients and its database. Each enterprise is signed in and asks for one page after the other:
once as people do, looking at each for two seconds on average, once without a pause, which shows
where the machine is full. A first round is not counted. Each verdict is judged anew at each
request.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

from benchmarks.jobs.killing import place, surroundings
from benchmarks.measuring import Table

FIRMS = int(os.environ.get("BALLAST_BENCH_FIRMS", "50"))
SECONDS = int(os.environ.get("BALLAST_BENCH_SECONDS", "60"))
SERVER = os.environ.get("POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")
PREPARE = f"""
import django
django.setup()
from benchmarks.load.firms import main
main({FIRMS})
"""
#: What each enterprise asks for in turn; {code} is its own.
ASKED = {
    "home, live verdicts": "/my/policies/",
    "facts": "/my/facts/",
    "applications": "/enterprise/applications/",
    "messages": "/messages/",
    "API: live verdicts": "/api/v1/verdicts/{code}",
}
#: Seconds of the round that is not counted.
WARM = 15
#: Seconds that an enterprise looks at a page, on average.
PAUSES = (2.0, 0.0)
HEAD = ("pause s", "what", "requests", "a second", "p50 ms", "p95 ms", "p99 ms", "other than 200")


def run() -> Table:
    """One row for each thing that is asked for, and one for all."""
    with place(SERVER) as (address, folder):
        environment = surroundings(address, folder)
        done = subprocess.run(
            [sys.executable, "-c", PREPARE],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        firms = json.loads(done.stdout.splitlines()[-1])
        with served(environment, folder) as base:
            asked_by_all(base, firms, 0, WARM)
            rows = [line for pause in PAUSES for line in lines(base, firms, pause)]
    return Table(HEAD, rows)


def lines(base: str, firms: list[dict[str, str]], pause: float) -> list[list[str]]:
    """What all of them found at one pace: a line for each thing asked for, and one for all."""
    took, wrong = asked_by_all(base, firms, pause)
    found = [row(pause, what, took[what], wrong[what]) for what in ASKED]
    whole = [each for times in took.values() for each in times]
    return [*found, row(pause, "all", whole, sum(wrong.values()))]


def row(pause: float, what: str, took: list[float], wrong: int) -> list[str]:
    """How many, how fast; milliseconds."""
    parts = quantiles(took, n=100)
    rate = f"{len(took) / SECONDS:.1f}"
    shown = (f"{parts[place]:.0f}" for place in (49, 94, 98))
    return [f"{pause:g}", what, f"{len(took):,}", rate, *shown, str(wrong)]


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """The server at a free port, until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:ballast_web.serving", "--workers", "2", "--threads", "8"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            awaited(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def awaited(base: str) -> None:
    """Return once the server answers. Raises TimeoutError after a minute."""
    for _ in range(120):
        try:
            httpx.get(f"{base}/health", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.5)
    raise TimeoutError(base)


def asked_by_all(
    base: str, firms: list[dict[str, str]], pause: float, seconds: int = SECONDS
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Every enterprise at once for so many seconds: milliseconds and failures by what is asked."""
    took: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=asked_by, args=(base, firm, pause, until, took, wrong))
        for firm in firms
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, wrong


def asked_by(
    base: str, firm: dict[str, str], pause: float, until: float, took: Any, wrong: Any
) -> None:
    """One enterprise's requests, one after the other."""
    headers = {"Authorization": f"Bearer {firm['key']}"}
    cookies = {"sessionid": firm["session"]}
    chance = random.Random(firm["code"])  # noqa: S311 - a benchmark's
    with httpx.Client(base_url=base, headers=headers, cookies=cookies, timeout=60) as client:
        while time.monotonic() < until:
            for what, path in ASKED.items():
                time.sleep(chance.uniform(0, 2 * pause))
                start = time.perf_counter()
                answer = client.get(path.format(code=firm["code"]))
                took[what].append((time.perf_counter() - start) * 1000)
                wrong[what] += answer.status_code != 200
