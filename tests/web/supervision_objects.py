"""Tasks and their reports that routes are tried with."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from django.utils import timezone
from tests.web.places import unit

from ballast_web.applications import evidence
from ballast_web.applications.models import EvidenceFile
from ballast_web.supervision.models import Report, ReportFile, Task

FILE = b"%PDF-1.4\nproof\n%%EOF"


def task_of(whose: str) -> Task:
    """A target of the city's department that runs."""
    held = unit(whose)
    fields = {"package": "guangdong/2022-industrial-growth", "clause": "（三十一）", "version": 0}
    fields |= {"name": "数字化转型", "kind": "target", "part": "lead", "state": "accepted"}
    fields |= {"starts_on": date(2022, 4, 1), "issued_on": date(2022, 4, 1)}
    figures = {"target_value": Decimal(500), "target_unit": "家"}
    key = f"{whose}-{Task.objects.count()}"
    return Task.objects.create(key=key, unit=held, region=held.region, **fields, **figures)


def task(whose: str) -> dict[str, object]:
    return {"pk": task_of(whose).pk}


def report_file(whose: str) -> dict[str, object]:
    sha256 = hashlib.sha256(FILE).hexdigest()
    evidence.keep(evidence.Checked("名单.pdf", "pdf", FILE, sha256))
    now = timezone.now()
    stored = {"kind": "pdf", "size": len(FILE), "stored_at": now}
    kept, _ = EvidenceFile.objects.get_or_create(sha256=sha256, defaults=stored)
    fields = {"label": "2022年8月", "first": date(2022, 8, 1), "last": date(2022, 8, 31)}
    made = Report.objects.create(task=task_of(whose), figure=Decimal(1), at=now, **fields)
    return {"pk": ReportFile.objects.create(report=made, file=kept, name="名单.pdf").pk}


SUPERVISION = {"staff.report": task, "staff.report_file": report_file}
