"""Values as people read them, always exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast import quantities
from ballast.rules import wording


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        ("4800000", "480万元"),
        ("120000000", "1.2亿元"),
        ("4999999.99", "4,999,999.99元"),
        ("5000000", "500万元"),
        ("9999.99", "9,999.99元"),
        ("0", "0元"),
        ("-25000", "-2.5万元"),
    ],
)
def test_money_is_said_in_the_largest_unit_that_says_all(yuan, said):
    assert wording.money(Fraction(yuan)) == said


@given(st.decimals(-(10**13), 10**13, places=2))
def test_said_money_is_read_back_to_the_last_fen(yuan):
    assert quantities.parse(wording.money(Fraction(yuan))).value == yuan


@given(st.decimals(-1000, 1000, places=6))
def test_a_said_share_is_read_back_exactly(share):
    assert quantities.parse(wording.share(Fraction(share))).value == share


def test_a_fraction_that_never_ends_is_marked_as_approximate():
    assert wording.share(Fraction(1, 3)) == "约33.3333%"


def test_an_amount_in_fen_is_shown_with_two_digits():
    assert wording.fen(300000000) == "3,000,000.00元"
    assert wording.fen(None) == "未知"


def test_large_amounts_in_tables_are_rounded_to_two_digits():
    assert wording.rough_money(Decimal("5215123456.78")) == "52.15亿元"
    assert wording.rough_money(Decimal("17512884.25")) == "1,751.29万元"


def test_a_date_is_said_as_written_by_hand():
    assert wording.day(date(2022, 3, 5)) == "2022年3月5日"
