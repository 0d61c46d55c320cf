"""The texts that people read, taken from the sources: what the message catalogues translate.

A text need not be marked one by one. In templates `translate` and `blocktranslate` mark it; in the
platform's Python every Chinese literal is one, and an f-string is a pattern whose holes are
numbered (“打开“{0}””); an error's docstring is one with its facts as holes. Of the core it is the
English of its errors and of the problems that it finds in rules.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import walk_packages

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

import ballast
from ballast.content import home
from ballast.errors import BallastError
from ballast.rules.derived import load_vocabulary

PLATFORM = Path(__file__).resolve().parents[1]
CORE = Path(ballast.__file__).resolve().parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: What nobody reads on a page: other people's headings, the API, settings; notices that are sent
#: out in Chinese, as the official papers that they are.
_UNSEEN = {"api", "apps.py", "cli", "demonstration", "management", "migrations", "settings"}
_UNSEEN |= {"calendar.py", "extraction.py", "purses.py", "receipt_files.py", "tests.py"}
_UNSEEN |= {"period_names.py"}
_UNSEEN |= {"push/deadlines.py", "push/texts.py"}
#: Circulars and monthly reports are official papers too: their words, their fonts, their numbers.
_UNSEEN |= {"drafting", "papers", "circulars/services/deciding.py"}
#: Calls and files that begin so are read by developers, or by officers as content to go on with.
_COLUMN = re.compile(r"^models\.\w+(Field|Key|Constraint)$")
_BEGUN = re.compile(r"草案。|label: |as_of: ")
#: Names of governments, numbers of documents and of their clauses are names, in every language;
#: Chinese numerals are what headings are sorted by and figures are typed with.
_NAMING = frozenset({"{0}人民政府", "{0}〔{1}〕{2}号", "一二三四五六七八九十", "万", "亿"})
_NAMING |= {"（二）", "（十七）"}
#: Where the core says what is wrong in what an officer writes.
_DESK = ("rules/*.py", "sources.py", "assessment/cases.py", "assessment/check.py")
_PACKAGES = ("charged", "check", "law_changes", "package", "schema")
#: Where the core says in Chinese what kinds of things are called and how they stand.
_CALLED = ("measures/schema.py", "measures/validity.py", "rules/ruleset.py")
_SENTENCE = re.compile(r"[a-z]{2,}[^A-Za-z]* [^A-Za-z]*[a-z]{2,}")
#: What of the core's words is too short to be told from a name, and what pydantic and libyaml
#: say in its place.
_WORDS = (
    "nothing", "bool", "bool of {0}", "number", "numbers", "date", "dates", "text", "enum", "code",
    "code of {0}", "money", "integer", "decimal", "ratio", "conditions", "a bool", "a condition",
    "a number", "a date", "a text", "an enum", "a enum", "a code", "a money", "a integer",
    "a decimal", "a ratio", "a number in {0}", "a code of {0}", "a {0} beside a {1}",
    "{0}: nothing",
    "valid YAML", "Keys should be strings",
    "Field required", "Value error, {0}", "Extra inputs are not permitted",
    "Input should be {0}", "Input should be a valid {0}", "Input should be a valid string",
    "Input should be a valid list", "Input should be a valid dictionary",
    "Input should be a valid boolean", "Input should be a valid integer",
    "Input should be a valid date", "Input should be a valid date or datetime, {0}",
    "Input should be a valid dictionary or instance of {0}",
    "Input should be greater than {0}", "Input should be greater than or equal to {0}",
    "Input should be less than or equal to {0}", "String should match pattern '{0}'",
    "String should have at least {0} character", "String should have at least {0} characters",
    "String should have at most {0} characters",
    "List should have at least {0} item after validation, not {1}",
    "Dictionary should have at least {0} item after validation, not {1}",
    "invalid character in year", "invalid character in month", "invalid character in day",
    "input is too short", "unexpected extra characters at the end of the input",
    "invalid date separator, expected `-`", "month value is outside expected range of 1-12",
    "day value is outside expected range",
    "did not find expected ',' or ']'", "did not find expected ',' or '}}'",
    "did not find expected key", "did not find expected '-' indicator",
    "did not find expected node content", "did not find expected <document start>",
    "mapping values are not allowed in this context", "could not find expected ':'",
    "block sequence entries are not allowed in this context", "found undefined alias",
    "found character that cannot start any token", "found unexpected end of stream",
    "found unknown escape character", "found a tab character that violates indentation",
    "control characters are not allowed",
)  # fmt: skip
_MARKS = {"_": None, "gettext": None, "ngettext": (1, 2)}


@dataclass(frozen=True)
class Text:
    """One text and where it stands; `plural` where its translation depends on a number."""

    text: str
    place: str
    plural: str = ""


def of_platform() -> Iterator[Text]:
    """What pages say, in Chinese."""
    for path in sorted(PLATFORM.rglob("*.html")):
        yield from _of_template(path)
    for path in sorted(PLATFORM.rglob("*.py")):
        inside = path.relative_to(PLATFORM)
        if not _UNSEEN & {*inside.parts, inside.as_posix()}:
            yield from filter(_chinese, _literals(path, PLATFORM))
    for name in _CALLED:
        found = filter(_chinese, _literals(CORE / name, CORE))
        yield from (each for each in found if not _SENTENCE.search(each.text))
    yield from _of_vocabulary()
    yield from filter(_chinese, _of_errors("ballast_web"))


def _of_vocabulary() -> Iterator[Text]:
    """What the tables of facts are called, and the facts that are asked of an enterprise itself."""
    entities = load_vocabulary(home("vocabulary")).entities
    place = "vocabulary/facts"
    yield from (Text(each.label, f"{place}/{name}.yaml:1") for name, each in entities.items())
    for fact in entities["enterprise"].facts.values():
        texts = (fact.label, fact.unit or "", *fact.values.values())
        found = (Text(text, f"{place}/enterprise.yaml:1") for text in texts)
        yield from filter(_chinese, found)


def _chinese(text: Text) -> bool:
    shown = text.text not in _NAMING and not _BEGUN.match(text.text)
    return shown and bool(CHINESE.search(text.text))


def of_core() -> Iterator[Text]:
    """What the core says of rules and packages, in English."""
    patterns = (*_DESK, *(f"measures/{name}.py" for name in _PACKAGES))
    for path in sorted({path for pattern in patterns for path in CORE.glob(pattern)}):
        yield from (each for each in _literals(path, CORE) if _SENTENCE.search(each.text))
    yield from (Text(word, "sources.py:1") for word in _WORDS)
    yield from _of_errors("ballast.errors")


def _of_template(path: Path) -> Iterator[Text]:
    plain = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    source = "\n".join(line.strip() for line in plain.splitlines()).encode()
    for line, _function, found, _comments in extract_python(BytesIO(source), _MARKS, [], {}):
        place = f"{path.relative_to(PLATFORM).as_posix()}:{line}"
        one, *more = [found] if isinstance(found, str) else [each for each in found if each]
        yield Text(one, place, more[0] if more else "")


def _literals(path: Path, root: Path) -> Iterator[Text]:
    """Every literal that is neither a docstring nor within another literal nor a column's name."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        place = f"{path.relative_to(root).as_posix()}:{getattr(node, 'lineno', 1)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.value, place)
        if isinstance(node, ast.JoinedStr):
            yield Text(pattern_of(node), place)
        waiting += _below(node)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield from (each.value for each in node.values if isinstance(each, ast.FormattedValue))
    elif (isinstance(node, ast.ClassDef) and node.name == "Meta") or (
        isinstance(node, ast.Call) and _COLUMN.match(ast.unparse(node.func))
    ):
        return
    else:
        yield from ast.iter_child_nodes(node)


def pattern_of(node: ast.JoinedStr) -> str:
    """An f-string with its holes numbered: “打开“{0}””."""
    holes = iter(range(len(node.values)))
    return "".join(
        str(each.value).replace("{", "{{").replace("}", "}}")
        if isinstance(each, ast.Constant)
        else f"{{{next(holes)}}}"
        for each in node.values
    )


def _of_errors(package: str) -> Iterator[Text]:
    """The messages of the errors that a package or module defines."""
    path = getattr(import_module(package), "__path__", ())
    for found in walk_packages(path, f"{package}."):
        if found.name.rpartition(".")[2] in ("errors", "failures"):
            import_module(found.name)
    for error in _descendants(BallastError):
        if error.__module__.startswith(package) and not _UNSEEN & {*error.__module__.split(".")}:
            yield Text(inspect.getdoc(error) or "", f"{error.__module__}.{error.__name__}")


def _descendants(error: type[BallastError]) -> Iterator[type[BallastError]]:
    for below in sorted(error.__subclasses__(), key=lambda each: each.__name__):
        yield below
        yield from _descendants(below)
