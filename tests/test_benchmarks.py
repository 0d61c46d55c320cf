"""What the benchmarks compare with says the same as Ballast."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from benchmarks.population import child, race
from benchmarks.population.competitors import ballast, floor, hand, hand_codes
from benchmarks.population.rules import plan

from ballast.content import home
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.scope import OWNER
from ballast.vocabulary.codes import load


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    entities = load_vocabulary(home("vocabulary")).entities
    regions, folder = load(home("vocabulary"), "regions"), tmp_path_factory.mktemp("facts")
    order = Order(province="440000", enterprises=20_000, seed=3)
    return make(order, folder, entities, regions, lambda _done: None).table(OWNER)


@pytest.mark.parametrize("written", [hand, hand_codes], ids=lambda module: module.__name__)
def test_the_rules_by_hand_say_what_ballast_says(written, facts, tmp_path):
    outs = {"ballast": tmp_path / "ballast.parquet", "hand": tmp_path / "hand.parquet"}
    ballast.judge(facts, outs["ballast"])
    written.judge(facts, outs["hand"])
    name = written.__name__.rpartition(".")[2]
    counts = race.differing(name, {"ballast": outs["ballast"], name: outs["hand"]})
    assert counts == dict.fromkeys(race.LETTERS, 0)


def test_a_difference_is_counted_and_told(facts, tmp_path):
    outs = {"ballast": tmp_path / "ballast.parquet", "hand": tmp_path / "hand.parquet"}
    ballast.judge(facts, outs["ballast"])
    hand.judge(facts, outs["hand"], hand.QUERY.replace("staff_mean <= 300", "staff_mean <= 9"))
    counts = race.differing("hand", outs)
    assert counts["verdict"] > 0
    assert "verdict off in" in race.telling(counts, hand.EXPRESSES)


def test_the_floor_scans_and_writes_and_judges_nothing(facts, tmp_path):
    out = tmp_path / "ready.parquet"
    floor.prepared(facts, out)(facts, out)
    assert out.is_file()
    assert not floor.EXPRESSES


def test_the_benchmark_has_twelve_rules():
    assert len(plan().rules) == race.RULES


@pytest.mark.skipif(not child.PROC.exists(), reason="this system has no /proc")
def test_what_a_benchmark_starts_counts_as_its_own():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as started:
        found = list(child.below(os.getpid()))
        held = child.highest(started.pid)
        started.communicate(b"\n")
    assert started.pid in found
    assert held > 0
    assert started.pid not in child.below(os.getpid())
