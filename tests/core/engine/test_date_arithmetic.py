"""Months and days between dates: the corresponding day, else the month's last (民法典 §§ 201, 202)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.engine.reference import World, evaluate, months_later
from ballast.engine.sql import Emitter
from ballast.rules.derived import Vocabulary
from ballast.rules.parse import parse
from ballast.vocabulary.facts import Entity

ENTITY = {
    "label": "行",
    "key": "id",
    "facts": {
        "id": {"label": "号", "type": "code", "source": "试验"},
        "a": {"label": "起", "type": "date", "source": "试验"},
        "b": {"label": "止", "type": "date", "source": "试验"},
    },
}
VOCABULARY = Vocabulary({"row": Entity.model_validate(ENTITY)}, {})
CONNECTION = duckdb.connect()
DAYS = st.dates() | st.sampled_from([date(2020, 2, 29), date(2021, 1, 31), date.min, date.max])


def by_both(text, a=None, b=None):
    """What the reference and DuckDB both say of `text`, which they must say alike."""
    node = parse(text, VOCABULARY.scope("row"))
    found = evaluate(node, World({("row", "a"): a, ("row", "b"): b}, VOCABULARY, date(2022, 6, 30)))
    sql = Emitter({("row", "a"): "a", ("row", "b"): "b"}).sql(node).sql(dialect="duckdb")
    row = "SELECT CAST(? AS DATE) AS a, CAST(? AS DATE) AS b"
    (value,) = CONNECTION.execute(f"SELECT {sql} FROM ({row})", [a, b]).fetchone()
    assert value == found
    return int(found) if isinstance(found, Fraction) else found


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2022, 1, 15), 1, date(2022, 2, 15)),
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(1900, 1, 31), 1, date(1900, 2, 28)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2022, 2, 28), 1, date(2022, 3, 28)),
        (date(2022, 4, 30), 1, date(2022, 5, 30)),
        (date(2022, 3, 31), -1, date(2022, 2, 28)),
        (date(2022, 1, 1), -1, date(2021, 12, 1)),
        (date(2022, 12, 31), 0, date(2022, 12, 31)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, None),
        (date(1, 1, 31), -1, None),
        (date(1, 1, 1), -12_000, None),
        (date(1, 1, 1), 12_000, date(1001, 1, 1)),
        (None, 1, None),
    ],
)
def test_months_later_is_the_corresponding_day_else_the_last_of_the_month(start, months, expected):
    assert by_both(f"add_months(a, {months})", start) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2022, 1, 15), date(2022, 2, 14), 0),
        (date(2022, 1, 15), date(2022, 2, 15), 1),
        (date(2022, 1, 31), date(2022, 2, 27), 0),
        (date(2022, 1, 31), date(2022, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2022, 2, 28), date(2022, 3, 31), 1),
        (date(2022, 6, 30), date(2022, 6, 30), 0),
        (date(2022, 6, 30), date(2022, 6, 29), -1),
        (date(2022, 6, 30), date(2022, 5, 30), -1),
        (date.min, date.max, 119_987),
        (date.max, date.min, -119_988),
        (date(2022, 6, 30), None, None),
    ],
)
def test_only_full_months_count_between_two_dates(start, end, expected):
    assert by_both("months_between(a, b)", start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2022, 12, 31), date(2023, 1, 1), 1),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2022, 3, 1), date(2022, 2, 1), -28),
        (date.min, date.max, 3_652_058),
        (None, date.max, None),
    ],
)
def test_days_are_counted_from_the_first_date_to_the_second(start, end, expected):
    assert by_both("days_between(a, b)", start, end) == expected


@given(DAYS, DAYS)
def test_full_months_are_the_most_that_do_not_pass_the_end(start, end):
    months = by_both("months_between(a, b)", start, end)
    reached, next_reached = months_later(start, months), months_later(start, months + 1)
    assert reached is None or reached <= end
    assert next_reached is None or next_reached > end


@given(DAYS, st.integers(-12_000, 12_000))
def test_duckdb_adds_months_as_the_reference_does(start, months):
    by_both(f"add_months(a, {months})", start)
