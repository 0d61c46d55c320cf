"""Rows of a table of facts on enterprises of the territory: `facts:lease`."""

from __future__ import annotations

from datetime import date

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.models import FactRow
from ballast_web.errors import BadValue
from ballast_web.supervision.models import Task
from ballast_web.supervision.sources import Counted, counted_by, parameter, territory

LABEL = "企业登记数据的行数"


def count(task: Task, day: date) -> Counted:
    """Rows whose facts hold until `day` or before. Raises BadValue for a table that is none."""
    table, entities = parameter(task), vocabulary().entities
    if table not in entities:
        raise BadValue(
            field="数据来源", given=task.linked, allowed="facts:加数据表名，如facts:lease"
        )
    number = FactRow.objects.filter(
        table=table, as_of__lte=day, enterprise__region__startswith=territory(task)
    ).count()
    return counted_by(task, day, number, f"本平台企业登记数据“{entities[table].label}”")
