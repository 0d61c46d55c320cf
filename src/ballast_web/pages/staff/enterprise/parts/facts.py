"""What is known of the enterprise, each fact with its source and date."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.telling import facts_told
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request

TITLE, ORDER = _("登记信息"), 30


def context(_request: Request, enterprise: Organisation) -> list[dict[str, Any]]:
    """Each row with its known facts."""
    entities = vocabulary().entities
    rows = groupby(facts_told(enterprise), key=lambda each: each.cell[:2])
    return [
        {
            "label": entities[table].label,
            "key": "" if table == "enterprise" else key,
            "facts": [each for each in cells if each.source],
        }
        for (table, key), cells in rows
    ]
