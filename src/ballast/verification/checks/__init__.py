"""The checks, one file each, found by their place; each has `check(rule, library, vocabulary)`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.verification.findings import Finding

Check = Callable[[Rule, Library, Vocabulary], Iterator[Finding]]


def checks() -> dict[str, Check]:
    """Every check by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").check for name in names}


def verify(rule: Rule, library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What every check finds in `rule`."""
    for check in checks().values():
        yield from check(rule, library, vocabulary)
