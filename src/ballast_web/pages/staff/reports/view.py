"""进展填报: what the unit has to report, each on its own page or all in one Excel sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.sheets import given, marked
from ballast_web.pages.templatetags.progress import percent, plain
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import report_sheets, sheets
from ballast_web.supervision.services.reporting import next_period
from ballast_web.supervision.states import OFFICERS, TaskKind

NAME = "进展填报表.xlsx"


def leads_to(row: Task) -> str:
    """The page on which it is reported."""
    return reverse("staff.report", kwargs={"pk": row.pk})


def _target(row: Task) -> str:
    return f"{plain(row.target_value)}{row.target_unit}" if row.kind == TaskKind.TARGET else ""


def _period(row: Task) -> str:
    waiting = next_period(row)
    return waiting.label if waiting else ""


COLUMNS = (
    Column("任务", lambda row: row.name, sort="name", link=leads_to),
    Column("内容", lambda row: row.content),
    Column("目标", _target),
    Column("完成进度", lambda row: percent(row.progress), sort="progress"),
    Column("待填报期", _period),
    Column("未填报期数", lambda row: row.reports_missing, sort="reports_missing", kind="number"),
    Column("待答复质询", lambda row: row.questions_open, sort="questions_open", kind="number"),
    Column("完成时限", lambda row: row.due, sort="due", kind="day"),
)


@page("staff/reports/", title="进展填报", roles=OFFICERS, menu=62, theme="督查", icon="report")
def reports(request: Request) -> Response:
    """The unit's tasks; `?template` gives the sheet, `?marked` the last one with its errors."""
    if "template" in request.GET:
        file = report_sheets.template(request.acting)
        return FileResponse(file, as_attachment=True, filename=NAME)
    if "marked" in request.GET:
        return marked(request, report_sheets.FORM, NAME)
    if request.method == "POST":
        return _received(request)
    rows = report_sheets.to_report(request.acting)
    empty = "本单位目前没有需要填报的任务。任务下达后会出现在这里。"
    listing = Listing(request, rows, COLUMNS, name="进展填报清单", empty=empty)
    last = sheets.last_outcome(request.acting, report_sheets.FORM)
    return listing.exported() or reports.render(request, listing=listing, last=last)


def _received(request: Request) -> Response:
    """Report what the sheet says."""
    found, asked = report_sheets.receive(request.acting, given(request))
    if found.done:
        messages.success(request, _("已填报%(n)s项任务。") % {"n": found.done})
    elif not found.marks:
        messages.warning(request, _("表中没有填写完成数，没有填报任何任务。"))
    if asked:
        told = _("有%(n)s项数据需要说明，请打开“待答复质询”不为零的任务答复。")
        messages.warning(request, told % {"n": asked})
    return redirect("staff.reports")
