"""Growth: what twice the text costs, for shapes that make careless readers quadratic.

About 2 is linear; 4 would be quadratic. CPU seconds, the least of three readings each.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ballast.documents.reader import read_bytes
from ballast.measures.extract import measures
from benchmarks.measuring import Table

SIZE = 4000
SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "nested tags": ("a.html", lambda n: "<div>" * n + "一、支持伞厂。" + "</div>" * n),
    "links never closed": ("a.html", lambda n: "<span><a href=x>" * n + "一、支持伞厂。"),
    "nested brackets": ("a.txt", lambda n: "一、支持" + "（" * n + "伞" + "）" * n),
    "brackets never closed": ("a.txt", lambda n: "一、支持。" + "（甲\n" * n),
    "one line": ("a.txt", lambda n: "一、支持" + "伞" * 20 * n),
    "labels": ("a.txt", lambda n: "".join(f"{i}.支持伞厂。" for i in range(1, n))),
    "units": ("a.txt", lambda n: "一、支持伞厂。（" + "市财政局、" * n + "）"),
    "quantities": ("a.txt", lambda n: "一、推动" + "10家" * n),
    "dates": ("a.txt", lambda n: "一、" + "从2022年3月" * n),
}


def run() -> Table:
    """One row a shape."""
    return Table(("shape", "once s", "twice s", "twice ÷ once"), [row(name) for name in SHAPES])


def row(shape: str) -> list[str]:
    """Read the shape at one size and at twice that size."""
    name, make = SHAPES[shape]
    once, twice = (seconds(make(size).encode(), name) for size in (SIZE, 2 * SIZE))
    return [shape, f"{once:.3f}", f"{twice:.3f}", f"{twice / once:.1f}"]


def seconds(data: bytes, name: str) -> float:
    """The least CPU time of three readings."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        measures(read_bytes(data, name))
        taken.append(time.process_time() - start)
    return min(taken)
