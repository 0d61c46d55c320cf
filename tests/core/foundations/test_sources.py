"""YAML with places: what is read, and how mistakes are shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from ballast.errors import Invalid, NotFound, underline
from ballast.sources import load, parse, read


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    values: dict[date, int] = {}


HERE = Path("thing.yaml")


def test_words_stay_words_and_numbers_are_exact():
    data = parse(
        "a: no\nb: 010\nc: 0.1\nd: true\ne: 2022-01-01\nf: 12:30\ng: null\nh:\n", HERE
    ).data
    assert data == {
        "a": "no",
        "b": "010",
        "c": Decimal("0.1"),
        "d": True,
        "e": date(2022, 1, 1),
        "f": "12:30",
        "g": None,
        "h": None,
    }


def test_every_value_knows_its_line_and_column():
    source = parse("a: 1\nb:\n  - x\n  - {c: y}\n", HERE)
    assert source.place(("b", 1, "c")) == (4, 9)
    assert source.place(("b", 9)) == (3, 3)


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(Invalid, match=r"thing.yaml:2:1: the key “a” a second time"):
        parse("a: 1\na: 2\n", HERE)


def test_what_is_no_yaml_is_refused_with_its_place():
    with pytest.raises(Invalid, match=r"thing.yaml:3:1: did not find"):
        parse("a: 1\nb: [1, 2\n", HERE)


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(Invalid, match="day is out of range"):
        parse("a: 2022-02-30\n", HERE)


def test_all_schema_errors_are_told_at_once_with_their_places(tmp_path):
    path = tmp_path / "thing.yaml"
    path.write_text("nam: x\nvalues: {2022-01-01: many}\n", encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        load(path, Thing)
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == [(1, 1), (2, 22), (1, 6)]


def test_a_problem_with_what_is_not_there_stands_at_its_nearest_parent():
    problem = parse("a:\n  b: x\n", HERE).problem(("a", "c"), "nothing", "something", 2, 3)
    assert (problem.line, problem.column) == (2, 3)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NotFound, match=r"nothing\.yaml"):
        read(tmp_path / "nothing.yaml")


def test_a_file_that_is_no_utf_8_is_refused(tmp_path):
    path = tmp_path / "thing.yaml"
    path.write_bytes("名: 值".encode("gb18030"))
    with pytest.raises(Invalid, match="UTF-8"):
        read(path)


def test_a_chinese_character_is_underlined_two_cells_wide():
    assert underline("单价 >= 5", 1, 2) == "^^^^"
    assert underline("单价 >= 5", 4, 2) == "     ^^"


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_place(text):
    try:
        parse(text, HERE)
    except Invalid as error:
        assert all(problem.line >= 1 for problem in error.problems)


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x\n", "a: &x [*x]\n", "a: &x 1\n<<: *x\n"])
def test_an_alias_is_refused_since_a_few_can_unfold_without_end(text):
    with pytest.raises(Invalid, match="an alias"):
        parse(text, HERE)


def test_depth_without_end_is_refused():
    with pytest.raises(Invalid, match="without end"):
        parse("[" * 5000 + "]" * 5000, HERE)
