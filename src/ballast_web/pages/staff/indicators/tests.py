"""指标台账: what targets count alike is one indicator, with its source, last value and tasks."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import Task

pytestmark = pytest.mark.usefixtures("on_the_day")
ADDRESS = "/staff/indicators/"
CITIES = ("440100-government", "440300-government")


@pytest.fixture
def client(supervisor, signed_in):
    return signed_in(supervisor)


@pytest.fixture
def rows(client):
    """The sheet's rows, by title."""

    def read(**query):
        answer = client.get(ADDRESS, {"export": "xlsx", **query})
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        titles, *rest = ([cell.value for cell in row] for row in sheet)
        return [dict(zip(titles, row, strict=True)) for row in rest]

    return read


def test_targets_with_one_wording_are_one_indicator_with_the_sum_of_what_is_known(make_task, rows):
    for city, figure in zip(CITIES, (1000, None), strict=True):
        make_task(city, content="技改企业数", figure=figure, progress=None)
    [row] = rows()
    assert (row["指标"], row["最近值"], row["已有数的单位"], row["任务数"]) == (
        "技改企业数",
        1000,
        "1/2",
        2,
    )


def test_parts_are_not_added_to_the_task_that_they_are_parts_of(make_task, rows):
    whole = make_task(content="技改企业数", figure=Decimal(300), progress=None)
    make_task(CITIES[0], content="技改企业数", figure=Decimal(300), progress=None, parent=whole)
    [row] = rows()
    assert (row["最近值"], row["已有数的单位"], row["任务数"]) == (300, "1/1", 2)


@pytest.mark.parametrize("unit", ["%", "ratio", "个百分点", "倍", "位次", "千瓦时/吨"])
def test_shares_and_ranks_of_several_units_are_not_added_up(unit, make_task, rows):
    for city in CITIES:
        make_task(city, target_unit=unit, figure=Decimal(7), progress=None)
    [row] = rows()
    assert row["最近值"] is None


@pytest.mark.parametrize("unit", ["名", "个岗位", "家", "亿元"])
def test_people_posts_firms_and_money_are_added_up(unit, make_task, rows):
    for city in CITIES:
        make_task(city, target_unit=unit, figure=Decimal(7), progress=None)
    [row] = rows()
    assert row["最近值"] == 7 * len(CITIES)


def test_it_is_found_by_words_and_by_where_its_number_comes_from(make_task, rows):
    make_task(content="新增租赁", linked="facts:lease")
    make_task(content="技改企业数")
    assert [row["指标"] for row in rows(origin="facts")] == ["新增租赁"]
    assert [row["指标"] for row in rows(origin="reported")] == ["技改企业数"]
    assert [row["指标"] for row in rows(content="租赁")] == ["新增租赁"]
    [row] = rows(origin="facts")
    assert row["数据来源"].startswith("企业登记数据的行数（")


def test_each_column_sorts_and_leads_to_the_indicator(client, make_task):
    task = make_task()
    for sort in ("content", "target_unit", "filled", "report_every", "total", "updated", "tasks"):
        page = client.get(ADDRESS, {"sort": f"-{sort}"}).content.decode()
        assert f"/staff/indicator/{task.pk}/" in page


def test_what_is_revoked_or_proposed_counts_for_none(make_task, rows):
    make_task()
    Task.objects.update(state="revoked")
    assert rows() == []


def test_a_unit_sees_its_own_values_alone(make_task, signed_in, acting, units):
    make_task(CITIES[0], content="技改企业数", figure=Decimal(10), progress=None)
    make_task(CITIES[1], content="绿色工厂数", figure=Decimal(20), progress=None)
    page = signed_in(acting(Role.OPERATIONS, units[CITIES[0]])).get(ADDRESS).content.decode()
    assert "技改企业数" in page
    assert "绿色工厂数" not in page
