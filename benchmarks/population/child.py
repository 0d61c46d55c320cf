"""One measurement in a process of its own: `python -m benchmarks.population.child NAME FACTS OUT`.

Prints the wall and CPU seconds of judging alone, without Python's start, and the peak megabytes of
the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks.population.competitors import competitor


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
    """CPU seconds of this process and of those that it started and that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


CHILDREN = resource.RUSAGE_CHILDREN


def peak() -> float:
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, CHILDREN))
    return most / 1024


if __name__ == "__main__":
    main()
