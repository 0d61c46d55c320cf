"""预警静默: declared with its reason and end, seen by the unit, ended early."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.supervision_objects import task_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import Silence

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/silences/"


@pytest.fixture
def task(city, settings):
    settings.BALLAST_TODAY = date(2022, 9, 1)
    return task_of("own")


@pytest.fixture
def client(task, city, acting, signed_in):
    return signed_in(acting(Role.SUPERVISOR, city))


def declared(client, **given):
    given = {"action": "silence", "until": "2022-09-10", "reason": "防汛期间暂缓", **given}
    return client.post(ADDRESS, given, follow=True)


def test_a_task_is_kept_silent_from_its_own_page(client, task):
    assert f"{ADDRESS}?task={task.pk}" in client.get(f"/staff/task/{task.pk}/").content.decode()
    assert task.number in client.get(ADDRESS, {"task": task.pk}).content.decode()
    page = declared(client, task=task.pk).content.decode()
    assert "至2022-09-10" in page
    assert Silence.objects.get().task == task


def test_a_notice_leads_to_the_form_filled_in_and_the_list_stays_whole(client, task):
    declared(client, unit=task.unit_id)
    page = client.get(ADDRESS, {"of": task.unit_id, "rule": "behind"}).content.decode()
    assert f'name="unit" value="{task.unit_id}" checked>' in page
    assert '<option value="behind" selected>' in page
    assert "防汛期间暂缓" in page


def test_a_unit_or_its_section_is_kept_silent(client, task):
    declared(client, unit=task.unit_id)
    declared(client, unit=task.unit_id, section=task.section, rule="behind")
    found = Silence.objects.order_by("pk").values_list("section", "rule")
    assert list(found) == [("", ""), (task.section, "behind")]


def test_a_region_and_units_are_kept_silent_together(client, task):
    page = client.get(ADDRESS).content.decode()
    assert 'name="region" value="4401"' in page
    page = declared(client, region="4401").content.decode()
    assert "广州市各单位" in page
    assert "预警静默至2022-09-10" in client.get(f"/staff/task/{task.pk}/").content.decode()


def test_the_list_is_found_by_a_unit_that_a_region_covers(client, task):
    declared(client, region="4401")
    assert "防汛期间暂缓" in client.get(ADDRESS, {"unit": task.unit.name}).content.decode()
    assert "防汛期间暂缓" not in client.get(ADDRESS, {"unit": "没有的单位"}).content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"until": ""}, 422),
        ({"until": "2022-08-31"}, 422),
        ({"reason": ""}, 422),
        ({"rule": "no-such-rule"}, 422),
        ({"unit": "0"}, 422),
        ({"unit": []}, 422),
        ({"region": "4403"}, 422),
        ({"task": "RW99999999"}, 404),
        ({"action": "shout"}, 422),
    ],
)
def test_what_makes_no_sense_is_told(client, task, wrong, status):
    assert declared(client, **{"unit": task.unit_id, **wrong}).status_code == status
    assert not Silence.objects.exists()


def test_it_is_ended_early_with_a_reason(client, task):
    declared(client, unit=task.unit_id)
    given = {"action": "end", "silence": Silence.objects.get().pk, "reason": "汛情解除"}
    page = client.post(ADDRESS, given, follow=True).content.decode()
    assert "已提前结束" in page
    assert "汛情解除" in page


def test_the_unit_sees_why_and_may_not_change_it(client, task, city, acting, signed_in):
    declared(client, unit=task.unit_id)
    officer = signed_in(acting(Role.OPERATIONS, city))
    page = officer.get(ADDRESS).content.decode()
    assert "防汛期间暂缓" in page
    assert 'name="action"' not in page
    given = {"action": "end", "silence": Silence.objects.get().pk, "reason": "不要"}
    assert officer.post(ADDRESS, given).status_code == 403


def test_another_citys_supervisor_neither_sees_nor_ends_it(
    client, task, other_city, acting, signed_in
):
    declared(client, unit=task.unit_id)
    other = signed_in(acting(Role.SUPERVISOR, other_city))
    assert "防汛期间暂缓" not in other.get(ADDRESS).content.decode()
    given = {"action": "end", "silence": Silence.objects.get().pk, "reason": "不归我管"}
    assert other.post(ADDRESS, given).status_code == 404
    assert declared(other, task=task.pk).status_code == 404
