"""批量督办: a sheet of lit tasks becomes orders, all of it or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sheet_filling import marked_cells, opened, sent, titles_of

from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.models import Order

pytestmark = pytest.mark.usefixtures("on_the_day")
ADDRESS = "/staff/order-sheet/"
DEMAND = {"督办要求": "请说明滞后原因并提出措施"}


@pytest.fixture
def client(supervisor, signed_in):
    return signed_in(supervisor)


@pytest.fixture
def red(make_task):
    """A lit task of a unit."""

    def make(code="440000-industry_and_it", **fields):
        figures = {"progress": Decimal("0.1"), "figure": Decimal(500)}
        return make_task(code, **{**figures, "lamp": "red", "lit": ["far-behind"], **fields})

    return make


def upload(client, wanted):
    """The sheet with the cells of tasks filled in, by their numbers; others are added."""
    page = opened(client.get(ADDRESS, {"template": ""}))
    titles, left = titles_of(page), dict(wanted)
    for row in page.iter_rows(min_row=2):
        for title, value in left.pop(row[0].value, {}).items():
            row[titles.index(title)].value = value
    for number, cells in left.items():
        page.append([{"任务编号": number, **cells}.get(title) for title in titles])
    return client.post(ADDRESS, {"file": sent(page)}, follow=True)


def test_the_sheet_lists_what_is_lit_and_not_urged_yet(client, red, make_task, supervisor):
    urged, lit = red(), red()
    make_task(lamp="green")
    services.open_order(supervisor, urged.unit, [urged], "请说明")
    page = opened(client.get(ADDRESS, {"template": ""}))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == [lit.number]
    assert "完成进度10%" in rows[0][4]


def test_rows_with_the_same_demand_become_one_order_of_the_unit(client, red):
    first, second, later = red(), red(), red()
    other, left = red("440100-government"), red()
    wanted = {
        first.number: DEMAND,
        second.number: DEMAND,
        later.number: {**DEMAND, "回复时限": date(2022, 11, 4)},
        other.number: {**DEMAND, "层级": "提醒"},
    }
    assert "已发出3件督办件" in upload(client, wanted).content.decode()
    both = Order.objects.get(tasks=first)
    assert set(both.tasks.all()) == {first, second}
    assert both.rung == "order"
    assert Order.objects.get(tasks=later).limit == date(2022, 11, 4)
    assert Order.objects.get(tasks=other).rung == "reminder"
    assert not left.orders.exists()
    assert AuditEntry.objects.filter(action="orders.imported").count() == 1


def test_where_anything_is_wrong_no_order_is_opened_and_no_number_is_used(client, red, supervisor):
    tasks = [red() for _ in range(5)]
    urged = red()
    services.open_order(supervisor, urged.unit, [urged], "请说明")
    wanted = {
        tasks[0].number: DEMAND,
        tasks[1].number: {**DEMAND, "层级": "通报"},
        tasks[2].number: {**DEMAND, "回复时限": "月底"},
        tasks[3].number: {**DEMAND, "回复时限": date(2022, 10, 31)},
        tasks[4].number: {"督办要求": "长" * 2001},
        urged.number: {"督办要求": "再次督办"},
        "RW99999999": DEMAND,
    }
    page = upload(client, wanted).content.decode()
    assert "有6处问题，整张表没有发出" in page
    assert Order.objects.count() == 1
    marks = marked_cells(opened(client.get(ADDRESS, {"marked": ""})))
    assert set(marks) == {
        (3, "层级"),
        (4, "回复时限"),
        (5, "回复时限"),
        (6, "督办要求"),
        (7, "任务编号"),
        (8, "任务编号"),
    }
    assert "已在督办" in marks[7, "任务编号"]
    upload(client, {tasks[0].number: DEMAND})
    assert Order.objects.get(tasks=tasks[0]).number == "督办〔2022〕2号"


def test_a_task_stands_in_a_sheet_once(client, red):
    task = red()
    page = opened(client.get(ADDRESS, {"template": ""}))
    titles = titles_of(page)
    for _ in range(2):
        page.append([{"任务编号": task.number, **DEMAND}.get(title) for title in titles])
    shown = client.post(ADDRESS, {"file": sent(page)}, follow=True).content.decode()
    assert "在表中重复" in shown
    assert not Order.objects.exists()


def test_a_sheet_without_demands_says_so(client, red):
    red()
    assert "没有发出督办件" in upload(client, {}).content.decode()


def test_a_city_urges_about_its_own_tasks_alone(client, red, units, acting, signed_in):
    task = red()
    city = signed_in(acting(Role.SUPERVISOR, units["440100-government"]))
    assert opened(city.get(ADDRESS, {"template": ""})).max_row == 1
    assert "不在您的权限范围内" in upload(city, {task.number: DEMAND}).content.decode()
    assert not Order.objects.exists()
