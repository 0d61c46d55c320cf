"""Reading a document: bytes to clean text, particulars, clauses and citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from ballast.documents.abbreviations import Abbreviation, abbreviations
from ballast.documents.attachments import Attachment, attachments
from ballast.documents.citations import Citation, citations, own_key
from ballast.documents.clauses import Clause, clauses
from ballast.documents.formats import FORMATS, read_page
from ballast.documents.head import head_lines
from ballast.documents.headings import part_headings
from ballast.documents.metadata import Metadata, metadata
from ballast.documents.page import Page
from ballast.documents.passes import repair
from ballast.documents.reports import Reported, paragraphs, reported
from ballast.documents.tables import TaskTable, task_tables
from ballast.documents.text import Text
from ballast.errors import CannotBeOpened, EmptyDocument, IsAFolder, NotFound, TooLarge

#: Bytes. Longer than any document of the genre; reading holds about twenty times the file.
LARGEST = 100_000_000


@dataclass(frozen=True)
class Document:
    """A document: its clean text, what it says about itself, and its clauses.

    `text` keeps the printed characters and their bytes; `offsets_in` says what these are bytes of,
    `pages_without_text` which pages of a PDF hold none (see `Page`). A `report` is news about a
    document: it has paragraphs and the document `reported`, and no clauses.
    """

    name: str
    kind: Literal["policy", "report"]
    text: Text
    metadata: Metadata
    clauses: tuple[Clause, ...]
    citations: tuple[Citation, ...]
    attachments: tuple[Attachment, ...]
    abbreviations: tuple[Abbreviation, ...]
    reported: Reported | None
    paragraphs: tuple[Text, ...]
    offsets_in: str = "bytes"
    pages_without_text: tuple[int, ...] = ()
    tables: tuple[TaskTable, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Every clause, in document order."""
        for root in self.clauses:
            yield from root.walk()

    @cached_property
    def view(self) -> str:
        """The text as the grammars read it; as long as `text`."""
        return self.text.view


def read(path: Path) -> Document:
    """The document in the file at `path`.

    Raises NotFound, IsAFolder, CannotBeOpened, TooLarge, UnknownFormat, NotText or EmptyDocument.
    """
    if path.is_dir():
        raise IsAFolder(path=path, formats=FORMATS)
    try:
        _check_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(what="the document", path=path, option="its path") from None
    except OSError as error:
        raise CannotBeOpened(path=path, reason=error.strerror) from None
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The document whose file holds `data`; `name` tells its format and stands in messages.

    Raises TooLarge, UnknownFormat, NotText or EmptyDocument.
    """
    _check_size(len(data), name)
    page = _repaired(read_page(data, name))
    page = replace(page, text=page.text.copy())
    text = page.text
    if not any(character.isalnum() for character in text.value):
        raise EmptyDocument(name=name)
    tables = task_tables(text)
    roots, first = clauses(text, page.headings, [(table.start, table.end) for table in tables])
    part_headings(roots)
    lines = head_lines(text)
    news = None if roots else reported(lines)
    said = metadata(text, first, page.fields, lines, news)
    return Document(
        name=name,
        kind="report" if news else "policy",
        text=text,
        metadata=said,
        clauses=tuple(roots),
        citations=citations(text, _own(said, news)),
        attachments=attachments(lines),
        abbreviations=abbreviations(text),
        reported=news,
        tables=tables,
        paragraphs=tuple(line.text for line in paragraphs(lines)) if news else (),
        offsets_in=page.offsets_in,
        pages_without_text=page.pages_without_text,
    )


def _repaired(page: Page) -> Page:
    return replace(page, text=repair(page.text))


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise TooLarge(name=name, size=f"{size:,}", limit=f"{LARGEST:,}")


def _own(said: Metadata, news: Reported | None) -> frozenset[str]:
    """What the document calls itself, and a report the document that it reports."""
    names = [said.title, said.inner_title, said.number, news.title if news else None]
    if said.title and "关于" in said.title:
        names.append(said.title[said.title.index("关于") :])
    return frozenset(own_key(name) for name in names if name)
