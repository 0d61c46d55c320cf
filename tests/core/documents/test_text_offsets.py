"""Text: every character keeps its bytes through every edit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ballast.documents.decode import decode
from ballast.documents.text import Span, Text


def text(value: str) -> Text:
    return decode(value.encode(), "here")


def test_a_span_is_the_bytes_of_its_characters():
    assert text("补助50元").span(2, 4) == Span(6, 8)


def test_an_empty_span_lies_between_characters():
    assert text("补助").span(1, 1) == Span(3, 3)
    assert text("补助").span(2) == Span(6, 6)
    assert text("").span() == Span(0, 0)


def test_characters_behind_a_deletion_keep_their_place():
    clean = text("科(kē)技").edit([(1, 5, "")])
    assert clean.value == "科技"
    assert clean.span(1, 2) == Span(3 + len("(kē)".encode()), 3 + len("(kē)".encode()) + 3)


def test_a_replacement_stands_for_what_it_replaced():
    clean = text("一<br>二").edit([(1, 5, "\n")])
    assert clean.value == "一\n二"
    assert clean.span(1, 2) == Span(3, 7)


def test_parts_split_and_join_without_losing_their_bytes():
    whole = text("甲局、 乙局")
    parts = whole.split(re.compile("、"))
    assert [part.value for part in parts] == ["甲局", "乙局"]
    joined = Text.joined(parts, " ")
    assert joined.value == "甲局 乙局"
    assert joined.span(3, 5) == Span(10, 16)


@given(st.text(alphabet="甲乙ab 1\n", max_size=30), st.sets(st.integers(0, 29)))
def test_deleting_characters_never_moves_the_others(value: str, gone: set[int]):
    kept = [i for i in range(len(value)) if i not in gone]
    clean = text(value).edit((i, i + 1, "") for i in sorted(gone) if i < len(value))
    data = value.encode()
    assert [
        data[s.start : s.end].decode()
        for s in map(clean.span, range(len(kept)), range(1, len(kept) + 1))
    ] == [value[i] for i in kept]
