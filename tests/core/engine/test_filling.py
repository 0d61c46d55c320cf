"""Trees put into fixed SQL stay one name and one value, whatever they hold."""

from __future__ import annotations

import duckdb
import pytest

from ballast.engine.columns import named, quoted
from ballast.engine.filling import filled, integer, selected, text, together, written

HOSTILE = """'; DROP TABLE "x"; -- 购置" OR 1=1"""


def run(statement):
    return duckdb.sql(written(statement)).fetchall()


def test_a_value_stays_a_value():
    assert run(filled("SELECT $value AS said", value=text(HOSTILE))) == [(HOSTILE,)]


def test_a_name_stays_a_name():
    made = selected("SELECT 1 AS one").select(named(integer(2), HOSTILE))
    found = filled("SELECT $name AS held FROM rows", {"rows": made}, name=quoted(HOSTILE))
    assert run(found) == [(2,)]


def test_a_table_keeps_the_name_by_which_the_text_calls_it():
    with duckdb.connect() as connection:
        connection.sql("SELECT 7 AS one").create_view(HOSTILE)
        found = filled("SELECT rows.one FROM rows", {"rows": HOSTILE})
        assert connection.sql(written(found)).fetchall() == [(7,)]


def test_a_part_is_reckoned_before_what_stands_around_it():
    one, two = integer(1), integer(2)
    summed = filled("$one + $two", one=one, two=two)
    assert run(filled("SELECT $summed * 10 AS n, - $summed AS m", summed=summed)) == [(30, -3)]


def test_a_tree_may_stand_in_several_places():
    row = filled("SELECT 1 AS n")
    assert run(together([row, row, filled("SELECT 2 AS n")])) == [(1,), (1,), (2,)]
    found = filled("SELECT a.n + b.n AS n FROM a, b", {"a": row, "b": row})
    assert run(found) == [(2,)]


def test_a_question_mark_waits_for_the_engine():
    statement = written(filled("SELECT * FROM range(5) AS rows WHERE rows.range = ?"))
    assert duckdb.execute(statement, [3]).fetchall() == [(3,)]


def test_what_is_not_given_is_an_error():
    with pytest.raises(KeyError, match="value"):
        filled("SELECT $value AS said")
    with pytest.raises(ValueError, match="no query"):
        together([])
