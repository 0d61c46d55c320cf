"""Every error of Ballast. An error's docstring is its message, filled with the case's facts."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width


class BallastError(Exception):
    """Ballast could not do what was asked."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(inspect.getdoc(type(self)).format(**facts))  # type: ignore[union-attr]


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place: what was given there and what is allowed.

    `line` and `column` count from 1; `excerpt` is the line itself, `width` how much to underline.
    """

    file: Path
    line: int
    column: int
    given: str
    allowed: str
    excerpt: str = ""
    width: int = 1

    def __str__(self) -> str:
        near = self.file.is_relative_to(Path.cwd())
        file = self.file.relative_to(Path.cwd()) if near else self.file
        head = f"{file}:{self.line}:{self.column}: {self.given}\n  allowed: {self.allowed}"
        if not self.excerpt:
            return head
        return f"{head}\n  | {self.excerpt}\n  | {underline(self.excerpt, self.column, self.width)}"


def underline(excerpt: str, column: int, width: int) -> str:
    """Carets under `width` characters from `column` (from 1); a Chinese one is two cells wide."""
    before, marked = excerpt[: column - 1], excerpt[column - 1 : column - 1 + width]
    return " " * cells(before) + "^" * max(1, cells(marked))


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class Invalid(BallastError):
    """{count} problem(s) found:

    {listing}
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            count=len(problems), listing="\n".join(str(problem) for problem in problems)
        )


class NotFound(BallastError):
    """{what} not found at {path}. Give an existing one with {option}."""


class NotAQuantity(BallastError):
    """“{given}” is not a quantity. Write a number and its unit: 500万元, 50%, 6个月, 300人."""


class UnknownTable(BallastError):
    """“{given}” is no table of facts. The tables are: {allowed}."""


class MissingTable(BallastError):
    """The snapshot at {path} has no table “{table}”; it has: {tables}.

    Import one: ballast import FILE --entity {table} --out {path}
    """


class BadTable(BallastError):
    """The table “{table}” of the snapshot at {path} does not fit the vocabulary:

    {listing}

    Import it again, or give the vocabulary that it was made with by --vocabulary.
    """


class TableExists(BallastError):
    """The snapshot at {path} already has the table “{table}”. Give --replace, or another --out."""


class OtherSnapshot(BallastError):
    """The snapshot at {path} has {what}, but {given} was given. Give the same, or another --out."""


class NoSnapshotKnown(BallastError):
    """No snapshot in {path} was known on {day}. There are:

    {listing}

    Give a later --known-at, or one of them by --facts.
    """


class SnapshotsOfOneDay(BallastError):
    """Several snapshots in {path} became known last, on {day}:

    {listing}

    Give one of them by --facts, or state `known_at` in their snapshot.yaml.
    """


class AmbiguousVersions(BallastError):
    """The table “{table}” holds {key} {count} times with the same {columns}.

    Nothing says which version counts: give each its own day, and import the table again.
    """


class UnsafeFile(BallastError):
    """{path} was not opened, to protect this machine: {reason}. Allowed: {allowed}."""


class UnreadableFile(BallastError):
    """{path} cannot be read: {reason}. Give {allowed}."""


class BadHeader(BallastError):
    """{place}: {reason}. Allowed: {allowed}."""


class BadCell(BallastError):
    """“{given}” was given; expected {expected}."""


class NoCities(BallastError):
    """No synthetic province “{given}” can be made. Provinces with listed cities: {allowed}."""


class NotAlike(BallastError):
    """{package} is a policy package and {document} is not. Give two packages or two documents."""


class IsAFolder(BallastError):
    """{path} is a folder. Give the file of one document: {formats}."""


class CannotBeOpened(BallastError):
    """{path} cannot be opened: {reason}. Check that the file is there and may be read."""


class UnknownFormat(BallastError):
    """{name} is {given}, which is not read. Save the document as one of: {formats}."""


class NotText(BallastError):
    """{name} is not a text file in UTF-8, UTF-16 or GB18030.

    Save the document as HTML, Markdown or plain text in one of these encodings.
    """


class EmptyDocument(BallastError):
    """{name} holds no text. Give a file with the document's own text, not only its pictures."""


class PackageExists(BallastError):
    """{folder} already holds a package. Name another with --slug, or overwrite it with --force."""


class NoYear(BallastError):
    """{file} states no date, so its year is unknown. Give it in the slug: --slug 2022-{slug}."""


class FactsOutOfBounds(BallastError):
    """{table}.{column} holds values from {low} to {high}; its declaration allows {least} to {most}.

    Correct the facts, or widen `minimum` and `maximum` in vocabulary/facts/{table}.yaml.
    """


class EngineNotInstalled(BallastError):
    """The engine {engine} needs the package {package}, which is not installed.

    Install it: pip install 'ballast[{engine}]'
    """


class EngineUnreachable(BallastError):
    """The engine {engine} cannot be reached at {address}: {reason}.

    Start it there, or give the address of another with --address, such as {example}.
    """


class NoAddress(BallastError):
    """The engine {engine} runs inside this process and has no address; {address} was given.

    Leave out --address, or choose another engine with --engine.
    """


class FactTooFine(BallastError):
    """{table}.{column} is {given}; its declaration allows {digits} digit(s) after the point.

    Round the fact, or declare a finer type in vocabulary/facts/{table}.yaml.
    """


class TooManyRows(BallastError):
    """{owner} owns {rows} rows of {table}; aggregates are exact up to {most} rows of an enterprise.

    Correct the owners in the facts, or combine the rows of a period before importing them.
    """


class UnknownEnterprise(BallastError):
    """The facts in {path} hold no enterprise {uscc}, nor anything else of that code.

    Check the 统一社会信用代码 (18 characters), or the code of the city, bank or parcel.
    """


class DuplicateEnterprises(BallastError):
    """An enterprise stands more than once: {rows} rows of {table} became {found} when joined.

    Import the enterprises anew with `ballast import`, which lists the duplicates.
    """


class NoSuchMeasure(BallastError):
    """No rule in force on {day} is named “{measure}”. In force are:

    {names}
    """


class NoSuchRule(BallastError):
    """No rule is named “{words}”. There are:

    {names}
    """


class PasswordNeeded(BallastError):
    """{name} opens only with a password. Save a copy without one, or give the document as HTML."""


class NoTextLayer(BallastError):
    """{name} has {pages} page(s) and no text layer: it holds pictures of pages.

    Recognise the text first (OCR) and save it as a searchable PDF or as DOCX, or give the document
    as it was published on the web: HTML, Markdown or plain text.
    """


class TooLarge(BallastError):
    """{name} has {size} bytes; a document may have at most {limit}.

    Save the text without its pictures, or split the file at its attachments.
    """


class NobodyIsEligible(BallastError):
    """Nobody can be eligible for “{rule}” on {day}: {conditions} exclude each other.

    Mend the conditions first; `ballast verify` shows them.
    """


class NoRule(BallastError):
    """No rule is named by “{measure}”. The rules are:

    {names}
    """


class SeveralMeasures(BallastError):
    """“{measure}” names more than one rule; give the identifier of one of them:

    {names}
    """


class BadSetting(BallastError):
    """“{given}” cannot be set. Allowed: {allowed}.

    For example: --set 05-rent-relief.other_months=4个月
    """


class NothingChanges(BallastError):
    """On {day} the change touches no rule in force. Give another --as-of, --set or --draft."""


class FactsMoved(BallastError):
    """The run in {run} cannot be continued from the facts in {path}: {reason}.

    Judge anew, without --since.
    """
