"""Whether documents and measures hold on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.content import home
from ballast.measures.package import load_packages
from ballast.measures.schema import Measure, Policy
from ballast.measures.validity import (
    Status,
    begins,
    last_day,
    measure_standing,
    standing,
    status,
)

POLICY: dict[str, Any] = {
    "title": "海棠省提振纸伞产业若干措施",
    "number": "海棠政办〔2024〕7号",
    "kind": "policy",
    "official": True,
    "issuers": ["海棠省人民政府办公厅"],
    "addressees": [],
    "issued_on": date(2024, 5, 6),
    "published_on": None,
    "effective": {"from": None, "to": None},
    "region": "440000",
    "source": {"address": None, "file": "umbrellas.txt"},
    "cites": [],
    "status": "draft",
    "lead_convention": None,
    "no_rule": {},
}
MEASURE: dict[str, Any] = {
    "label": "（一）",
    "section": None,
    "name": "运伞对接",
    "summary": "每月让车主和货主见面。",
    "kinds": ["matching"],
    "fingerprint": "b" * 64,
}
AFTER = {"number": "海棠政办〔2025〕9号", "title": None, "on": date(2025, 3, 1)}


def policy(**changes: Any) -> Policy:
    return Policy.model_validate(POLICY | changes)


def measure(*deadlines: tuple[date | None, date | None], ambiguous: str | None = None) -> Measure:
    listed = [
        {"what": "期限", "from": start, "to": end, "ambiguous": ambiguous}
        for start, end in deadlines
    ]
    return Measure.model_validate(MEASURE | {"deadlines": listed})


def between(start: date | None, end: date | None) -> dict[str, date | None]:
    return {"from": start, "to": end}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 5, 31), "not_yet"),
        (date(2024, 6, 1), "in_force"),
        (date(2026, 6, 1), "in_force"),
        (date(2026, 6, 2), "expired"),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_both_days_of_a_stated_period_belong_to_it(day: date, expected: Status) -> None:
    stated = policy(effective=between(date(2024, 6, 1), date(2026, 6, 1)))
    assert status(stated, day) == expected


def test_a_document_without_a_stated_end_is_unknown_from_its_issue_on() -> None:
    assert status(policy(), date(2024, 5, 5)) == "not_yet"
    found = standing(policy(), date(2040, 1, 1))
    assert (found.status, found.label, found.end) == ("unknown", "未写明有效期", None)


def test_a_document_without_any_date_is_never_not_yet() -> None:
    undated = policy(official=False, issued_on=None)
    assert begins(undated) is None
    assert status(undated, date(1990, 1, 1)) == "unknown"


def test_a_superseded_document_ends_on_the_day_before_the_other_begins() -> None:
    replaced = policy(superseded_by=AFTER)
    assert status(replaced, date(2025, 2, 28)) == "unknown"
    found = standing(replaced, date(2025, 3, 1))
    assert (found.status, found.end) == ("superseded", date(2025, 2, 28))
    assert "海棠政办〔2025〕9号" in found.reason


def test_a_document_that_had_ended_before_it_was_superseded_has_expired() -> None:
    both = policy(effective=between(None, date(2024, 12, 31)), superseded_by=AFTER)
    assert status(both, date(2025, 2, 1)) == "expired"
    assert status(both, date(2026, 1, 1)) == "expired"


def test_a_report_has_no_force_of_its_own() -> None:
    report = policy(kind="report", official=False)
    found = standing(report, date(2026, 1, 1))
    assert (found.status, found.basis, found.label) == ("unknown", "report", "新闻报道")


@pytest.mark.parametrize(
    ("day", "expected", "label"),
    [
        (date(2024, 12, 31), "in_force", "期限未满"),
        (date(2025, 1, 1), "expired", "期限已满"),
    ],
)
def test_without_a_stated_end_a_measure_runs_out_with_the_last_of_its_dates(
    day: date, expected: Status, label: str
) -> None:
    dated = measure((None, date(2024, 9, 30)), (date(2024, 6, 1), date(2024, 12, 31)))
    found = measure_standing(dated, policy(), day)
    assert (found.status, found.basis, found.label) == (expected, "measure", label)
    assert "2024-12-31" in found.reason


def test_a_measure_has_not_begun_before_the_first_of_its_dates() -> None:
    coming = measure((date(2024, 8, 1), date(2024, 9, 30)))
    found = measure_standing(coming, policy(), date(2024, 7, 31))
    assert (found.status, found.label) == ("not_yet", "期限未到")


def test_a_measure_with_an_open_date_or_none_stays_as_its_document() -> None:
    for open_ended in (measure((date(2024, 6, 1), None), (None, date(2024, 7, 1))), measure()):
        assert measure_standing(open_ended, policy(), date(2030, 1, 1)).basis == "nothing"


def test_a_stated_end_of_the_document_is_stronger_than_a_measure_s_dates() -> None:
    stated = policy(effective=between(date(2024, 6, 1), date(2026, 6, 1)))
    found = measure_standing(measure((None, date(2024, 9, 30))), stated, date(2025, 1, 1))
    assert (found.status, found.basis) == ("in_force", "document")


def test_a_date_with_another_reading_is_told_so() -> None:
    doubtful = measure((None, date(2024, 9, 30)), ambiguous="年份未写明")
    assert "另有读法" in measure_standing(doubtful, policy(), date(2025, 1, 1)).reason


@pytest.mark.parametrize(
    ("start", "years", "months", "expected"),
    [
        (date(2023, 10, 12), 3, 0, date(2026, 10, 12)),
        (date(2022, 1, 31), 0, 1, date(2022, 2, 28)),
        (date(2024, 2, 29), 1, 0, date(2025, 2, 28)),
        (date(2022, 11, 30), 0, 6, date(2023, 5, 30)),
        (date(2022, 10, 31), 1, 13, date(2024, 11, 30)),
    ],
)
def test_a_period_ends_on_the_day_of_the_same_number_or_the_month_s_last(
    start: date, years: int, months: int, expected: date
) -> None:
    assert last_day(start, years, months) == expected


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_years_are_twelve_months_each_and_a_later_start_never_ends_sooner(
    start: date, years: int
) -> None:
    assert last_day(start, years=years) == last_day(start, months=12 * years)
    assert last_day(start, years=years) <= last_day(start + timedelta(days=1), years=years)


def test_the_quality_policy_of_guangdong_held_through_12_october_2026() -> None:
    quality = load_packages(home("policies"))["guangdong/2023-quality-brand"].policy
    assert quality.effective.from_ is not None
    assert quality.effective.to == last_day(quality.effective.from_, years=3)
    assert status(quality, date(2026, 10, 12)) == "in_force"
    assert status(quality, date(2026, 10, 13)) == "expired"
