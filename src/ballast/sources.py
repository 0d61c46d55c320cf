"""YAML files read with the place of every value, so that an error can point at it.

YAML 1.2's plain rules: only `true` and `false` are booleans (a city code or the word `no` stays
what it is), a number with a point is an exact Decimal, a key may stand only once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ballast.errors import Invalid, NotFound, Problem

Key = str | int | date
Location = tuple[Key, ...]
Model = TypeVar("Model", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):  # type: ignore[misc]
    """Resolves only what YAML 1.2 and people agree on."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?[0-9]+\.[0-9]+$", "-0123456789"),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


@dataclass(frozen=True)
class Source:
    """A YAML file: its data as plain Python and the place of each value.

    `places` maps a location (the keys and indexes that lead to a value) to line and column, from 1.
    """

    path: Path
    text: str
    data: Any
    places: dict[Location, tuple[int, int]] = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.text.splitlines()

    def place(self, location: Sequence[Key]) -> tuple[int, int]:
        """Line and column of the value at `location`, or of its nearest parent that exists."""
        keys = tuple(location)
        while keys not in self.places and keys:
            keys = keys[:-1]
        return self.places.get(keys, (1, 1))

    def problem(
        self, location: Sequence[Key], given: str, allowed: str, offset: int = 0, width: int = 0
    ) -> Problem:
        """A problem with the value at `location`; `offset` and `width` point inside its text."""
        line, column = self.place(location)
        if width:
            line, column, width = self._inside(location, offset, width)
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.path, line, column, given, allowed, excerpt, max(width, 1))

    def _inside(self, location: Sequence[Key], offset: int, width: int) -> tuple[int, int, int]:
        """Line, column and width of a piece of a text; only its start where it is not found.

        A plain or quoted text stands where it begins; one folded over lines (`>-`) is looked up.
        """
        line, column = self.place(location)
        if tuple(location) not in self.places:
            return line, column, 1
        value: Any = self.data
        for key in location:
            value = value[key]
        piece = value[offset : offset + width]
        first = self.lines[line - 1]
        at = column - 1 + offset + (first[column - 1 : column] in ("'", '"'))
        if first[at : at + width] == piece:
            return line, at + 1, width
        for number, text in enumerate(self.lines[line - 1 :], line):
            if piece and piece in text:
                return number, text.index(piece) + 1, width
        return line, column, 1


def read(path: Path) -> Source:
    """The YAML file at `path`. Raises NotFound, or Invalid where it is not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(what="the file", path=path, option="its path") from None
    except UnicodeDecodeError as error:
        raise Invalid([Problem(path, 1, 1, str(error), "a text file in UTF-8")]) from None
    return parse(text, path)


def parse(text: str, path: Path) -> Source:
    """YAML `text` that stands, or will stand, at `path`."""
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
        _stand_once(node, set())
        places: dict[Location, tuple[int, int]] = {}
        problems = list(_duplicates(node, path, text.splitlines()))
        data = _build(loader, node, (), places)
    except (yaml.YAMLError, ValueError) as error:
        raise Invalid([_not_yaml(error, path, text.splitlines())]) from None
    except RecursionError:
        raise Invalid([Problem(path, 1, 1, "lists in lists without end", "less depth")]) from None
    finally:
        loader.dispose()
    if problems:
        raise Invalid(problems)
    return Source(path, text, data, places)


def load(path: Path, model: type[Model]) -> tuple[Model, Source]:
    """The YAML file at `path` as a `model`, with its source. Raises Invalid with every problem."""
    source = read(path)
    return validated(source, model), source


def validated(source: Source, model: type[Model]) -> Model:
    """The data of `source` as a `model`. Raises Invalid with every problem."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise Invalid([_schema_problem(source, item) for item in error.errors()]) from None


def _schema_problem(source: Source, item: Any) -> Problem:
    missing = item["type"] == "missing"
    given = "nothing" if missing else repr(item["input"])[:80]
    keys = _known_keys(source, item["loc"])
    name = ".".join(str(key) for key in (item["loc"] if missing else keys)) or "the file"
    return source.problem(keys, f"{name}: {given}", item["msg"])


def _known_keys(source: Source, location: Sequence[Any]) -> Location:
    """`location` as pydantic says it (keys as text, with union members' names) as keys we hold."""
    keys: Location = ()
    for step in location:
        below = (at for at in source.places if at[:-1] == keys and len(at) == len(keys) + 1)
        keys = next((at for at in below if step in (at[-1], str(at[-1]), repr(at[-1]))), keys)
    return keys


def _build(loader: Any, node: Any, at: Location, places: dict[Location, tuple[int, int]]) -> Any:
    if node is None:
        return None
    places[at] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        pairs = ((_scalar(loader, key), value) for key, value in node.value)
        return {key: _build(loader, value, (*at, key), places) for key, value in pairs}
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*at, i), places) for i, item in enumerate(node.value)]
    return _scalar(loader, node)


def _scalar(loader: Any, node: Any) -> Any:
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    if node.tag == "tag:yaml.org,2002:float":
        return Decimal(node.value)
    return loader.construct_object(node, deep=True)


def _stand_once(node: Any, seen: set[int]) -> None:
    """Raise where an alias (*name) repeats a value: a few of them can unfold without end."""
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="an alias", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.CollectionNode):
        parts = (
            chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value
        )
        for part in parts:
            _stand_once(part, seen)


def _duplicates(node: Any, path: Path, lines: list[str]) -> Iterator[Problem]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item, path, lines)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                mark = key.start_mark
                given = f"the key “{key.value}” a second time"
                yield Problem(
                    path, mark.line + 1, mark.column + 1, given, "each key once", lines[mark.line]
                )
            seen.add(key.value)
            yield from _duplicates(value, path, lines)


def _not_yaml(error: Exception, path: Path, lines: list[str]) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    excerpt = lines[line] if line < len(lines) else ""
    given = getattr(error, "problem", None) or str(error)
    return Problem(path, line + 1, column + 1, given, "valid YAML", excerpt)


def sha256(path: Path) -> str:
    """The SHA-256 of a file of any size, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
