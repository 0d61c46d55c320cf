"""Quantities as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.errors import NotAQuantity
from ballast.quantities import number, parse


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("500万元", "5000000", "CNY"),
        ("1亿元", "100000000", "CNY"),
        ("5000万美元", "50000000", "USD"),
        ("4,999,999.99元", "4999999.99", "CNY"),
        ("50%", "0.5", "ratio"),
        ("5.5%", "0.055", "ratio"),
        ("3个百分点", "0.03", "ratio"),
        ("6个月", "6", "months"),
        ("三个月", "3", "months"),
        ("3年", "3", "years"),
        ("一个季度", "1", "quarters"),
        ("300人", "300", "人"),
        ("3万座", "30000", "座"),
        ("13650千瓦时/吨", "13650", "千瓦时/吨"),
        ("5千克", "5", "千克"),
        ("5千元", "5000", "CNY"),
        ("2千万千瓦", "20000000", "千瓦"),
        ("300克标准煤/千瓦时", "300", "克标准煤/千瓦时"),
        ("十人", "10", "人"),
        ("两个", "2", "个"),
        ("-2.5万元", "-25000", "CNY"),
        ("0", "0", ""),
        (" 500 万元 ", "5000000", "CNY"),
    ],
)
def test_a_number_with_its_unit_is_read_exactly(text, value, unit):
    quantity = parse(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "许多", "万元", "元500", "1.2.3", "--1", "1,23元", "5.元", "3__"]
)
def test_what_is_no_quantity_is_refused_with_examples(text):
    with pytest.raises(NotAQuantity, match="500万元"):
        parse(text)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", "万", "亿"]))
def test_scales_multiply_exactly(number, scale):
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert parse(f"{number}{scale}元").value == number * factor


@given(st.text(max_size=12))
def test_any_text_is_a_quantity_or_refused(text):
    try:
        parse(text)
    except NotAQuantity as error:
        assert "is not a quantity" in str(error)


@pytest.mark.parametrize("text", ["百十一", "十十二", "一十零", "千百", "万"])
def test_numerals_in_an_order_that_writes_no_number_are_refused(text: str):
    with pytest.raises(NotAQuantity):
        number(text)
