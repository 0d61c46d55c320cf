"""预警提示: the unread first, read by the unit itself, counted on the overview."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from tests.web.supervision_objects import notice_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import Notice

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/notices/"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.BALLAST_TODAY = date(2022, 9, 1)


@pytest.fixture
def client(city, acting, signed_in):
    return signed_in(acting(Role.OPERATIONS, city))


def another(held: Notice, **changed) -> Notice:
    """One more notice to the same unit, by another rule."""
    held.pk = None
    for name, value in {"rule": "behind", **changed}.items():
        setattr(held, name, value)
    held.save(force_insert=True)
    return held


def rows(client, **query):
    answer = client.get(ADDRESS, {"export": "xlsx", **query})
    page = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def test_a_unit_sees_its_own_alone_the_unread_first(client, settings):
    notice_of("foreign")
    another(
        notice_of("own"), label="已阅事项", read_at="2022-08-03T08:00:00Z", told_on="2022-08-30"
    )
    found = rows(client)
    assert [(row[0], row[2]) for row in found] == [("未读", "进度严重滞后"), ("已读", "已阅事项")]
    assert [row[0] for row in rows(client, state="read")] == ["已读"]


def test_one_is_marked_as_read_and_the_count_follows(client):
    held = notice_of("own")
    assert "本单位有1条预警提示未读" in client.get("/staff/overview/").content.decode()
    page = client.post(ADDRESS, {"action": "read", "notice": held.pk}, follow=True)
    assert "已阅1条" in page.content.decode()
    assert "条预警提示未读" not in client.get("/staff/overview/").content.decode()
    assert client.post(ADDRESS, {"action": "read", "notice": held.pk}).status_code == 404


def test_all_are_marked_as_read_at_once(client):
    another(notice_of("own"))
    client.post(ADDRESS, {"action": "read_all"})
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_a_supervisor_sees_the_territorys_and_reads_none_for_a_unit(
    city, other_city, acting, signed_in
):
    held = notice_of("foreign")
    client = signed_in(acting(Role.SUPERVISOR, city))
    assert rows(client) == []
    held.unit = city
    held.save()
    assert len(rows(client)) == 1
    assert (
        client.post(ADDRESS, {"action": "read", "notice": notice_of("foreign").pk}).status_code
        == 404
    )


def test_a_notice_leads_to_its_tasks(client):
    held = notice_of("own")
    page = client.get(f"/staff/notice/{held.pk}/").content.decode()
    assert f"/staff/task/{held.tasks[0]}/" in page
    assert "标为已读" in page
    page = client.post(f"/staff/notice/{held.pk}/", follow=True).content.decode()
    assert "标为已读" not in page
    assert "阅知" in page
