"""The twelve rules, and a synthetic province to judge by them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from ballast.content import home
from ballast.engine.plan import Plan
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.scope import OWNER

DAY = date(2022, 12, 31)
POLICIES = Path(__file__).with_name("policies")
#: Sizes of the population, largest last; BALLAST_BENCH_ROWS=100000,1000000 takes others.
SIZES = (1_000_000, 5_000_000, 20_000_000)


def sizes() -> tuple[int, ...]:
    """How many enterprises, by the environment or as usual."""
    wanted = os.environ.get("BALLAST_BENCH_ROWS", "")
    return tuple(int(part) for part in wanted.split(",")) if wanted else SIZES


def plan() -> Plan:
    """The plan of the twelve rules."""
    vocabulary = load_vocabulary(home("vocabulary"))
    rules = load_library(POLICIES, vocabulary).of(OWNER, DAY)
    return Plan(OWNER, rules, vocabulary, DAY)


def population(rows: int, folder: Path) -> Path:
    """The table of a synthetic province with `rows` enterprises, made below `folder`."""
    facts = folder / f"facts-{rows}"
    ballast = (sys.executable, "-m", "ballast", "synth", "--province", "440000", "--seed", "1")
    made = ("--enterprises", str(rows), "--out", str(facts))
    subprocess.run([*ballast, *made], check=True, stdout=subprocess.DEVNULL)
    return facts / f"{OWNER}.parquet"
