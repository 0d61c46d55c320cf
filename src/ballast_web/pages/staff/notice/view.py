"""One notice: the tasks for which a rule lights, each leading to its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.notices.view import state_of
from ballast_web.supervision import services
from ballast_web.supervision.access import access_notices, access_tasks
from ballast_web.supervision.models import Notice, Task
from ballast_web.supervision.services.noticing import waiting
from ballast_web.supervision.silent import over_unit
from ballast_web.supervision.states import READERS, SUPERVISORS, Lamp

#: Tasks that the page names; the rest are in the list of tasks.
NAMED = 100


@page("staff/notice/<int:pk>/", title="预警提示", roles=READERS)
def notice(request: Request, pk: int) -> Response:
    """The notice; posted to, it is marked as read by its own unit."""
    found = access_notices(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这条预警提示")
    if request.method == "POST":
        services.read(request.acting, found)
        messages.success(request, _("已阅。"))
        return redirect("staff.notice", pk=found.pk)
    return notice.render(request, **_shown(request.acting, found))


def _shown(acting: Acting, found: Notice) -> dict[str, Any]:
    rows = access_tasks(acting).filter(pk__in=found.tasks).order_by("due", "pk")
    return {
        "notice": found,
        "state": state_of(found),
        "tasks": [(task, _why(task, found.rule)) for task in rows[:NAMED]],
        "silences": [
            each for each in over_unit(found.unit, today()) if each.rule in ("", found.rule)
        ],
        "more": max(0, len(found.tasks) - NAMED),
        "unread": access_notices(acting).filter(waiting(acting), pk=found.pk).exists(),
        "supervises": acting.role in SUPERVISORS and found.ended_on is None,
    }


def _why(task: Task, rule: str) -> Any:
    """Why the rule lights for the task now; None where it does no more."""
    if task.lamp not in (Lamp.RED, Lamp.YELLOW):
        return None
    return next((each for each in services.shown(task).lit if each.rule == rule), None)
