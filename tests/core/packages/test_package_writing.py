"""Packages are written as YAML that reads back the same, and that a person likes to edit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.measures.writing import dump, written
from ballast.quantities import Quantity, parse
from ballast.sources import parse as read_yaml

UNITS = st.sampled_from(
    ["CNY", "USD", "ratio", "years", "quarters", "months", "days", "家", "项", "千瓦", "万千瓦", ""]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))
VALUES = st.none() | st.booleans() | st.dates() | TEXTS
MAPS = st.dictionaries(st.sampled_from("abcdef"), VALUES | st.lists(VALUES), max_size=4)


@given(st.decimals(-(10**12), 10**12, places=4), UNITS)
def test_a_written_quantity_reads_back_exactly(value: Decimal, unit: str) -> None:
    quantity = Quantity(value, unit)
    text = written(quantity)
    assert text is None or parse(text) == quantity


@given(st.integers(0, 10**12), st.sampled_from(["CNY", "ratio", "months", "家"]))
def test_every_ordinary_quantity_can_be_written(value: int, unit: str) -> None:
    assert written(Quantity(Decimal(value), unit)) is not None


@pytest.mark.parametrize("text", ["8500家", "50%", "1亿元", "500万元", "6个月", "1.5万元", "3万座"])
def test_quantities_are_written_as_people_write_them(text: str) -> None:
    assert written(parse(text)) == text


def test_a_unit_that_would_be_taken_for_a_scale_is_not_written() -> None:
    assert written(Quantity(Decimal(300), "千人")) is None


@given(MAPS)
def test_what_is_written_reads_back_the_same(data: dict[str, Any]) -> None:
    assert read_yaml(dump(data), Path("a.yaml")).data == data


def test_short_maps_stand_in_a_line_and_chinese_as_itself() -> None:
    measures = [
        {"label": "（一）", "amounts": [{"what": "比例", "comparator": ">=", "value": "2%"}]},
        {"label": "（二）", "due": date(2024, 9, 30), "words": "纸" * 60, "kinds": ["task"]},
    ]
    assert dump({"measures": measures}, "A draft.") == (
        "# A draft.\n"
        "measures:\n"
        "  - label: （一）\n"
        "    amounts:\n"
        "      - {what: 比例, comparator: '>=', value: 2%}\n"
        "\n"
        "  - label: （二）\n"
        "    due: 2024-09-30\n"
        f"    words: {'纸' * 60}\n"
        "    kinds: [task]\n"
    )
