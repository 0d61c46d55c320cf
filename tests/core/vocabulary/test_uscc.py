"""统一社会信用代码: the table of known codes, and the laws of both checks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.vocabulary import uscc

characters = st.sampled_from(uscc.ALPHABET)
organisations = st.text(characters, min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("91512081MA62K0260E", "valid"),
        ("11320000MB151840XJ", "valid"),
        ("9131000063159284XQ", "valid"),
        ("91440300708461136T", "valid"),
        ("91350100M000100Y43", "valid"),
        ("91350100M000100Y4Z", "invalid"),
        ("91350211M0000XUF46", "confirm"),
        ("91350100M0001TGQXM", "confirm"),
    ],
)
def test_known_codes_have_their_status(code: str, status: str) -> None:
    assert uscc.status(code) == status


@pytest.mark.parametrize(
    ("code", "check"), [("91350211M0000XUF46", "R"), ("91350100M0001TGQXM", "1")]
)
def test_the_outer_check_says_what_the_character_should_be(code: str, check: str) -> None:
    assert uscc.outer_check(code[:17]) == check


@pytest.mark.parametrize(
    "code", ["", "9144", "91440300708461136T0", "９1440300708461136T", "🙂" * 18]
)
def test_another_length_or_alphabet_is_invalid(code: str) -> None:
    assert uscc.status(code) == "invalid"


def test_a_code_is_normalised_before_it_is_checked() -> None:
    assert uscc.normalise(" ９1440300-708461136t ") == "91440300708461136T"


@given(region=st.from_regex(r"[0-9]{6}", fullmatch=True), serial=st.integers(0, uscc.CAPACITY - 1))
def test_every_built_code_is_valid(region: str, serial: int) -> None:
    code = uscc.build(region, serial)
    assert uscc.status(code) == "valid"
    assert code[:2] == "91"
    assert code[2:8] == region


@given(st.lists(st.integers(0, uscc.CAPACITY - 1), min_size=2, max_size=2, unique=True))
def test_two_serials_give_two_codes(serials: list[int]) -> None:
    assert uscc.build("440100", serials[0]) != uscc.build("440100", serials[1])


def test_a_serial_beyond_the_capacity_is_refused() -> None:
    with pytest.raises(ValueError, match="serials are from 0"):
        uscc.build("440100", uscc.CAPACITY)


@given(
    prefix=st.text(characters, min_size=8, max_size=8), organisation=organisations, data=st.data()
)
def test_one_changed_character_never_stays_valid(
    prefix: str, organisation: str, data: st.DataObject
) -> None:
    first = prefix + organisation + uscc.inner_check(organisation)
    code = first + uscc.outer_check(first)
    place = data.draw(st.integers(0, 17))
    other = data.draw(characters.filter(lambda each: each != code[place]))
    assert uscc.status(code) == "valid"
    assert uscc.status(code[:place] + other + code[place + 1 :]) != "valid"


almost = st.one_of(
    st.text(max_size=20),
    st.text(characters, min_size=18, max_size=18),
    st.builds(uscc.build, st.just("441900"), st.integers(0, 999)),
    st.sampled_from(["91350211M0000XUF46", "91350100M000100Y4Z"]),
    st.none(),
)


@given(st.lists(almost, max_size=20), st.integers(0, 3))
def test_a_column_has_the_status_of_each_code(codes: list[str | None], skipped: int) -> None:
    column = pa.array(codes, pa.string())[skipped:]
    expected = [None if code is None else uscc.status(code) for code in codes[skipped:]]
    assert uscc.statuses(column).to_pylist() == expected


@given(st.lists(st.integers(0, uscc.CAPACITY - 1), max_size=20))
def test_many_codes_are_built_as_one_by_one(serials: list[int]) -> None:
    count = len(serials)
    made = uscc.build_many(
        np.full(count, b"440300"), np.array(serials, np.int64), np.full(count, b"92")
    )
    assert [row.tobytes().decode() for row in made] == [
        uscc.build("440300", serial, "92") for serial in serials
    ]
