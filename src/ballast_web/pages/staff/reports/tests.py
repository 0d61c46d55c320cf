"""进展填报: the sheet comes back filled in; what is wrong is marked in its own cells."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.web.supervision_objects import task_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import Report

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/reports/"
FIGURE = "本期累计完成数"


@pytest.fixture
def client(city, acting, signed_in, settings):
    settings.BALLAST_TODAY = date(2022, 10, 20)
    return signed_in(acting(Role.OPERATIONS, city))


@pytest.fixture
def tasks(client):
    task_of("foreign")
    return [task_of("own") for _ in range(3)]


def opened(response):
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))["填报"]


def filled(client, figures):
    """The sheet as people fill it in: figures by task."""
    page = opened(client.get(ADDRESS, {"template": ""}))
    titles = [cell.value.strip("*") for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        number = row[0].value
        row[titles.index(FIGURE)].value = figures.get(number)
    out = io.BytesIO()
    page.parent.save(out)
    return SimpleUploadedFile("填报.xlsx", out.getvalue())


def test_the_sheet_has_the_units_tasks_and_the_period_to_report(client, tasks):
    rows = [[cell.value for cell in row] for row in opened(client.get(ADDRESS, {"template": ""}))]
    assert [row[0] for row in rows[1:]] == [task.number for task in tasks]
    assert {row[5] for row in rows[1:]} == {"2022-09-30"}


def test_what_is_filled_in_is_reported_and_the_rest_is_left(client, tasks):
    first, second, _ = tasks
    sheet = filled(client, {first.number: 120, second.number: "1.5万"})
    page = client.post(ADDRESS, {"file": sheet}, follow=True).content.decode()
    assert "已填报2项任务" in page
    figures = Report.objects.order_by("task").values_list("figure", flat=True)
    assert list(figures) == [Decimal(120), Decimal(15000)]


def test_wrong_cells_come_back_marked_and_nothing_valid_is_lost(client, tasks):
    first, second, third = tasks
    sheet = filled(client, {first.number: "很多", second.number: -1, third.number: 7})
    page = client.post(ADDRESS, {"file": sheet}, follow=True).content.decode()
    assert "已填报1项任务" in page
    assert "数字，如1200或1.2万" in page
    marked = opened(client.get(ADDRESS, {"marked": ""}))
    place = [cell.value.strip("*") for cell in marked[1]].index(FIGURE) + 1
    assert "本行未导入" in marked.cell(row=2, column=place).comment.text
    assert "不小于零" in marked.cell(row=3, column=place).comment.text
    assert marked.cell(row=4, column=place).comment is None


def test_a_task_of_another_unit_is_not_reported_by_sheet(client, tasks):
    page = opened(client.get(ADDRESS, {"template": ""}))
    page.cell(row=2, column=1).value = task_of("foreign").number
    page.cell(row=2, column=7).value = 5
    out = io.BytesIO()
    page.parent.save(out)
    sheet = SimpleUploadedFile("填报.xlsx", out.getvalue())
    shown = client.post(ADDRESS, {"file": sheet}, follow=True).content.decode()
    assert "不在您的权限范围内" in shown
    assert not Report.objects.exists()


@pytest.mark.parametrize(("name", "why"), [("表.csv", "由本页下载"), ("表.xlsx", "未能处理")])
def test_other_files_are_refused(client, tasks, name, why):
    response = client.post(ADDRESS, {"file": SimpleUploadedFile(name, b"x,y\n1,2\n")})
    assert response.status_code == 422
    assert why in response.content.decode()


def test_nobody_gets_the_marked_sheet_of_somebody_else(client, tasks, acting, city, signed_in):
    sheet = filled(client, {tasks[0].number: "很多"})
    client.post(ADDRESS, {"file": sheet})
    other = signed_in(acting(Role.POLICY, city))
    assert other.get(ADDRESS, {"marked": ""}).status_code == 404
