"""The seeds of the fuzzers, and every input that once raised what it should not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz.harnesses import HARNESSES

FOUND = Path(__file__).parent / "found"
SEEDS = [(name, seed) for name, each in HARNESSES.items() for seed in each.seeds]
CASES = sorted((path.parent.name, path.name) for path in FOUND.glob("*/*"))


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_a_seed_and_what_is_left_of_it_when_cut_off_raise_none_but_our_own_errors(name, seed):
    for length in {len(seed), len(seed) // 2, len(seed) // 3, 1, 0}:
        HARNESSES[name].try_out(seed[:length])


@pytest.mark.parametrize(("name", "case"), CASES)
def test_what_a_fuzzer_found_raises_none_but_our_own_errors(name, case):
    HARNESSES[name].try_out((FOUND / name / case).read_bytes())
