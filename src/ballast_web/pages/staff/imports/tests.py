"""数据导入: a template comes back filled in; what is wrong is marked in its own cells."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ballast_web.enterprises import intake
from ballast_web.enterprises.models import FactRow, Import
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/imports/"
ROW = {"租约编号*": "ZL5", "国有房屋": "是", "房屋所在县区": "天河区", "月租金（元）": "1.5万"}


@pytest.fixture
def client(city, enterprise, other_enterprise, acting, signed_in):
    return signed_in(acting(Role.OPERATIONS, city))


def filled(client, *rows):
    """The template of leases, as people fill it in."""
    response = client.get(ADDRESS, {"template": "lease"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    page = book["填报"]
    titles = [cell.value for cell in page[1]]
    for row in rows:
        page.append([row.get(title) for title in titles])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("租约.xlsx", out.getvalue())


def sent(client, file, table="lease"):
    response = client.post(ADDRESS, {"table": table, "file": file})
    return response, Import.objects.order_by("-pk").first()


def owned(firm, **more):
    return {**ROW, "承租方统一社会信用代码*": firm.code, **more}


def test_a_template_that_is_filled_in_is_imported(client, enterprise):
    _, made = sent(client, filled(client, owned(enterprise)))
    assert (made.state, made.message, made.imported) == ("finished", "", 1)
    row = FactRow.objects.get(table="lease", key="ZL5")
    assert (row.enterprise, row.values["monthly_rent"]) == (enterprise, "15000.00")
    assert row.values["county"] == "440106"


def test_every_template_is_told_from_its_own_explanations(client):
    for table, entity in intake.tables().items():
        with closing(intake.template(table)) as file:
            book = load_workbook(file)
        labels = {entity.facts[name].label for name in entity.facts}
        told = {str(cell.value).strip("*") for cell in book["填写说明"]["A"]}
        assert not labels & told, table


def test_wrong_cells_come_back_in_red_with_what_was_expected(client, enterprise):
    formula = {"当年实际承租月数（个月）": "=1+1"}
    wrong = owned(
        enterprise, **{"租约编号*": "ZL6", "国有房屋": "大概", "月租金（元）": "面议", **formula}
    )
    response, made = sent(client, filled(client, owned(enterprise), wrong))
    assert (made.imported, made.rejected) == (1, 2)
    assert "应为“是”或“否”" in client.get(response.url).content.decode()
    given = client.get(response.url, {"marked": ""})
    page = load_workbook(io.BytesIO(b"".join(given.streaming_content)))["填报"]
    cell = page.cell(row=3, column=[each.value for each in page[1]].index("国有房屋") + 1)
    assert cell.fill.fgColor.rgb == "00FFC7CE"
    assert "应为“是”或“否”" in cell.comment.text
    assert all(each.data_type != "f" for row in page.iter_rows() for each in row)


def test_rows_of_enterprises_elsewhere_are_refused(client, enterprise, other_enterprise):
    other = owned(other_enterprise, **{"租约编号*": "ZL8"})
    _, made = sent(client, filled(client, owned(enterprise), other))
    assert (made.imported, made.refused) == (1, 1)
    assert not FactRow.objects.filter(key="ZL8").exists()


def test_a_sheet_of_another_kind_says_what_to_do(client):
    _, made = sent(client, SimpleUploadedFile("表.csv", "甲,乙\n1,2\n".encode()))
    assert made.state == "failed"
    assert "请下载模板" in made.message


def test_a_sheet_that_would_kill_a_parser_harms_nobody(client):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 50_000_000)
    _, made = sent(client, SimpleUploadedFile("炸弹.xlsx", out.getvalue()))
    assert made.state == "failed"
    assert not FactRow.objects.exists()


def test_a_child_that_is_killed_is_told(client, enterprise, monkeypatch):
    monkeypatch.setattr(intake, "MEGABYTES", 60)
    _, made = sent(client, filled(client, owned(enterprise)))
    assert made.state == "failed"
    assert "限定的内存和时间" in made.message


@pytest.mark.parametrize("name", ["表.exe", "表"])
def test_other_files_are_not_taken(client, name):
    response, made = sent(client, SimpleUploadedFile(name, b"x"))
    assert response.status_code == 422
    assert made is None


def test_a_table_that_is_none_has_no_template(client):
    assert client.get(ADDRESS, {"template": "nothing"}).status_code == 404
