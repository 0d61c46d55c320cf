"""What a draft changes: measure by measure, rule by rule, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ballast.errors import BallastError
from ballast.measures.difference_told import told
from ballast.measures.package import Package, load_package
from ballast.measures.restated import compare_packages
from ballast.rules.library import load_library
from ballast.rules.rule import Rule
from ballast.simulation.telling import changes
from ballast.simulation.trial import Pair
from ballast_web.catalogue import library, store, texts
from ballast_web.catalogue.library import Shelf
from ballast_web.kernel.clock import today


@dataclass(frozen=True)
class FileChange:
    """A file before and after, as a unified difference: (sign, line) pairs; sign is “+- @”."""

    path: str
    state: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """What changes: `measures` told by package, `rules` as (label, what, before, after), files.

    `hidden` says why measures or rules cannot be compared.
    """

    measures: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[tuple[str, str, str, str], ...]
    files: tuple[FileChange, ...]
    hidden: str = ""


def compared(base: Shelf, changed: dict[str, str | None]) -> Comparison:
    """What `changed` files make of the library `base`."""
    files = tuple(_file(base.folder, path, text) for path, text in sorted(changed.items()))
    with store.laid_over(base.folder, changed) as folder:
        try:
            measures = tuple(_measures(base, folder, changed))
            rules = tuple(_rules(base, folder, changed))
        except BallastError as error:
            return Comparison((), (), files, str(error).replace(f"{folder}/", ""))
    return Comparison(measures, rules, files)


def _file(base: Path, path: str, text: str | None) -> FileChange:
    old = (base / path).read_text(encoding="utf-8") if (base / path).is_file() else None
    state = "新增" if old is None else "删除" if text is None else "修改"
    return FileChange(path, state, tuple(lines(old or "", text or "")))


def lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The unified difference of two texts, three lines around each change."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3)
    for line in list(found)[2:]:
        yield (line[0], line if line[0] == "@" else line[1:])


def _measures(
    base: Shelf, folder: Path, changed: dict[str, str | None]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    touched = {texts.package_of(path) for path in changed if path.endswith(texts.PACKAGE_FILES)}
    for name in sorted(touched):
        if (folder / name / "policy.yaml").is_file():
            yield name, tuple(_package(base.packages.get(name), load_package(folder / name)))


def _package(old: Package | None, new: Package) -> Iterator[str]:
    if old is None:
        yield f"新增文件：{new.policy.title}，{len(new.measures)}项措施"
    else:
        yield from told(compare_packages(old, new))


def _rules(
    base: Shelf, folder: Path, changed: dict[str, str | None]
) -> Iterator[tuple[str, str, str, str]]:
    touched = {texts.rule_id(path) for path in changed if texts.is_rule(path)}
    if not touched:
        return
    before = {rule.id: rule for rule in base.library.rules}
    after = {rule.id: rule for rule in load_library(folder, library.vocabulary()).rules}
    for rule in sorted(touched):
        pair = Pair(before.get(rule), after.get(rule))
        if pair.before or pair.after:
            label = f"{pair.rule.written.measure}{pair.rule.label}"
            yield from ((label, *each) for each in changes(pair, _day(pair.rule)))


def _day(rule: Rule) -> date:
    """Today, if the rule then has effect; else the last or first day on which it does."""
    effect, now = rule.written.effect, today()
    return max(effect.start, min(now, effect.end or now))
