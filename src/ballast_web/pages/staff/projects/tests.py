"""重大项目: the list, its pictures, its sheets."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ballast_web.enterprises.models import Import
from ballast_web.kernel.roles import Role
from ballast_web.projects import services
from ballast_web.projects.models import Project

ADDRESS = "/staff/projects/"
ROW = {
    "项目代码*": "2201-440106-04-01-000001",
    "项目名称*": "导入的项目",
    "建设单位*": "合成企业",
    "项目所在地*": "天河区",
    "责任单位*": "广州市人民政府",
    "总投资（元）*": "20亿",
    "计划年度*": 2022,
    "年度计划投资（元）": "5亿",
    "阶段": "签约",
    "计划开工日期": date(2022, 11, 30),
    "计划竣工日期": date(2023, 11, 30),
}


@pytest.fixture
def client(units, on_the_day, acting, signed_in):
    return signed_in(acting(Role.OPERATIONS, units["440100-government"]))


def read(client, **query):
    return client.get(ADDRESS, query).content.decode()


def drawn(page, name):
    return json.loads(re.search(rf'id="{name}" type="application/json">(.*?)</script>', page)[1])


def filled(client, *rows):
    """The template, as people fill it in."""
    response = client.get(ADDRESS, {"template": ""})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    page = book["填报"]
    titles = [cell.value for cell in page[1]]
    assert set(rows[0]) <= set(titles)
    for row in rows:
        page.append([row.get(title) for title in titles])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("重大项目.xlsx", out.getvalue())


def test_the_list_shows_ones_own_projects_the_worst_first(client, make_project, city_officer):
    make_project(name="绿的项目")
    late = make_project(name="红的项目")
    services.plan(city_officer, late, {"completed": date(2022, 10, 1)})
    make_project("440300-government", name="深圳的项目")
    page = read(client)
    assert page.index("红的项目") < page.index("绿的项目")
    assert "深圳的项目" not in page
    assert "竣工 2022-10-01" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stage": "signed"}, {"签约的"}),
        ({"lamp": "yellow"}, {"有债券的"}),
        ({"funding": "bond"}, {"有债券的"}),
        ({"funding": "budget"}, set()),
        ({"region": "4401"}, {"签约的", "有债券的"}),
        ({"region": "4403"}, set()),
        ({"name": "债"}, {"有债券的"}),
    ],
)
def test_the_list_is_filtered(client, make_project, city_officer, query, found):
    make_project(name="签约的", stage="signed")
    bond = make_project(name="有债券的")
    services.grant(city_officer, bond, "bond", 10**9, date(2022, 3, 1))
    page = read(client, **query)
    assert {name for name in ("签约的", "有债券的") if f">{name}</a>" in page} == found


def test_the_gantt_draws_each_milestone_as_planned_late_or_reached(
    client, make_project, city_officer
):
    project = make_project(stage="signed")
    services.plan(
        city_officer, project, {"started": date(2022, 10, 1), "completed": date(2023, 5, 1)}
    )
    services.reach(city_officer, project, "building", date(2022, 10, 8))
    other = make_project(stage="signed", name="逾期的")
    services.plan(city_officer, other, {"started": date(2022, 10, 1)})
    make_project(name="没有工期的")
    page = read(client, view="gantt")
    chart = drawn(page, "gantt-data")
    kinds = {(p["row"], p["label"], p["kind"]) for p in chart["points"]}
    assert [row["name"] for row in chart["rows"]] == ["逾期的", "合成动力电池基地"]
    assert kinds == {
        (0, "开工", "late"),
        (1, "开工", "planned"),
        (1, "在建", "reached"),
        (1, "竣工", "planned"),
    }
    assert "另有1个项目尚未排定工期" in page


def test_the_map_counts_the_cities_with_its_approval(make_project, supervisor, signed_in):
    make_project()
    make_project()
    make_project("440300-government")
    page = read(signed_in(supervisor), view="map")
    assert {"name": "广州市", "value": 2} in drawn(page, "map-data")["values"]
    assert "审图号" in page


def test_a_view_that_is_none_is_told(client):
    assert client.get(ADDRESS, {"view": "cube"}).status_code == 422


def test_the_sheet_that_goes_out_holds_dates_money_and_lamps(client, make_project, city_officer):
    services.plan(city_officer, make_project(), {"completed": date(2023, 5, 1)})
    response = client.get(ADDRESS, {"export": "xlsx"})
    page = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    row = dict(zip(*([cell.value for cell in line] for line in page.iter_rows()), strict=True))
    assert (row["总投资（元）"], row["灯色"]) == (2_000_000_000, "绿灯")
    assert row["计划竣工日期"].date() == date(2023, 5, 1)


def test_a_sheet_registers_projects_with_their_schedule(client):
    client.post(ADDRESS, {"file": filled(client, ROW)})
    made = Project.objects.get()
    assert (made.total_fen, made.plan_fen, made.region) == (
        200_000_000_000,
        50_000_000_000,
        "440106",
    )
    assert {each.stage for each in made.milestones.all()} == {"started", "completed"}
    assert Import.objects.get().imported == 1


def test_wrong_cells_come_back_marked_with_what_was_expected(client, make_project):
    there = make_project()
    wrong = [
        {**ROW, "项目代码*": "A1", "责任单位*": "不存在的局"},
        {**ROW, "项目代码*": "A2", "计划竣工日期": date(2022, 11, 1)},
        {**ROW, "项目代码*": "A3", "阶段": "半停工"},
        {**ROW, "项目代码*": there.code, "阶段": "开工"},
        {**ROW, "项目代码*": "A5", "项目所在地*": "深圳市"},
    ]
    response = client.post(ADDRESS, {"file": filled(client, ROW, *wrong)})
    made = Import.objects.get()
    assert (made.read, made.imported, made.rejected) == (6, 1, 5)
    assert "应为本地区政府单位" in client.get(response.url).content.decode()
    given = client.get(response.url, {"marked": ""})
    page = load_workbook(io.BytesIO(b"".join(given.streaming_content)))["填报"]
    titles = [cell.value for cell in page[1]]
    marked = {
        (cell.row, titles[cell.column - 1])
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }
    assert marked == {
        (3, "责任单位*"),
        (4, "计划竣工日期"),
        (5, "阶段"),
        (6, "阶段"),
        (7, "项目所在地*"),
    }
    assert not Project.objects.filter(code__startswith="A").exists()


def test_readers_are_not_offered_to_write(units, on_the_day, acting, signed_in):
    page = read(signed_in(acting(Role.AUDITOR, units["440100-government"])))
    assert "登记项目" not in page
    assert "上传" not in page


def test_an_other_file_is_not_taken(client):
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile("表.csv", b"a,b")})
    assert answer.status_code == 422


def same(project, **changed):
    """A row that says of a project what is registered."""
    plain = {
        "项目代码*": project.code,
        "项目名称*": project.name,
        "建设单位*": project.enterprise_name,
        "项目所在地*": project.region,
        "责任单位*": project.unit.name,
        "总投资（元）*": project.total_fen // 100,
        "计划年度*": project.year,
    }
    return {**plain, **changed}


def test_changed_cells_are_listed_and_nothing_changes_before_it_is_confirmed(client, make_project):
    there, untouched = make_project(), make_project()
    changed = {
        "项目名称*": "改名的项目",
        "总投资（元）*": "30亿",
        "计划投产日期": date(2023, 6, 30),
    }
    sheet = filled(client, same(there, **changed), same(untouched), ROW)
    response = client.post(ADDRESS, {"file": sheet})
    page = client.get(response.url).content.decode()
    assert "1个已登记项目的内容有变化" in page
    for text in ("改名的项目", "2,000,000,000.00元", "3,000,000,000.00元", "2023-06-30"):
        assert text in page
    assert Import.objects.get().imported == 1
    there.refresh_from_db()
    assert there.name == "合成动力电池基地"


def test_what_is_confirmed_is_changed_with_its_reason_and_once(client, make_project):
    there = make_project()
    changed = {"总投资（元）*": "30亿", "计划投产日期": date(2023, 6, 30)}
    response = client.post(ADDRESS, {"file": filled(client, same(there, **changed))})
    assert client.post(response.url, {"reason": ""}).status_code == 422
    page = client.post(response.url, {"reason": "初步设计批复调整"}, follow=True).content.decode()
    assert "已更新1个项目" in page
    there.refresh_from_db()
    assert (there.total_fen, there.plan_fen, there.invested_fen) == (
        300_000_000_000,
        50_000_000_000,
        80_000_000_000,
    )
    assert there.milestones.get(stage="producing").planned == date(2023, 6, 30)
    step = there.steps.get(step="update")
    assert "初步设计批复调整" in step.said
    assert "2,000,000,000.00元→3,000,000,000.00元" in step.said
    assert client.post(response.url, {"reason": "再来一次"}).status_code == 409


def test_what_was_changed_meanwhile_is_not_overwritten(client, make_project):
    first, second = make_project(), make_project()
    rows = [same(each, **{"总投资（元）*": "30亿"}) for each in (first, second)]
    response = client.post(ADDRESS, {"file": filled(client, *rows)})
    Project.objects.filter(pk=second.pk).update(total_fen=1)
    answer = client.post(response.url, {"reason": "调整"})
    assert answer.status_code == 409
    assert "又有改动" in answer.content.decode()
    first.refresh_from_db()
    assert first.total_fen == 200_000_000_000


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"阶段": "投产"}, "阶段"),
        ({"累计完成投资（元）": "9亿"}, "累计完成投资（元）"),
        ({"计划年度*": 2021}, "计划年度*"),
        ({"责任单位*": "不存在的局"}, "责任单位*"),
    ],
)
def test_a_row_that_a_sheet_cannot_settle_is_refused_with_the_reason(
    client, make_project, changed, column
):
    sheet = filled(client, same(make_project(), **changed))
    response = client.post(ADDRESS, {"file": sheet})
    given = client.get(response.url, {"marked": ""})
    page = load_workbook(io.BytesIO(b"".join(given.streaming_content)))["填报"]
    titles = [cell.value for cell in page[1]]
    marked = [titles[cell.column - 1] for row in page.iter_rows() for cell in row if cell.comment]
    assert marked == [column]
    assert "确认更新" not in client.get(response.url).content.decode()


def test_a_new_year_begins_with_what_was_invested_so_far(client, make_project):
    there = make_project()
    row = same(there, **{"计划年度*": 2023, "年度计划投资（元）": "6亿"})
    response = client.post(ADDRESS, {"file": filled(client, row)})
    client.post(response.url, {"reason": "下达2023年投资计划"})
    there.refresh_from_db()
    assert (there.year, there.plan_fen, there.before_fen) == (2023, 60_000_000_000, 80_000_000_000)


def test_a_project_of_another_city_is_not_changed_by_its_code(client, make_project):
    there = make_project("440300-government")
    row = {**ROW, "项目代码*": there.code}
    response = client.post(ADDRESS, {"file": filled(client, row)})
    assert "待确认的更新" not in client.get(response.url).content.decode()
    assert Import.objects.get().rejected == 1


def test_only_importers_of_the_unit_confirm(client, make_project, units, acting, signed_in):
    there = make_project()
    response = client.post(
        ADDRESS, {"file": filled(client, same(there, **{"项目名称*": "改名的项目"}))}
    )
    administrator = signed_in(acting(Role.ADMINISTRATOR, units["440100-government"]))
    assert administrator.post(response.url, {"reason": "改名"}).status_code == 403
    elsewhere = signed_in(acting(Role.OPERATIONS, units["440300-government"]))
    assert elsewhere.post(response.url, {"reason": "改名"}).status_code == 404
