"""One measurement in a process of its own: `python -m benchmarks.population.child NAME FACTS OUT`.

Prints the wall and CPU seconds of judging alone, without Python's start, and the peak resident
megabytes of the whole run. Both count every process that judging started (Spark's JVM too); the
peak is the sum of each process's own peak, which is at most a little more than what they held at
once.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.population.competitors import competitor

PROC = Path("/proc")
#: Places in /proc/PID/stat behind the name: the parent, and ticks of user and system time, the
#: process's own and those of its children that have ended.
PARENT, TICKS = 1, slice(11, 15)


def main() -> None:
    name, facts, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    module = competitor(name)
    prepared = getattr(module, "prepared", None)
    judge = prepared(facts, out) if prepared else module.judge
    wall, cpu = time.perf_counter(), spent()
    judge(facts, out)
    cost = {"wall": time.perf_counter() - wall, "cpu": spent() - cpu, "peak": peak()}
    print(json.dumps(cost))


def spent() -> float:
    """CPU seconds of this process, of those below it, and of those below that have ended."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, CHILDREN))
    mine = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    ticks = sum(int(each) for pid in below(os.getpid()) for each in stat(pid)[TICKS])
    return mine + ticks / os.sysconf("SC_CLK_TCK")


CHILDREN = resource.RUSAGE_CHILDREN


def peak() -> float:
    """Megabytes: this process's peak and that of each living process below it, together."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (own + sum(map(highest, below(os.getpid())))) / 1024


def below(pid: int) -> Iterator[int]:
    """The living processes that `pid` started, and those that these did; none without /proc."""
    for entry in PROC.glob("[0-9]*"):
        child = int(entry.name)
        if (fields := stat(child)) and int(fields[PARENT]) == pid:
            yield child
            yield from below(child)


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the process's name; none where it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def highest(pid: int) -> int:
    """The most kilobytes that a process has held; 0 where it has ended."""
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
