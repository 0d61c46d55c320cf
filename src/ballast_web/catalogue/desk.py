"""A rule while it is written: what is wrong with it, how it reads, whether its cases hold."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ballast.assessment.cases import Case, load_cases, uncovered, unexpected
from ballast.errors import BallastError, Invalid, Problem, underline
from ballast.measures.package import load_package
from ballast.rules import wording
from ballast.rules.library import replaced
from ballast.rules.rule import Rule
from ballast.rules.telling import told
from ballast_web.catalogue import store, texts
from ballast_web.catalogue.library import Shelf
from ballast_web.kernel.clock import today


@dataclass(frozen=True)
class Told:
    """A problem as the desk shows it: place, what was given, what is allowed, the line, carets."""

    file: str
    line: int
    column: int
    given: str
    allowed: str
    excerpt: str = ""
    carets: str = ""


@dataclass(frozen=True)
class CaseDone:
    """One case: its sentence, and what came out otherwise than expected."""

    sentence: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A rule as it is written now; `reads` is the rule in Chinese, `gaps` what no case tests."""

    problems: tuple[Told, ...]
    reads: tuple[str, ...] = ()
    cases: tuple[CaseDone, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """How many cases do not hold."""
        return sum(bool(case.problems) for case in self.cases)


def checked(shelf: Shelf, path: str, written: Mapping[str, str]) -> Checked:
    """The rule set at `path`, of the files `written` (others as published). Raises nothing."""
    refused = [each for name, text in written.items() if (each := texts.hostile(text, name))]
    if refused:
        return Checked(tuple(map(told_of, refused)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store.lay(_with_neighbours(shelf, path, written), folder)
        try:
            library = replaced(shelf.library, texts.rule_id(path), folder / path, shelf.vocabulary)
        except BallastError as error:
            return Checked(problems_of(error, folder))
        rule = next(each for each in library.rules if each.id == texts.rule_id(path))
        return _of_rule(rule, shelf, folder)


def checked_package(shelf: Shelf, path: str, written: Mapping[str, str]) -> Checked:
    """A package file at `path`, as `checked` does it for a rule: loaded with its other file."""
    refused = [each for name, text in written.items() if (each := texts.hostile(text, name))]
    if refused:
        return Checked(tuple(map(told_of, refused)))
    package = texts.package_of(path)
    names = {f"{package}/{name}": shelf.folder / package / name for name in texts.PACKAGE_FILES}
    published = {
        name: file.read_text(encoding="utf-8") for name, file in names.items() if file.is_file()
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store.lay({**published, **written}, folder)
        try:
            load_package(folder / package)
        except BallastError as error:
            return Checked(problems_of(error, folder))
    return Checked(())


def _with_neighbours(shelf: Shelf, path: str, written: Mapping[str, str]) -> dict[str, str]:
    """The files written, and of those published what the rule is read with."""
    wanted = (path, texts.tests_of(path), f"{texts.package_of(path)}/policy.yaml")
    published = {name: shelf.folder / name for name in wanted if name not in written}
    found = {
        name: file.read_text(encoding="utf-8") for name, file in published.items() if file.is_file()
    }
    return {**found, **written}


def _of_rule(rule: Rule, shelf: Shelf, folder: Path) -> Checked:
    reads = tuple(told(rule, shelf.vocabulary, _day(rule)))
    try:
        file = load_cases(rule, shelf.vocabulary)
        cases = tuple(_case(rule, case) for case in file.cases)
        gaps = tuple(_gap(each, shelf) for each in uncovered(rule, shelf.vocabulary))
    except BallastError as error:
        return Checked(problems_of(error, folder), reads)
    return Checked(tuple(told_of(each, folder) for each in file.problems), reads, cases, gaps)


def _gap(text: str, shelf: Shelf) -> str:
    """What no case tests, in words: `<condition> is never <value>`, `<fact> is never missing`."""
    name, _, value = text.rpartition(" is never ")
    if value != "missing":
        return f"没有用例使“{name}”{_VALUES[value]}"
    table, _, column = name.partition(".")
    return f"没有用例缺少“{shelf.vocabulary.entities[table].facts[column].label}”（{name}）"


def _day(rule: Rule) -> date:
    """Today, if the rule then has effect; else the last or first day on which it does."""
    effect, now = rule.written.effect, today()
    return max(effect.start, min(now, effect.end or now))


_EXPECTED = {
    "verdict": "结论",
    "amount": "金额",
    "payable": "应付",
    "until": "缓缴至",
    "failed": "不符合的条件",
    "unknown": "待定的条件",
    "missing": "缺少的数据",
}
_VALUES = {"True": "成立", "False": "不成立", "None": "待定"}
_OUTCOMES = {"eligible": "符合", "ineligible": "不符合", "unknown": "待定"}


def _case(rule: Rule, case: Case) -> CaseDone:
    differing = (
        f"{_EXPECTED[name]}为{_said(name, got)}，预期{_said(name, wanted)}"
        for name, got, wanted in unexpected(rule, case)
    )
    return CaseDone(case.text.case, tuple(differing))


def _said(name: str, value: object) -> str:
    """A value of a case's outcome in words."""
    if name in ("amount", "payable") and isinstance(value, int):
        return wording.fen(value)
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "无"
    return "未知" if value is None else _OUTCOMES.get(str(value), str(value))


def problems_of(error: BallastError, folder: Path) -> tuple[Told, ...]:
    """What an error says, a problem each."""
    if isinstance(error, Invalid):
        return tuple(told_of(each, folder) for each in error.problems)
    return (Told("", 1, 1, str(error).replace(f"{folder}/", ""), ""),)


def told_of(problem: Problem, folder: Path | None = None) -> Told:
    """The problem with its file named below `folder`."""
    inside = folder is not None and problem.file.is_relative_to(folder)
    file = problem.file.relative_to(folder) if inside and folder else problem.file
    carets = underline(problem.excerpt, problem.column, problem.width) if problem.excerpt else ""
    place = (problem.line, problem.column, problem.given, problem.allowed)
    return Told(str(file), *place, problem.excerpt, carets)
