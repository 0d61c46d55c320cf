"""Cells: what is accepted and as what, and what is refused with what expectation."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.content import home
from ballast.errors import BadCell
from ballast.facts.cells import reader
from ballast.facts.numbers import unit_factor
from ballast.facts.raw import CellError, Raw, Value
from ballast.vocabulary.codes import load
from ballast.vocabulary.facts import Fact

LISTS = {name: load(home("vocabulary"), name) for name in ("industries", "regions")}


def fact(kind: str, **rest: Any) -> Fact:
    return Fact.model_validate({"label": "事实", "type": kind, "source": "测试"} | rest)


MONEY = fact("money", unit="CNY")
DOLLARS = fact("money", unit="USD", minimum=0)
STAFF = fact("integer", unit="人", minimum=0, maximum=5_000_000)
SHARE = fact("ratio")
FLAG = fact("bool")
DAY = fact("date", minimum=date(1990, 1, 1))
KIND = fact("enum", values={"company": "企业", "individual_business": "个体工商户"})
TEXT = fact("text")
USCC = fact("code", codelist="uscc")
INDUSTRY = fact("code", codelist="industries")
REGION = fact("code", codelist="regions")
CITY = fact("code", codelist="regions", level="city")
COUNTY = fact("code", codelist="regions", level="county")
NUMBER = fact("code")


def read(fact: Fact, raw: Raw, factor: str = "1") -> Value:
    return reader(fact, Decimal(factor), LISTS)(raw)


@pytest.mark.parametrize(
    ("given_fact", "raw", "value"),
    [
        (MONEY, "1234.5", Decimal("1234.50")),
        (MONEY, "1,234.5", Decimal("1234.50")),
        (MONEY, "１２３", Decimal(123)),
        (MONEY, "-12", Decimal(-12)),
        (MONEY, "(1,234.50)", Decimal("-1234.50")),
        (MONEY, "￥500", Decimal(500)),
        (MONEY, "500万元", Decimal(5_000_000)),
        (MONEY, "500万", Decimal(5_000_000)),
        (MONEY, "1.5亿元", Decimal(150_000_000)),
        (MONEY, "五百万元", Decimal(5_000_000)),
        (MONEY, 0.1, Decimal("0.10")),
        (MONEY, 163716386540.73, Decimal("163716386540.73")),
        (MONEY, 0.1 + 0.2, Decimal("0.30")),
        (MONEY, Decimal("7.10"), Decimal("7.10")),
        (MONEY, 7, Decimal(7)),
        (DOLLARS, "3000万美元", Decimal(30_000_000)),
        (DOLLARS, "$1,000", Decimal(1000)),
        (STAFF, "300人", 300),
        (STAFF, 300.0, 300),
        (STAFF, "0", 0),
        (SHARE, "50%", Decimal("0.5")),
        (SHARE, "5.5‰", Decimal("0.0055")),
        (SHARE, 0.055, Decimal("0.055")),
        (FLAG, "是", True),
        (FLAG, "否", False),
        (FLAG, "无", False),
        (FLAG, "TRUE", True),
        (FLAG, True, True),
        (FLAG, 0.0, False),
        (DAY, "2022-03-01", date(2022, 3, 1)),
        (DAY, "2022/3/1", date(2022, 3, 1)),
        (DAY, "2022.3.1", date(2022, 3, 1)),
        (DAY, "2022年3月1日", date(2022, 3, 1)),
        (DAY, "20220301", date(2022, 3, 1)),
        (DAY, 20220301.0, date(2022, 3, 1)),
        (DAY, "2022-03-01 00:00:00", date(2022, 3, 1)),
        (DAY, datetime(2022, 3, 1, 10, 5), date(2022, 3, 1)),  # noqa: DTZ001
        (DAY, date(2022, 3, 1), date(2022, 3, 1)),
        (KIND, "企业", "company"),
        (KIND, " individual_business ", "individual_business"),
        (TEXT, "  甲公司 ", "甲公司"),
        (TEXT, 12.0, "12"),
        (USCC, "91440300708461136t", "91440300708461136T"),
        (USCC, "91350211M0000XUF46", "91350211M0000XUF46"),
        (INDUSTRY, "3912", "C3912"),
        (INDUSTRY, 3912.0, "C3912"),
        (INDUSTRY, "39", "C39"),
        (REGION, 440100.0, "440100"),
        (REGION, "东莞市", "441900"),
        (NUMBER, 123456.0, "123456"),
        (NUMBER, "A-1", "A-1"),
    ],
)
def test_a_good_cell_is_read_exactly(given_fact: Fact, raw: Raw, value: Value) -> None:
    got = read(given_fact, raw)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize("raw", [None, "", "  ", "不详", "未知", "N/A", "NULL", "暂无数据"])
@pytest.mark.parametrize("given_fact", [MONEY, STAFF, FLAG, DAY, KIND, TEXT, USCC, REGION])
def test_an_empty_or_unknown_cell_is_unknown(given_fact: Fact, raw: Raw) -> None:
    assert read(given_fact, raw) is None


@pytest.mark.parametrize("raw", ["-", "——", "/", "无", "***"])
@pytest.mark.parametrize("given_fact", [MONEY, STAFF, DAY, KIND, TEXT, REGION])
def test_a_mark_that_may_mean_zero_or_unknown_is_refused(given_fact: Fact, raw: Raw) -> None:
    with pytest.raises(BadCell, match="0 if there is none, an empty cell if it is not known"):
        read(given_fact, raw)


@pytest.mark.parametrize("raw", [CellError("#N/A"), "#DIV/0!", "#REF!", "####"])
def test_a_failed_formula_is_refused_and_never_unknown(raw: Raw) -> None:
    with pytest.raises(BadCell, match="formula"):
        read(MONEY, raw)


@pytest.mark.parametrize(
    ("given_fact", "raw", "expected"),
    [
        (MONEY, "12.345", "at most 2 digits after the point"),
        (MONEY, 12.345, "at most 2 digits after the point"),
        (MONEY, 12345678901234.567, "at most 2 digits"),
        (MONEY, 1e15, "as text"),
        (MONEY, "1.5E+8", "such as 1,234.5 or 500万元"),
        (MONEY, "500人", "such as 1,234.5 or 500万元"),
        (MONEY, "500万美元", "such as 1,234.5 or 500万元"),
        (MONEY, "$500", "such as 1,234.5 or 500万元"),
        (MONEY, "12,34", "a number"),
        (MONEY, "--5", "a number"),
        (MONEY, "约500万元", "a number"),
        (MONEY, True, "a number"),
        (MONEY, float("nan"), "a number"),
        (MONEY, "9" * 30, "at most 24 digits"),
        (MONEY, date(2022, 1, 1), "a number"),
        (DOLLARS, "500万元", "such as 500万美元"),
        (DOLLARS, "-1", "from 0 to"),
        (STAFF, "12.5", "at most 0 digits"),
        (STAFF, 12.5, "at most 0 digits"),
        (STAFF, "5000001", "from 0 to 5000000"),
        (SHARE, "0.1234567", "at most 6 digits"),
        (FLAG, "也许", "是 or 否"),
        (FLAG, 2.0, "是 or 否"),
        (DAY, "2022-02-30", "a date such as"),
        (DAY, "2022年3月", "a date such as"),
        (DAY, "22-03-01", "a date such as"),
        (DAY, 44621.0, "a date such as"),
        (DAY, time(3, 0), "a date such as"),
        (DAY, "1989-12-31", "a date from 1990-01-01"),
        (KIND, "公司", "one of: company 企业, individual_business 个体工商户"),
        (KIND, 1.0, "one of"),
        (TEXT, "甲\n乙", "without line breaks"),
        (TEXT, date(2022, 1, 1), "text"),
        (
            USCC,
            "91440300708461137T",
            "a code whose check character fits (after these 17 it would be X)",
        ),
        (USCC, "9144030070846113", "18 characters"),
        (USCC, 9.1e17, "18 characters"),
        (INDUSTRY, "D3912", "a code or label of industries.csv"),
        (INDUSTRY, 111.0, "loses its leading zero"),
        (REGION, "110105", "a code or label of regions.csv"),
        (NUMBER, 1234567890123456.0, "as text"),
        (NUMBER, 1.5, "as text"),
    ],
)
def test_a_bad_cell_is_refused_with_what_was_expected(
    given_fact: Fact, raw: Raw, expected: str
) -> None:
    with pytest.raises(BadCell) as caught:
        read(given_fact, raw)
    assert expected in str(caught.value.facts["expected"])


@pytest.mark.parametrize(
    ("raw", "value"), [("500", "5000000"), (0.5, "5000"), ("500元", "500"), ("500万元", "5000000")]
)
def test_the_headers_unit_counts_where_the_cell_has_none(raw: Raw, value: str) -> None:
    assert read(MONEY, raw, "10000") == Decimal(value)


def test_a_bare_scale_under_a_header_with_a_unit_is_refused() -> None:
    with pytest.raises(BadCell):
        read(MONEY, "500万", "10000")


@pytest.mark.parametrize(
    ("unit", "given_fact", "factor"),
    [
        ("万元", MONEY, 10_000),
        ("亿元", MONEY, 10**8),
        ("人民币万元", MONEY, 10_000),
        ("元", MONEY, 1),
        ("万美元", DOLLARS, 10_000),
        ("万人", STAFF, 10_000),
        ("%", SHARE, Decimal("0.01")),
    ],
)
def test_a_unit_is_so_many_of_the_facts_own(unit: str, given_fact: Fact, factor: int) -> None:
    assert unit_factor(unit, given_fact) == factor


@pytest.mark.parametrize(("unit", "given_fact"), [("吨", MONEY), ("万元", DOLLARS), ("户", STAFF)])
def test_another_unit_has_no_factor(unit: str, given_fact: Fact) -> None:
    assert unit_factor(unit, given_fact) is None


@given(st.integers(-(10**13), 10**13))
def test_every_amount_in_fen_survives_text_and_the_spreadsheets_float(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    assert read(MONEY, str(amount)) == amount
    assert read(MONEY, f"{amount:,}") == amount
    assert read(MONEY, float(amount)) == amount


@given(st.decimals(-(10**9), 10**9, places=5))
def test_an_amount_with_more_digits_is_never_rounded(amount: Decimal) -> None:
    if amount == round(amount, 2):
        assert read(MONEY, float(amount)) == amount
    else:
        for raw in (str(amount), float(amount)):
            with pytest.raises(BadCell):
                read(MONEY, raw)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates()))
def test_any_cell_is_a_value_unknown_or_refused(raw: Raw) -> None:
    for each in (MONEY, STAFF, SHARE, FLAG, DAY, KIND, TEXT, USCC, INDUSTRY, REGION, NUMBER):
        try:
            value = read(each, raw)
        except BadCell as error:
            assert error.facts["expected"]
        else:
            assert value is None or isinstance(value, str | int | Decimal | date)


@pytest.mark.parametrize("code", ["440300", "深圳市", "441900", "110000"])
def test_a_city_is_read_at_its_level(code: str) -> None:
    assert isinstance(read(CITY, code), str)


@pytest.mark.parametrize("code", ["440305", "440000", "441900003"])
def test_a_region_of_another_level_is_no_city(code: str) -> None:
    with pytest.raises(BadCell, match="a city"):
        read(CITY, code)


@pytest.mark.parametrize("code", ["440305", "441900", "441900003", "深圳市南山区"])
def test_a_county_or_what_stands_for_one_is_read(code: str) -> None:
    assert isinstance(read(COUNTY, code), str)


@pytest.mark.parametrize("code", ["440300", "440000"])
def test_a_city_with_counties_is_no_county(code: str) -> None:
    with pytest.raises(BadCell, match="a county"):
        read(COUNTY, code)
