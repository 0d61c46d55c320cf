"""Tasks and orders of one's own city, and of another, for the walk over every page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.places import unit

from ballast_web.applications.evidence import checked
from ballast_web.applications.models import EvidenceFile
from ballast_web.applications.services.evidence import kept
from ballast_web.kernel.models import Person
from ballast_web.supervision.calendars import token_of
from ballast_web.supervision.models import (
    Notice,
    Order,
    OrderFile,
    OrderStep,
    Report,
    ReportFile,
    Task,
)

NOW = datetime(2022, 9, 1, tzinfo=UTC)


def task_of(whose: str) -> Task:
    where = unit(whose)
    fields = {"package": "guangdong/2022-industrial-growth", "clause": "（十八）", "version": 0}
    target = {"kind": "target", "target_value": Decimal(8500), "target_unit": "家"}
    return Task.objects.create(
        **fields,
        **target,
        key=f"{whose}-{Task.objects.count()}",
        section="四、投资提振",
        name="技术改造",
        content="2022年开展技术改造的工业企业",
        part="lead",
        unit=where,
        region=where.region,
        state="accepted",
        starts_on=date(2022, 1, 1),
        due=date(2022, 12, 31),
        issued_on=date(2022, 4, 1),
        accepted_on=date(2022, 4, 2),
        lamp="red",
        lit=["far-behind"],
        lamp_since=date(2022, 8, 1),
        figure=Decimal(100),
        progress=Decimal("0.01"),
    )


def task(whose: str) -> dict[str, object]:
    return {"pk": task_of(whose).pk}


def order_of(whose: str) -> Order:
    made = Order.objects.create(
        number=f"督办〔2022〕{whose}{Order.objects.count()}号",
        unit=unit(whose),
        title="技术改造",
        demand="请说明滞后原因",
        rung="order",
        limit=date(2022, 9, 15),
        opened_on=date(2022, 9, 1),
    )
    made.tasks.add(task_of(whose))
    return made


def order(whose: str) -> dict[str, object]:
    return {"pk": order_of(whose).pk}


def proof() -> EvidenceFile:
    """A stored file."""
    return kept(checked(SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n%%EOF")))


def order_file(whose: str) -> dict[str, object]:
    order = order_of(whose)
    step = OrderStep.objects.create(
        order=order, step="reply", label="回复", rung="order", target="replied", at=NOW
    )
    made = OrderFile.objects.create(step=step, file=proof(), name="回复.pdf")
    return {"order": order.pk, "pk": made.pk}


def report_of(task: Task) -> Report:
    fields = {"label": "2022年8月", "first": date(2022, 8, 1), "last": date(2022, 8, 31)}
    return Report.objects.create(task=task, figure=Decimal(100), at=NOW, **fields)


def report_file(whose: str) -> dict[str, object]:
    made = report_of(task_of(whose))
    return {"pk": ReportFile.objects.create(report=made, file=proof(), name="名单.pdf").pk}


def calendar(whose: str) -> dict[str, object]:
    """A person's own address, which is all that its feed asks for."""
    person, _ = Person.objects.get_or_create(login=f"calendar-{whose}", defaults={"name": "某人"})
    return {"token": token_of(person)}


def notice_of(whose: str) -> Notice:
    task = task_of(whose)
    day = date(2022, 8, 2)
    return Notice.objects.create(
        unit=unit(whose),
        rule="far-behind",
        label="进度严重滞后",
        lamp="red",
        tasks=[task.pk],
        first_on=day,
        last_on=day,
        told_on=day,
    )


def notice(whose: str) -> dict[str, object]:
    return {"pk": notice_of(whose).pk}


SUPERVISION = {
    "public.calendar": calendar,
    "staff.indicator": task,
    "staff.notice": notice,
    "staff.order": order,
    "staff.order_file": order_file,
    "staff.report": task,
    "staff.report_file": report_file,
    "staff.task": task,
}
