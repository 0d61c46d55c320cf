"""Names of periods: Chinese as they are kept, English for whoever reads English."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from ballast.supervision.periods import FREQUENCY_LABELS, span_on, spans
from ballast_web.kernel.wording import said


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("2022年第三季度", "Q3 2022"),
        ("2022年10月", "October 2022"),
        ("2022年10月上旬", "1–10 October 2022"),
        ("2022年2月下半月", "16–28 February 2022"),
        ("2022年上半年", "H1 2022"),
        ("2022年第42周", "Week 42 of 2022"),
        ("2022年10月9日", "9 October 2022"),
        ("2022年", "2022"),
        ("2022年1月至2022年2月", "January 2022 to February 2022"),
    ],
)
def test_a_period_is_told_in_the_readers_language(kept, told):
    with override("en"):
        assert said(kept) == told
    with override("zh-hans"):
        assert said(kept) == kept


@pytest.mark.parametrize("every", FREQUENCY_LABELS)
def test_every_period_that_is_kept_has_an_english_name_of_its_own(every):
    first = date(2022, 1, 1)
    kept = [each.label for each in spans(every, first, first + timedelta(days=364))]
    with override("en"):
        told = [said(label) for label in kept]
    assert all(not any("\u4e00" <= sign <= "\u9fff" for sign in name) for name in told)
    assert len(set(told)) == len(set(kept))


@pytest.mark.parametrize(
    "text", ["2022年13月", "0000年2月下旬", "二〇二二年", "2022年工作要点", "2022年至"]
)
def test_what_is_no_period_stays_as_it_is(text):
    with override("en"):
        assert said(text) == text


def test_a_label_is_still_kept_in_chinese_whoever_looks():
    with override("en"):
        assert span_on(date(2022, 8, 1), "quarter").label == "2022年第三季度"
