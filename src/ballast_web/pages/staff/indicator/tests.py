"""指标: values by period and unit; the report that counts is the last of a period."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ballast.supervision.periods import span_on
from ballast_web.supervision.indicators import values
from ballast_web.supervision.models import Report

pytestmark = pytest.mark.usefixtures("on_the_day")
CITIES = ("440100-government", "440300-government")


def report(task, month, figure, source=""):
    span = span_on(date(2022, month, 1), "month")
    Report.objects.create(
        task=task,
        label=span.label,
        first=span.first,
        last=span.last,
        figure=None if figure is None else Decimal(figure),
        source=source,
        acting_as="测试",
        at=datetime(2022, month, 28, tzinfo=UTC),
    )


@pytest.fixture
def tasks(make_task):
    return [make_task(city) for city in CITIES]


def test_values_are_by_period_and_unit_and_add_up(tasks, supervisor):
    for task, figures in zip(tasks, ((10, 30), (5, None)), strict=True):
        for month, figure in zip((8, 9), figures, strict=True):
            report(task, month, figure)
    report(tasks[0], 9, 40)
    told = values(supervisor, tasks[0])
    assert [label for _, label in told.periods] == ["2022年8月", "2022年9月"]
    assert [line.values for line in told.lines] == [(10, 40), (5, None)]
    assert (told.totals, told.known) == ((15, 40), (2, 1))


def test_what_the_platform_counts_goes_before_what_a_unit_says(make_task, supervisor):
    task = make_task(linked="facts:lease")
    report(task, 9, 7, "facts:lease")
    report(task, 9, 9)
    assert values(supervisor, task).totals == (7,)


def test_a_part_is_told_and_not_added(make_task, supervisor):
    whole = make_task()
    part = make_task(CITIES[0], parent=whole)
    for task in (whole, part):
        report(task, 9, 8)
    told = values(supervisor, part)
    assert [line.above for line in told.lines] == [True, False]
    assert told.totals == (8,)


def test_the_page_has_a_chart_a_table_and_each_task(tasks, supervisor, signed_in):
    for month, figure in ((8, 10), (9, 40)):
        report(tasks[0], month, figure)
    page = signed_in(supervisor).get(f"/staff/indicator/{tasks[0].pk}/").content.decode()
    assert page.count('class="done"') == 2
    assert 'width="25.00"' in page
    assert "1/2" in page
    assert all(f"/staff/task/{task.pk}/" in page for task in tasks)


def test_the_sheet_has_a_row_for_each_unit_and_period(tasks, supervisor, signed_in):
    report(tasks[0], 9, 40)
    answer = signed_in(supervisor).get(f"/staff/indicator/{tasks[0].pk}/", {"export": "xlsx"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_without_reports_it_says_so(tasks, supervisor, signed_in):
    page = signed_in(supervisor).get(f"/staff/indicator/{tasks[0].pk}/").content.decode()
    assert "还没有填报" in page
