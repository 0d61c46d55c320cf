"""Lists in JSON columns, read by the hundred thousand: as text, and each distinct text once.

A column of lists repeats few values; to decode each row's takes longer than to read the row.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast


def as_text(column: str) -> Cast:
    """A JSON column as its text, for `decoded`."""
    return Cast(column, TextField())


@lru_cache(maxsize=4096)
def decoded(text: str) -> tuple[Any, ...]:
    """The list that `text` is, not to be changed."""
    return tuple(json.loads(text))
