"""The leader's view."""

import pytest
from django.db import connection
from django.urls import reverse

from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import overview
from ballast_web.supervision.services import lighting

pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def leader(acting, units):
    return acting(Role.LEADER, units["440000-government"])


@pytest.fixture
def seen(leader, signed_in):
    def look(query: str = "") -> str:
        return signed_in(leader).get(reverse("staff.overview") + query).content.decode()

    return look


def light(day) -> None:
    with writing(platform("测试")):
        for rows in lighting.batches():
            lighting.light(rows, day)


def test_red_items_are_named_with_their_unit_person_and_day(make_task, officer, seen, on_the_day):
    make_task(progress="0.2", figure=1000, person=officer.person)
    light(on_the_day)
    page = seen()
    assert "第1天" in page
    assert f"广东省工业和信息化厅 {officer.person.name}" in page
    assert "进度严重滞后：序时进度83%，完成进度20%" in page


def test_cities_stand_in_a_table_beside_the_map(make_task, seen, on_the_day):
    make_task("440100-government", progress="0.2", figure=1000)
    make_task("440300-government", progress="0.9", figure=4500)
    light(on_the_day)
    page = seen()
    rows = page[page.index("各市任务") :]
    assert rows.index("广州市") < rows.index("深圳市")
    assert "审图号" in page


def test_targets_stand_against_the_calendar_the_one_furthest_behind_first(
    make_task, seen, on_the_day
):
    make_task(content="5G基站", progress="0.9", figure=4500)
    make_task(content="数字化转型企业", progress="0.5", figure=2500)
    make_task(content="没有填报的目标")
    light(on_the_day)
    page = seen()
    order = ["数字化转型企业", "5G基站", "没有填报的目标"]
    assert sorted(order, key=page.index) == order
    assert "完成50%，序时进度83.3%" in page


def test_what_turned_within_a_week_is_told(make_task, seen, on_the_day):
    make_task(progress="0.2", figure=1000, lamp="green")
    make_task(progress="0.9", figure=4500, lamp="yellow")
    make_task(progress="0.2", figure=1000)
    light(on_the_day)
    assert "1项转为红灯，0项转为黄灯，1项恢复正常" in seen()


def test_a_wall_screen_refreshes_itself_and_has_no_menu(seen):
    assert 'http-equiv="refresh"' in seen("?wall")
    assert 'http-equiv="refresh"' not in seen()


def test_a_leader_of_a_city_sees_that_city(make_task, acting, units, signed_in, on_the_day):
    make_task("440300-government", progress="0.2", figure=1000, name="深圳的任务")
    light(on_the_day)
    client = signed_in(acting(Role.LEADER, units["440100-government"]))
    assert "深圳的任务" not in client.get(reverse("staff.overview")).content.decode()


def plan_of(rows, *refused: str) -> str:
    """How the database can read `rows` without the ways `refused`.

    What it chooses over a handful of rows hangs on statistics that another transaction may
    gather meanwhile; so PostgreSQL is left the one way that is asked about.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", *refused):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


def test_the_counts_are_read_from_an_index_alone(leader):
    plan = plan_of(overview.counts(leader), "indexscan")
    assert "Index Only Scan" in plan or "USING COVERING INDEX" in plan


def test_the_longest_red_are_read_in_the_indexs_order(leader):
    plan = plan_of(overview.red(leader), "sort")
    assert "lamp_42da7e" in plan
    assert "Sort" not in plan
    assert "B-TREE" not in plan


def test_the_counts_are_those_of_the_list(make_task, leader, signed_in, on_the_day):
    for unit in ("440100-government", "440300-government"):
        make_task(unit, progress="0.2", figure=1000)
        make_task(unit, progress="0.9", figure=4500, section="一、保主体")
        make_task(unit, state="closed", progress="0.9", figure=4500)
    light(on_the_day)
    found = overview.overview(leader)
    listed = signed_in(leader).get(reverse("staff.tasks") + "?lamp=red").content.decode()
    assert (found.total["red"], found.tasks) == (2, 4)
    assert {city: counts.total() for city, counts in found.cities.items()} == {"4401": 2, "4403": 2}
    assert found.sections["一、保主体"] == {"green": 2}
    assert "共2" in listed.replace(" ", "")
