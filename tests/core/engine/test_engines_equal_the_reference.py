"""Every engine is held to the reference, to the last 分, on random vocabularies, rules and rows."""

from __future__ import annotations

import os

import pytest
from engine_support import compiled_verdicts, reference_verdicts, verdicts_of
from hypothesis import HealthCheck, given, settings
from random_rules import situations

#: More by BALLAST_EXAMPLES=2000, for a long search.
EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "60"))


def thorough(examples):
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@thorough(EXAMPLES)
@given(situations())
def test_the_compiled_function_gives_the_reference_verdict_to_the_last_fen(situation):
    assert list(compiled_verdicts(*situation)) == list(reference_verdicts(*situation))


@thorough(EXAMPLES)
@given(situations())
def test_duckdb_gives_the_reference_verdict_to_the_last_fen(situation):
    assert verdicts_of("duckdb", None, *situation) == list(reference_verdicts(*situation))


@thorough(EXAMPLES)
@given(situations())
def test_postgresql_gives_the_reference_verdict_to_the_last_fen(postgresql, situation):
    found = verdicts_of("postgresql", postgresql, *situation)
    assert found == list(reference_verdicts(*situation))


@pytest.mark.xdist_group("spark")
@thorough(max(1, EXAMPLES // 10))
@given(situations())
def test_spark_gives_the_reference_verdict_to_the_last_fen(spark, situation):
    assert verdicts_of("spark", spark, *situation) == list(reference_verdicts(*situation))
