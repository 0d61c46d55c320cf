"""The given documents, made into DOCX and PDF: each format tells of the same measures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx_support as make
from docx_support import document, paragraph
from pdf_support import page, pdf

from ballast.documents.reader import Document, read, read_bytes
from ballast.measures.extract import measures

WIDTH, HEIGHT = 30, 24


def given(documents: Path) -> Iterator[Document]:
    files = sorted([*documents.glob("*.txt"), *(documents / "more").glob("*.*")])
    assert files
    yield from map(read, files)


def found(document: Document) -> list[tuple[str, str | None, str, list[str]]]:
    return [
        (m.label, m.heading, m.fingerprint, [unit.full_name for unit in m.responsible])
        for m in measures(document)
    ]


def lines(document: Document) -> list[str]:
    return [line.value for line in document.text.lines()]


def test_as_docx_they_have_the_same_titles_and_measures(documents: Path):
    for each in given(documents):
        data = make.docx(document(*(paragraph(make.run(line)) for line in lines(each))))
        again = read_bytes(data, "a.docx")
        assert again.metadata.title == each.metadata.title
        assert found(again) == found(each)


def test_as_pdf_with_wrapped_lines_and_page_numbers_they_have_the_same_measures(documents: Path):
    for each in given(documents):
        wrapped = [
            line[at : at + WIDTH].ljust(2)
            for line in lines(each)
            for at in range(0, len(line), WIDTH)
        ]
        pages = [
            page(*wrapped[at : at + HEIGHT], f"— {number} —")
            for number, at in enumerate(range(0, len(wrapped), HEIGHT), 1)
        ]
        assert found(read_bytes(pdf(pages), "a.pdf")) == found(each)
