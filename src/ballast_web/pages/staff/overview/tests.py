"""The leader's view."""

import pytest
from django.urls import reverse

from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
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
