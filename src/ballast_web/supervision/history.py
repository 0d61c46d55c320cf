"""What tasks asked before they were changed: kept at each change, read for days that are over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ballast_web.kernel.clock import now
from ballast_web.supervision.models import Task, TaskChange
from ballast_web.supervision.states import TaskState

#: What is kept of a task.
KEPT = ("unit_id", "region", "starts_on", "due", "target_value", "months")


def keep(held: Task) -> None:
    """Write down what the stored task asks where `held`, about to be saved, asks something else.

    What nobody was charged with yet may change unrecorded. In `writing`.
    """
    before = Task.objects.get(pk=held.pk)
    told = {name: getattr(before, name) for name in KEPT}
    issued = before.state != TaskState.PROPOSED
    if issued and told != {name: getattr(held, name) for name in KEPT}:
        TaskChange.objects.create(task=held, at=now(), **told)


def restore(tasks: Iterable[Task], moment: datetime) -> None:
    """Let `tasks`, which are not to be saved, ask what they asked at a moment."""
    own = {task.pk: task for task in tasks}
    later = TaskChange.objects.filter(task__in=list(own), at__gt=moment).select_related("unit")
    for change in later.order_by("-pk"):
        task = own[change.task_id]
        task.unit = change.unit
        for name in KEPT:
            setattr(task, name, getattr(change, name))
