"""Texts of files as people send them: paths that stay in the library, YAML that unfolds nowhere."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from ballast.errors import Problem
from ballast_web.catalogue.errors import BadPath

#: A file of a package; long enough for any name, short enough for any file system.
_PATH = re.compile(r"[a-z0-9-]{1,60}/[0-9]{4}-[a-z0-9-]{1,80}/[a-z0-9-]{1,80}(\.tests)?\.yaml")
LARGEST = 300_000
_DEEPEST = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PACKAGE_FILES = ("policy.yaml", "measures.yaml")


def checked_path(path: str) -> str:
    """`path` itself. Raises BadPath where it is no `<issuer>/<year>-<slug>/<file>.yaml`."""
    if not _PATH.fullmatch(path):
        raise BadPath(path=path[:100])
    return path


def package_of(path: str) -> str:
    """Issuer and folder of a file: guangdong/2022-industrial-growth."""
    return PurePosixPath(path).parent.as_posix()


def is_rule(path: str) -> bool:
    """Whether a rule set lies at `path`."""
    return not path.endswith((".tests.yaml", *(f"/{name}" for name in PACKAGE_FILES)))


def rule_id(path: str) -> str:
    """The identifier of the rule to which a rule set or its cases belong."""
    return path.removesuffix(".yaml").removesuffix(".tests")


def tests_of(path: str) -> str:
    """Where the cases of the rule set at `path` lie."""
    return f"{rule_id(path)}.tests.yaml"


def hostile(text: str, path: str) -> Problem | None:
    """Why no parser should see `text`: too long, too deep, or with aliases; else None.

    A parser may die of depth, and a few aliases can unfold to any size.
    """
    file = Path(path)
    if len(text) > LARGEST:
        return Problem(file, 1, 1, f"{len(text):,} 个字符", f"不超过 {LARGEST:,} 个字符")
    depth = 0
    try:
        for event in yaml.parse(text, _LOADER):
            depth += _deeper(event)
            if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                return _refused(event, file, text)
    except yaml.YAMLError:
        return None  # the reader of rule sets tells this better
    return None


def _deeper(event: Any) -> int:
    if isinstance(event, yaml.CollectionStartEvent):
        return 1
    return -1 if isinstance(event, yaml.CollectionEndEvent) else 0


def _refused(event: Any, file: Path, text: str) -> Problem:
    line, column = event.start_mark.line, event.start_mark.column
    alias = isinstance(event, yaml.AliasEvent)
    given = "别名（*）" if alias else f"嵌套超过{_DEEPEST}层"
    excerpt = text.splitlines()[line][:200]
    return Problem(file, line + 1, column + 1, given, "逐项写明，不用别名，少嵌套", excerpt)
