"""The queue of background work: what waits, runs, was done; what failed, why, and again."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.errors import BadValue
from ballast_web.jobs.access import access_jobs
from ballast_web.jobs.models import Job
from ballast_web.jobs.services import retry
from ballast_web.jobs.states import JobState
from ballast_web.kernel.roles import Role
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page


class JobFilter(django_filters.FilterSet):
    """By state, and by words of the name."""

    label = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("任务名称"))
    state = django_filters.ChoiceFilter(
        choices=JobState.choices, label=gettext_lazy("状态"), empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = Job
        fields: ClassVar = ["label", "state"]


COLUMNS = (
    Column("编号", lambda job: job.pk, "id"),
    Column("任务", lambda job: job.label, "label"),
    Column("状态", Job.get_state_display, "state", template="staff/jobs/state.html"),
    Column("进度", lambda job: f"{job.progress}%", template="staff/jobs/progress.html"),
    Column("加入时间", lambda job: job.enqueued_at, "enqueued_at", "moment"),
    Column("结束时间", lambda job: job.finished_at, "finished_at", "moment"),
    Column("执行次数", lambda job: job.attempt, "attempt", "number"),
    Column("错误", lambda job: job.error, template="staff/jobs/error.html"),
)


@page(
    "staff/jobs/",
    title="后台任务",
    roles={Role.ADMINISTRATOR},
    menu=79,
    theme="系统管理",
    icon="stack",
)
def jobs(request: Request) -> HttpResponse:
    """The list, and a failed job begun anew."""
    if request.method == "POST":
        return _again(request)
    rows = access_jobs(request.acting).order_by("-pk")
    listing = Listing(
        request, rows, COLUMNS, JobFilter, _("后台任务"), _("没有符合条件的后台任务。")
    )
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    shown = [(state.label, counts.get(state, 0), state.value) for state in JobState]
    return listing.exported() or jobs.render(request, listing=listing, counts=shown)


def _again(request: Request) -> HttpResponse:
    key = request.POST.get("job", "")
    if not key.isdecimal():
        raise BadValue(field="任务编号", given=key, allowed="清单中的编号")
    job = retry(request.acting, int(key))
    messages.success(request, _("任务“%(label)s”已重新排队。") % {"label": job.label})
    return redirect("staff.jobs")
