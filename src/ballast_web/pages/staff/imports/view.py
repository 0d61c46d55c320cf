"""数据导入: templates to fill in, sheets to upload, and what became of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import intake
from ballast_web.enterprises.access import access_imports
from ballast_web.errors import BadValue, NotHere
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page
from ballast_web.projects.services import importing

#: Sheets that are brought in elsewhere, and shown here as well.
_ELSEWHERE = {importing.TABLE: importing.LABEL}


def _label(row: Any) -> str:
    entity = vocabulary().entities.get(row.table)
    return entity.label if entity else _ELSEWHERE.get(row.table, row.table)


def _address(row: Any) -> str:
    return reverse("staff.one_import", kwargs={"key": row.pk})


COLUMNS = (
    Column("上传时间", lambda row: row.at, "at", kind="moment"),
    Column("文件", lambda row: row.name, "name", link=_address),
    Column("数据", _label, "table"),
    Column("状态", lambda row: row.get_state_display(), "state"),
    Column("读取", lambda row: row.read, kind="number"),
    Column("导入", lambda row: row.imported, kind="number"),
    Column("问题单元格", lambda row: row.rejected, kind="number"),
    Column("辖区外", lambda row: row.refused, kind="number"),
)


@page(
    "staff/imports/",
    title="数据导入",
    roles=intake.IMPORTERS,
    menu=55,
    theme="企业与申报",
    icon="upload",
)
def imports(request: Request) -> HttpResponseBase:
    """Uploads so far; `?template=` gives a workbook to fill in."""
    if (table := request.GET.get("template")) is not None:
        file = intake.template(table)
        name = f"{vocabulary().entities[table].label}模板.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)
    if request.method == "POST":
        return _received(request)
    rows = access_imports(request.acting).order_by("-pk")
    listing = Listing(
        request, rows, COLUMNS, name="导入记录", empty="还没有导入过。先下载模板，填好后上传。"
    )
    tables = [(name, entity.label) for name, entity in intake.tables().items()]
    return listing.exported() or imports.render(request, listing=listing, tables=tables)


def _received(request: Request) -> HttpResponse:
    """Import the sheet that is uploaded."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise BadValue(field="文件", given="未选择", allowed="一个Excel工作簿或CSV文件")
    made = intake.receive(request.acting, request.POST.get("table", ""), upload)
    if made.state == "finished":
        messages.success(request, _("已导入%(n)s行。") % {"n": made.imported})
    return redirect("staff.one_import", key=made.pk)


@page("staff/imports/<int:key>/", title="导入结果", roles=intake.IMPORTERS)
def one_import(request: Request, key: int) -> HttpResponseBase:
    """What became of one upload; `?marked` gives the sheet with its wrong cells in red.

    Posted to, it changes the registered projects as was shown.
    """
    made = access_imports(request.acting).filter(pk=key).first()
    if made is None:
        raise NotHere(what="这次导入")
    if request.method == "POST":
        number = importing.confirm(request.acting, made, request.POST.get("reason", ""))
        messages.success(request, _("已更新%(n)s个项目。") % {"n": number})
        return redirect("staff.one_import", key=made.pk)
    sheet = intake.marked(made)
    if "marked" in request.GET and sheet is not None:
        return FileResponse(sheet.open("rb"), as_attachment=True, filename=f"标注-{made.name}")
    marks = intake.marks_of(made)
    return one_import.render(
        request,
        "one.html",
        made=made,
        label=_label(made),
        marks=marks[:200],
        sheet=sheet,
        updates=importing.waiting(made),
    )
