"""Many rules: what 12, 100 and 500 take to compile and plan, and to judge a population in parts.

The twelve rules of the population and copies with other limits, so that conditions are shared as
little as their limits differ. Compiling is from the rules' trees, as a loaded library holds them,
to SQL text. Planning is DuckDB's: to read the text, bind, optimise and lay out how to run it
(PREPARE, which runs nothing and prints nothing). Both in CPU seconds, over all parts. Each row is a
child process; its peak is that of the whole process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count, islice
from pathlib import Path

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import AT_ONCE
from ballast.rules import tree
from ballast.rules.rule import Rule
from ballast.rules.scope import OWNER
from benchmarks.measuring import Table
from benchmarks.population.rules import plan, population

COUNTS = (12, 100, 500)
ROWS = 200_000
HEAD = ("rules", "parts", "compile s", "plan s", "run s", "run CPU s", "Mrr/s", "peak MB")


def run() -> Table:
    """One row a number of rules, over 200,000 enterprises."""
    with tempfile.TemporaryDirectory() as folder:
        facts = population(ROWS, Path(folder))
        return Table(HEAD, [row(rules, facts, Path(folder)) for rules in COUNTS])


def row(rules: int, facts: Path, folder: Path) -> list[str]:
    """Measure one number of rules in a child."""
    command = [sys.executable, "-m", "benchmarks.many_rules", str(rules), str(facts), str(folder)]
    child = subprocess.run(command, check=True, capture_output=True, text=True)
    cost = json.loads(child.stdout)
    rate = rules * ROWS / cost["wall"] / 1e6
    seconds = [f"{cost[name]:.2f}" for name in ("compile", "plan", "wall", "cpu")]
    return [str(rules), str(-(-rules // AT_ONCE)), *seconds, f"{rate:.1f}", f"{cost['peak']:.0f}"]


def measure(rules: int, facts: Path, folder: Path) -> dict[str, float]:
    """Seconds of each step, and the peak."""
    twelve = plan()
    whole = replace(twelve, rules=tuple(islice(varied(twelve.rules), rules)))
    clock = [time.process_time()]
    parts = list(whole.parts())
    queries = [DuckDB.sql(part) for part in parts]
    clock.append(time.process_time())
    engine = DuckDB({OWNER: facts}, folder)
    for query in queries:
        engine.connection.execute(f"PREPARE planned AS {query}")
    clock.append(time.process_time())
    start = time.perf_counter()
    for part in parts:
        engine.write(part, folder / part.layout.file)
    wall = time.perf_counter() - start
    compiling, planning, running = (
        b - a for a, b in zip(clock, [*clock[1:], time.process_time()], strict=True)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"compile": compiling, "plan": planning, "wall": wall, "cpu": running, "peak": peak}


def varied(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The rules, then copies whose larger limits are shifted by 1, 2, …"""
    for shift in count():
        for rule in rules:
            moved = tuple(replace(item, node=shifted(item.node, shift)) for item in rule.conditions)
            yield replace(rule, id=f"{rule.id}+{shift}", conditions=moved)


def shifted(node: tree.Node, shift: int) -> tree.Node:
    if isinstance(node, tree.Constant) and isinstance(node.value, Decimal) and node.value > 10:
        return replace(node, value=node.value + shift)
    return tree.rebuilt(node, lambda part: shifted(part, shift))


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))))
