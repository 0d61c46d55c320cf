"""项目: one project's page, and what is done on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ballast_web.kernel.roles import Role
from ballast_web.projects import services
from ballast_web.projects.models import WeeklyFile

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
YI = 10_000_000_000


@pytest.fixture
def project(make_project):
    return make_project(stage="signed")


@pytest.fixture
def opened(project, city_officer, signed_in):
    """Does something on the page, and gives the answer's status and the page after it."""
    client, address = signed_in(city_officer), f"/staff/project/{project.pk}/"

    def do(action=None, **given):
        status = 200
        if action:
            status = client.post(address, {"action": action, **given}).status_code
        project.refresh_from_db()
        return status, client.get(address).content.decode()

    return do


def test_the_countdown_says_how_many_days_are_left_or_lost(project, city_officer, opened):
    dates = {"started": date(2022, 10, 19), "completed": date(2022, 11, 30)}
    services.plan(city_officer, project, dates)
    _, page = opened()
    assert "逾期12天" in page
    assert "还有30天" in page
    assert "节点逾期" in page
    _, page = opened("reach", stage="started", day="2022-10-31", said="")
    assert "晚12天" in page


def test_a_schedule_is_set_on_the_page(project, opened):
    status, _ = opened("plan", started="2022-12-01", completed="2023-12-01", reason="")
    assert status == 302
    assert project.milestones.count() == 2
    status, _ = opened("plan", started="2023-01-01", completed="2023-12-01", reason="")
    assert status == 422
    status, _ = opened("plan", started="", completed="2023-12-01", reason="合并节点")
    assert (status, project.milestones.count()) == (302, 1)


def test_a_week_is_reported_with_a_file_that_opens(project, opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("现场.png", PNG)
    status, page = opened(
        "week", day="2022-10-31", invested="8.5亿元", physical="45.5", said="主体封顶", files=[file]
    )
    assert (status, project.invested_fen) == (302, 85 * YI // 10)
    assert f"/staff/project-file/{WeeklyFile.objects.get().pk}/" in page
    assert "主体封顶" in page


def test_what_is_open_is_put_to_a_unit_and_solved_by_it(project, opened, units, acting, signed_in):
    unit = units["440000-energy"]
    status, page = opened("need", kind="energy", what="外线", unit=unit.pk, until="2022-11-10")
    assert status == 302
    assert "由广东省能源局在2022年11月10日前解决" in page
    client = signed_in(acting(Role.OPERATIONS, unit))
    address = f"/staff/project/{project.pk}/"
    shown = client.get(address).content.decode()
    assert 'value="solve"' in shown
    assert 'value="week"' not in shown
    key = project.conditions.get().pk
    client.post(address, {"action": "solve", "key": key, "answer": "已送电"})
    assert project.conditions.get().state == "solved"


def test_money_is_granted_and_spent_against_its_deadline(project, opened):
    status, page = opened("grant", kind="bond", granted="1亿元", granted_on="2022-05-01", until="")
    assert status == 302
    assert "2022-10-31前，还有0天" in page
    assert "专项资金支出滞后" in page
    key = project.fundings.get().pk
    _, page = opened("spend", key=key, spent="1亿元")
    assert "已支出完毕" in page
    assert opened("spend", key=0, spent="1")[0] == 404


def test_a_stage_is_given_up_with_a_reason(project, opened):
    assert opened("back", stage="preliminary", reason="")[0] == 422
    assert opened("back", stage="preliminary", reason="合同解除")[0] == 302
    assert project.stage == "preliminary"


def test_the_plan_of_the_year_is_changed(project, opened):
    status, _ = opened("investment", year="2022", plan="6亿元", total="21亿元", reason="增资")
    assert (status, project.plan_fen) == (302, 6 * YI)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("nothing", {}),
        ("reach", {"stage": "preliminary", "day": "2022-10-01"}),
        ("reach", {"stage": "started", "day": "明天"}),
        ("week", {"day": "2022-10-31", "invested": "8亿元", "physical": "101"}),
        ("grant", {"kind": "bond", "granted": "很多", "granted_on": "2022-05-01"}),
    ],
)
def test_what_makes_no_sense_is_told(opened, action, given):
    assert opened(action, **given)[0] == 422
