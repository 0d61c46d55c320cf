"""How far a target should be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ballast.supervision.pace import planned

YEAR = (date(2022, 1, 1), date(2022, 12, 31))
days = st.dates(date(2021, 6, 1), date(2023, 6, 1))


def test_half_of_the_days_is_half_of_an_even_target():
    assert planned(date(2022, 1, 1), date(2022, 1, 10), date(2022, 1, 5)) == Decimal("0.5")


def test_a_target_whose_work_falls_into_the_last_quarter_may_stand_at_nothing_in_september():
    months = (0,) * 9 + (1, 1, 1)
    assert planned(*YEAR, date(2022, 9, 30), months) == 0
    assert planned(*YEAR, date(2022, 10, 31), months) == Decimal("0.333333")


@given(st.lists(st.integers(0, 9), min_size=12, max_size=12), days, days)
def test_the_plan_never_goes_back_and_ends_whole(months, one, other):
    assume(sum(months))
    earlier, later = sorted((one, other))
    assert 0 <= planned(*YEAR, earlier, months) <= planned(*YEAR, later, months) <= 1
    assert planned(*YEAR, YEAR[1], months) == planned(*YEAR, YEAR[1] + timedelta(1), months) == 1


@given(st.integers(1, 5), days)
def test_only_the_proportion_of_weights_counts(times, day):
    months = tuple(range(1, 13))
    assert planned(*YEAR, day, months) == planned(*YEAR, day, [each * times for each in months])


@pytest.mark.parametrize(
    ("first", "due", "months", "why"),
    [
        (YEAR[1], YEAR[0], (), "before the first day"),
        (*YEAR, (1, 2), "twelve weights"),
        (*YEAR, (-1,) * 12, "twelve weights"),
        (YEAR[0], date(2022, 1, 31), (0, *(1,) * 11), "no month"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(first, due, months, why):
    with pytest.raises(ValueError, match=why):
        planned(first, due, YEAR[0], months)
