"""The race: every competitor compared with Ballast, then timed in turns."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.measuring import Table
from benchmarks.population.competitors import competitor, names
from benchmarks.population.rules import population, sizes

#: Rounds of a size: the most rows with so many; the largest take minutes a round.
ROUNDS = ((1_000_000, 3), (5_000_000, 2), (10**9, 1))
RULES = 12
#: Rows of the comparison, or as many as a competitor is given.
COMPARED = 100_000
HEAD = (
    "by",
    "rows",
    "wall s",
    "CPU s",
    "peak MB",
    "Mrr/s",
    "÷ hand",
    "÷ floor",
    "compared with Ballast",
)
#: What is compared, and its letter in a competitor's answers.
LETTERS = {"verdict": "v", "amount": "a", "failed": "f", "missing": "m"}
REFERENCE, HAND, FLOOR = "ballast", "hand", "floor"
ALWAYS = (REFERENCE, HAND, FLOOR)
Costs = dict[str, float]


def raced() -> Table:
    """One row a size and competitor; Mrr/s is million rows × rules a second."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        facts = population(COMPARED, place)
        told = {name: compared(name, facts, place) for name in names()}
        rows = [refused(name, words) for name, (equal, words) in told.items() if not equal]
        equal = {name: words for name, (equal, words) in told.items() if equal}
        for size in (*slow(equal), *sizes()):
            rows += lines(size, place, equal)
    return Table(HEAD, rows)


def slow(equal: dict[str, str]) -> list[int]:
    """Sizes of their own for those that the usual sizes are too large for."""
    limits = {competitor(name).LIMIT for name in equal}
    return sorted(limit for limit in limits if limit < min(sizes()))


def refused(name: str, words: str) -> list[str]:
    """A competitor whose answers differ gets no time."""
    return [name, *["–"] * (len(HEAD) - 2), words]


def compared(name: str, facts: Path, place: Path) -> tuple[bool, str]:
    """Whether a competitor may be timed, and what the comparison found."""
    module = competitor(name)
    if name == FLOOR:
        return True, "judges nothing"
    sample = first(facts, min(COMPARED, module.LIMIT), place)
    outs = {who: place / f"compared-{who}.parquet" for who in (REFERENCE, name)}
    for who, out in outs.items():
        measured(who, sample, out)
    counts = differing(name, outs)
    exact = all(counts.get(what) == 0 for what in module.EXPRESSES)
    return exact, telling(counts, module.EXPRESSES)


def first(facts: Path, count: int, place: Path) -> Path:
    """The first rows of a table, as a file of its own."""
    out = place / f"first-{count}.parquet"
    if not out.exists():
        duckdb.execute(f"COPY (FROM read_parquet('{facts}') LIMIT {count}) TO '{out}'")
    return out


def differing(name: str, outs: dict[str, Path]) -> dict[str, int]:
    """How many rules × rows differ in each thing that both say."""
    mine, theirs = (competitor(who).answers(outs[who]) for who in (REFERENCE, name))
    said = duckdb.sql(theirs).columns
    found = {}
    for what, letter in LETTERS.items():
        if f"{letter}_1" in said:
            parts = " + ".join(
                f"(a.{letter}_{i} IS DISTINCT FROM b.{letter}_{i})::INTEGER"
                for i in range(1, RULES + 1)
            )
            query = f"SELECT sum({parts}), count(*) FROM ({mine}) a JOIN ({theirs}) b USING (key)"
            found[what] = duckdb.sql(query).fetchall()[0][0]
    return found


def telling(counts: dict[str, int], exact: frozenset[str]) -> str:
    """The comparison in words."""
    parts = []
    if equal := [what for what, count in counts.items() if count == 0]:
        parts.append(f"equal: {', '.join(equal)}")
    for what, count in counts.items():
        if count:
            parts.append(
                f"{what} off in {count:,}{'' if what in exact else ' (inexact by design)'}"
            )
    if unsaid := [what for what in LETTERS if what not in counts]:
        parts.append(f"cannot say: {', '.join(unsaid)}")
    return "; ".join(parts)


def lines(size: int, place: Path, equal: dict[str, str]) -> list[list[str]]:
    """The rows of one size: all that are given so many rows."""
    racing = [name for name in equal if takes_part(name, size)]
    costs = timed(racing, size, population(size, place), place)
    return [line(name, size, costs, equal[name]) for name in racing]


def takes_part(name: str, size: int) -> bool:
    """Whether a competitor is given so many rows; few are for the slow and for comparison alone."""
    limit = competitor(name).LIMIT
    return size <= limit and (size >= min(sizes()) or name in ALWAYS or size == limit)


def timed(racing: list[str], size: int, table: Path, place: Path) -> dict[str, Costs]:
    """The medians of several rounds, in each of which all take their turn."""
    taken: dict[str, list[Costs]] = {name: [] for name in racing}
    for _ in range(rounds(size)):
        for name in racing:
            taken[name].append(measured(name, table, place / f"timed-{name}.parquet"))
    return {
        name: {key: median(cost[key] for cost in each) for key in ("wall", "cpu", "peak")}
        for name, each in taken.items()
    }


def rounds(size: int) -> int:
    """How many rounds a size is timed in."""
    return next(count for most, count in ROUNDS if size <= most)


def measured(name: str, facts: Path, out: Path) -> Costs:
    """One measurement in a child."""
    command = [sys.executable, "-m", "benchmarks.population.child", name, str(facts), str(out)]
    child = subprocess.run(command, check=True, capture_output=True, text=True)
    costs: Costs = json.loads(child.stdout.splitlines()[-1])
    return costs


def line(name: str, size: int, costs: dict[str, Costs], words: str) -> list[str]:
    cost = costs[name]
    ratios = [
        f"{cost['wall'] / costs[other]['wall']:.2f}" if other in costs else "–"
        for other in (HAND, FLOOR)
    ]
    rate = "–" if name == FLOOR else f"{size * RULES / cost['wall'] / 1e6:.2f}"
    figures = [f"{cost['wall']:.2f}", f"{cost['cpu']:.2f}", f"{cost['peak']:.0f}", rate]
    return [name, f"{size:,}", *figures, *ratios, words]
