"""填报进展: one task on a phone: its last figure, one number, one text, a photo; then questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.applications.evidence import ENDINGS, KINDS, allowed, path_of
from ballast_web.errors import NotHere
from ballast_web.kernel.wording import said
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision import services, sources
from ballast_web.supervision.access import access_own_tasks, access_questions, access_report_files
from ballast_web.supervision.inputs import day_of, number_of, share_of
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.services import figures
from ballast_web.supervision.services.questioning import RULES
from ballast_web.supervision.services.reporting import next_period, open_periods
from ballast_web.supervision.states import OFFICERS, READERS, RUNNING, TaskKind

#: How many earlier reports are shown.
SHOWN = 6


@page("staff/report/<int:pk>/", title="填报进展", roles=OFFICERS)
def report(request: Request, pk: int) -> Response:
    """The form, and the questions that are open."""
    task = access_own_tasks(request.acting).filter(pk=pk).first()
    if task is None:
        raise NotHere(what="这项任务")
    if request.method == "POST":
        _done(request, task)
        return redirect("staff.report", pk=task.pk)
    return report.render(request, **_shown(request, task))


def _shown(request: Request, task: Task) -> dict[str, Any]:
    questions = access_questions(request.acting).filter(report__task=task)
    waiting = next_period(task)
    return {
        "task": task,
        "last": figures.counting(task),
        "periods": open_periods(task),
        "chosen": waiting.last if waiting else None,
        "target": task.kind == TaskKind.TARGET,
        "open": task.state in RUNNING and task.kind != TaskKind.DUTY and not figures.summed(task),
        "summed": figures.summed(task),
        "source": sources.found().get(task.linked.partition(":")[0]),
        "questions": [
            (RULES[each.rule][0], each)
            for each in questions.filter(answered_at__isnull=True).order_by("pk")
        ],
        "reports": _reports(task),
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "allowed": allowed(),
    }


def _reports(task: Task) -> list[Report]:
    """The last reports, the newest first, with their files and questions."""
    rows = task.reports.order_by("-last", "-pk").select_related("person")
    return list(rows.prefetch_related("files", "questions")[:SHOWN])


def _done(request: Request, task: Task) -> None:
    if request.POST.get("action") == "answer":
        key = request.POST.get("question", "")
        rows = access_questions(request.acting).filter(report__task=task)
        asked = rows.filter(pk=key).first() if key.isdecimal() else None
        if asked is None:
            raise NotHere(what="这项质询")
        services.answer(request.acting, asked, request.POST.get("said", ""))
        messages.success(request, _("已答复，督查部门可以看到。"))
        return
    _reported(request, task)


def _reported(request: Request, task: Task) -> None:
    number = number_of(request.POST.get("figure", ""))
    target = task.kind == TaskKind.TARGET
    made = services.report(
        request.acting,
        task,
        day_of(request.POST.get("last", ""), "填报期"),
        figure=number if target else None,
        progress=None if target else share_of(number),
        said=request.POST.get("said", ""),
        files=request.FILES.getlist("files"),
    )
    asked = made.questions.count()
    if asked:
        told = _("已填报%(label)s，有%(n)s项数据需要说明，请在下面答复。")
        messages.warning(request, told % {"label": said(made.label), "n": asked})
    else:
        messages.success(request, _("已填报%(label)s。") % {"label": said(made.label)})


@page("staff/report_file/<int:pk>/", title="进展佐证", roles=READERS)
def report_file(request: Request, pk: int) -> Response:
    """A file that goes with a report, as an attachment with its own media type."""
    found = access_report_files(request.acting).filter(pk=pk).first()
    path = path_of(found.file_id) if found else None
    if found is None or path is None or not path.is_file():
        raise NotHere(what="这份佐证材料")
    media = KINDS[found.file.kind].media
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=media
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
