"""批量录入任务: tasks that no package of the library holds, by Excel."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.sheets import given, marked
from ballast_web.supervision.services import sheets, task_sheets
from ballast_web.supervision.states import SUPERVISORS

NAME = "任务录入表.xlsx"


@page("staff/task-sheet/", title="批量录入任务", roles=SUPERVISORS)
def task_sheet(request: Request) -> Response:
    """The form; `?template` gives the sheet, `?marked` the last one with its errors."""
    if "template" in request.GET:
        file = task_sheets.template(request.acting)
        return FileResponse(file, as_attachment=True, filename=NAME)
    if "marked" in request.GET:
        return marked(request, task_sheets.FORM, NAME)
    if request.method == "POST":
        return _received(request)
    last = sheets.last_outcome(request.acting, task_sheets.FORM)
    return task_sheet.render(request, last=last)


def _received(request: Request) -> Response:
    """Take the sheet in, or show what is wrong with it."""
    found = task_sheets.receive(request.acting, given(request))
    if found.marks:
        return redirect("staff.task_sheet")
    if not found.done:
        messages.warning(request, _("表中没有填写任务。"))
        return redirect("staff.task_sheet")
    messages.success(request, _("已录入%(n)s项任务，请核对后下达。") % {"n": found.done})
    return redirect(f"{reverse('staff.tasks')}?state=proposed")
