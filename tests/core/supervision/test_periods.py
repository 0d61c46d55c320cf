"""The periods in which duties recur, as offices count them."""

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.measures.schema import Frequency
from ballast.supervision.periods import FREQUENCY_LABELS, span_on, spans

FREQUENCIES = get_args(Frequency)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "every", "label", "first", "last"),
    [
        (date(2022, 10, 31), "ten_days", "2022年10月下旬", date(2022, 10, 21), date(2022, 10, 31)),
        (date(2022, 2, 11), "ten_days", "2022年2月中旬", date(2022, 2, 11), date(2022, 2, 20)),
        (date(2022, 2, 16), "half_month", "2022年2月下半月", date(2022, 2, 16), date(2022, 2, 28)),
        (date(2022, 11, 30), "quarter", "2022年第四季度", date(2022, 10, 1), date(2022, 12, 31)),
        (date(2022, 6, 30), "half_year", "2022年上半年", date(2022, 1, 1), date(2022, 6, 30)),
        (date(2023, 1, 1), "week", "2022年第52周", date(2022, 12, 26), date(2023, 1, 1)),
        (date(2024, 2, 29), "month", "2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_day_lies_in_its_period(day, every, label, first, last):
    span = span_on(day, every)
    assert (span.label, span.first, span.last) == (label, first, last)


@given(days, st.integers(0, 900), st.sampled_from(FREQUENCIES), st.integers(1, 4))
def test_periods_cover_every_day_once_and_in_order(first, length, every, interval):
    last = first + timedelta(days=length)
    found = list(spans(every, first, last, interval))
    assert (found[0].first, found[-1].last) == (first, last)
    for one, following in pairwise(found):
        assert following.first == one.last + timedelta(days=1)


@given(days, st.sampled_from(FREQUENCIES))
def test_every_day_of_a_period_gives_that_period(day, every):
    span = span_on(day, every)
    assert span.first <= day <= span.last
    assert span_on(span.first, every) == span == span_on(span.last, every)


def test_two_months_at_a_time_are_named_from_the_first_to_the_last():
    found = list(spans("month", date(2022, 1, 1), date(2022, 4, 30), 2))
    assert [span.label for span in found] == ["2022年1月至2022年2月", "2022年3月至2022年4月"]


def test_an_interval_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        list(spans("month", date(2022, 1, 1), date(2022, 4, 30), 0))


def test_every_frequency_has_a_name():
    assert set(FREQUENCY_LABELS) == set(FREQUENCIES)
