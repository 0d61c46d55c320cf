"""批量录入任务: a sheet becomes proposals, all of it or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from sheet_filling import marked_cells, opened, with_rows

from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.models import Task

pytestmark = pytest.mark.usefixtures("on_the_day")
ADDRESS = "/staff/task-sheet/"


@pytest.fixture
def client(supervisor, signed_in):
    return signed_in(supervisor)


@pytest.fixture
def row(units):
    return {
        "任务名称": "工业投资提速",
        "任务内容": "全年完成工业投资",
        "牵头单位": units["440000-industry_and_it"].name,
        "任务来源": "省政府常务会议",
        "板块": "投资提振",
        "完成时限": date(2022, 12, 31),
        "目标值": "1.2万",
        "计量单位": "亿元",
    }


def upload(client, *rows):
    page = opened(client.get(ADDRESS, {"template": ""}))
    return client.post(ADDRESS, {"file": with_rows(page, *rows)}, follow=True)


def test_a_row_becomes_the_leads_task_and_one_for_each_supporting_unit(client, row, units):
    two = f"{units['440000-commerce'].name}、{units['440100-government'].name}"
    page = upload(client, {**row, "配合单位": two}).content.decode()
    assert "已录入3项任务，请核对后下达" in page
    lead, *members = Task.objects.order_by("pk")
    assert (lead.kind, lead.part, lead.state) == ("target", "lead", "proposed")
    assert (lead.target_value, lead.target_unit, lead.comparator) == (Decimal(12000), "亿元", ">=")
    assert (lead.section, lead.source, lead.due) == (
        "投资提振",
        "省政府常务会议",
        date(2022, 12, 31),
    )
    assert [(each.kind, each.part, each.region) for each in members] == [
        ("work", "member", "440000"),
        ("work", "member", "440100"),
    ]
    entry = AuditEntry.objects.get(action="tasks.imported")
    assert all(task.number in entry.details for task in (lead, *members))


def test_a_row_may_state_a_recurring_duty_with_or_without_a_target(client, row):
    duty = {"周期": "每月", "每期至少": "2", "次数单位": "场"}
    upload(client, {**row, **duty})
    target, held = Task.objects.order_by("pk")
    assert (target.kind, held.kind) == ("target", "duty")
    assert (held.every, held.at_least, held.times_unit) == ("month", 2, "场")
    bare = {name: row[name] for name in ("任务内容", "牵头单位")}
    upload(client, {**bare, "任务名称": "调研走访"})
    assert Task.objects.get(name="调研走访").kind == "work"


def further(**said):
    """A further row of a task: but for what it says, empty."""
    return {"任务内容": "", "任务名称": "", "牵头单位": "", **said}


def test_rows_of_one_serial_are_one_task_with_several_targets(client, row, units):
    member = units["440000-commerce"].name
    first = {**row, "任务序号": "1", "配合单位": member}
    again = further(任务序号="1", 任务内容="新开工项目", 目标值="300", 计量单位="个")
    same_unit = further(任务序号="1", 任务内容="技术改造投资", 目标值="4000", 计量单位="亿元")
    page = upload(client, first, {**again, "配合单位": member}, same_unit).content.decode()
    assert "已录入4项任务" in page
    one, *_, last = targets = list(Task.objects.filter(kind="target").order_by("pk"))
    assert [each.target_value for each in targets] == [12000, 300, 4000]
    assert {(each.name, each.unit, each.source, each.due) for each in targets} == {
        (one.name, one.unit, "省政府常务会议", date(2022, 12, 31))
    }
    shown = client.get(f"/staff/task/{one.pk}/").content.decode()
    assert "本任务的其他目标和要求" in shown
    assert f"/staff/task/{last.pk}/" in shown
    assert "已经录入，编号RW" in upload(client, first).content.decode()


def test_rows_of_one_name_and_lead_are_one_task(client, row):
    upload(client, row, {**row, "任务内容": "新开工项目", "目标值": "300", "计量单位": "个"})
    assert Task.objects.filter(kind="target", name=row["任务名称"]).count() == 2


def test_what_a_further_row_says_otherwise_is_told_in_its_own_cell(client, row, units):
    first = {**row, "任务序号": "1"}
    other = {"目标值": "300", "计量单位": "个", "任务序号": "1"}
    upload(
        client,
        first,
        further(**other, 任务来源="市长批示"),
        further(**other, 牵头单位=units["440000-commerce"].name),
        further(任务序号="1"),
        further(**other, 起始日期=date(2023, 1, 1)),
    )
    assert not Task.objects.exists()
    marks = marked_cells(opened(client.get(ADDRESS, {"marked": ""})))
    assert set(marks) == {(3, "任务来源"), (4, "牵头单位"), (5, "目标值"), (6, "完成时限")}


def test_what_is_wrong_in_the_first_row_is_told_there_alone(client, row):
    first = {**row, "任务序号": "1", "牵头单位": "不存在的局"}
    upload(client, first, further(任务序号="1", 目标值="300", 计量单位="个"))
    marks = marked_cells(opened(client.get(ADDRESS, {"marked": ""})))
    assert set(marks) == {(2, "牵头单位")}


def test_what_is_recorded_is_issued_accepted_and_opens_on_its_own_page(client, row, supervisor):
    upload(client, row)
    task = Task.objects.get()
    page = client.get(f"/staff/task/{task.pk}/").content.decode()
    assert "省政府常务会议" in page
    services.issue(supervisor, task)
    services.open_obligations(date(2022, 10, 31))
    assert Task.objects.get().state == "issued"
    answer = client.post(
        "/staff/tasks/", {"action": "propose", "package": "guangdong/2022-industrial-growth"}
    )
    assert answer.status_code == 302
    assert Task.objects.filter(package="").get().state == "issued"


WRONG = [
    ({"任务名称": ""}, "任务名称"),
    ({"任务名称": "长" * 61}, "任务名称"),
    ({"任务内容": ""}, "任务内容"),
    ({"牵头单位": "不存在的局"}, "牵头单位"),
    ({"配合单位": "不存在的局"}, "配合单位"),
    ({"完成时限": "年底"}, "完成时限"),
    ({"完成时限": ""}, "完成时限"),
    ({"起始日期": date(2023, 1, 1)}, "完成时限"),
    ({"目标值": "很多"}, "目标值"),
    ({"目标值": "0"}, "目标值"),
    ({"目标值": "NaN"}, "目标值"),
    ({"目标值": "1E+30"}, "目标值"),
    ({"目标值": ""}, "目标值"),
    ({"计量单位": ""}, "计量单位"),
    ({"目标要求": "左右"}, "目标要求"),
    ({"填报周期": "偶尔"}, "填报周期"),
    ({"周期": "每月"}, "每期至少"),
    ({"每期至少": "2"}, "周期"),
    ({"周期": "每月", "每期至少": "²"}, "每期至少"),
]


def test_wrong_cells_come_back_marked_and_nothing_is_recorded(client, row):
    rows = [{**row, "任务名称": f"任务{at}", **wrong} for at, (wrong, _) in enumerate(WRONG)]
    page = upload(client, row, *rows).content.decode()
    assert f"有{len(WRONG)}处问题，整张表没有录入" in page
    assert not Task.objects.exists()
    marks = marked_cells(opened(client.get(ADDRESS, {"marked": ""})))
    assert set(marks) == {(at, title) for at, (_, title) in enumerate(WRONG, 3)}


def test_the_same_task_is_not_recorded_twice_unless_it_was_revoked(client, row, supervisor):
    assert "在表中重复" in upload(client, row, row).content.decode()
    upload(client, row)
    assert "已经录入，编号RW" in upload(client, row).content.decode()
    services.revoke(supervisor, Task.objects.get(), "录入有误")
    upload(client, row)
    assert sorted(Task.objects.values_list("state", flat=True)) == ["proposed", "revoked"]


def test_a_citys_supervisor_charges_units_of_the_city_alone(client, row, units, acting, signed_in):
    city = signed_in(acting(Role.SUPERVISOR, units["440100-government"]))
    assert "应为本地区政府单位" in upload(city, row).content.decode()
    upload(city, {**row, "牵头单位": units["440100-government"].name})
    assert Task.objects.get().region == "440100"


def test_nobody_else_records_tasks_or_gets_the_marked_sheet(
    client, row, officer, signed_in, acting, units
):
    assert signed_in(officer).get(ADDRESS).status_code == 403
    upload(client, {**row, "目标值": "很多"})
    other = signed_in(acting(Role.SUPERVISOR, units["440100-government"]))
    assert other.get(ADDRESS, {"marked": ""}).status_code == 404


@pytest.mark.parametrize(("name", "why"), [("表.csv", "由本页下载"), ("表.xlsx", "未能处理")])
def test_other_files_are_refused(client, name, why):
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, b"x,y\n1,2\n")})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_the_notes_tell_every_column(client):
    notes = opened(client.get(ADDRESS, {"template": ""}), "填写说明")
    titles = [cell.value for cell in opened(client.get(ADDRESS, {"template": ""}))[1]]
    assert [f"第{at}列：{title}" for at, title in enumerate(titles, 1)] == [
        cell.value for cell in notes["A"][1:]
    ]
    assert all(cell.value for cell in notes["B"])
