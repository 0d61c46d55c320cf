"""Time and peak memory, measured in children so that one benchmark does not colour another."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What a child process took: wall seconds, CPU seconds, peak resident megabytes."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Table:
    """Rows under a head, for a Markdown page."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """The table in Markdown."""
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def child(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` and say what it took. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(list(command), stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def interleaved(works: dict[str, Callable[[], None]], rounds: int = 5) -> dict[str, float]:
    """The median seconds of each work, all once a round, so that load falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in taken.items()}
