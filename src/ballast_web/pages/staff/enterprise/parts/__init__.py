"""Parts of the enterprise file: one module and one template of the same name each.

A module has `TITLE`, `ORDER` and `context(request, enterprise)`, what its template is given as
`part`; with `post(request, enterprise)` it answers forms that say `part=<its name>`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any


@cache
def all_parts() -> Mapping[str, Any]:
    """Every part by name, in order."""
    names = [each.name for each in pkgutil.iter_modules(__path__)]
    found = {name: import_module(f"{__name__}.{name}") for name in names}
    return dict(sorted(found.items(), key=lambda item: item[1].ORDER))
