"""Files that could harm the machine are refused before any parser sees them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx_support as make
import pytest
from docx_support import document, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import page, pdf

from ballast.documents.docx import body
from ballast.documents.docx import document as docx_document
from ballast.documents.formats import read_page
from ballast.documents.pdf import document as pdf_reader
from ballast.errors import BallastError, UnknownFormat, UnreadableFile, UnsafeFile
from ballast.guard import Limits

GOOD = document(paragraph("甲"))
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def zipped(packing: int = ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": GOOD.replace("<w:document", f"{ENTITY}<w:document")},
        {"word/styles.xml": f'<?xml version="1.0"?>{ENTITY}<a>&x;</a>'},
        {"docProps/core.xml": f"{ENTITY}<a/>"},
        {"customXml/item1.xml": '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>'},
        {"word/styles.xml": (ENTITY + "<a/>").encode("utf-16")},
    ],
)
def test_document_types_and_entities_are_refused_in_every_part(parts: dict[str, str | bytes]):
    with pytest.raises(UnsafeFile, match=r"declares a document type or entities\. Allowed: plain"):
        read_page(make.docx(GOOD, **parts), "a.docx")


def test_a_bomb_is_refused_without_being_inflated():
    data = make.docx(GOOD, **{"word/media/image1.png": "0" * 50_000_000})
    assert len(data) < 100_000
    with pytest.raises(UnsafeFile, match=r"image1\.png unpacks beyond measure"):
        read_page(data, "a.docx")


def test_a_part_that_is_larger_than_it_says_is_refused():
    data = make.docx(GOOD, **{"word/comments.xml": f"<a>{'y' * 500_000}</a>"})
    size = (500_007).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(UnsafeFile, match="is larger than it says"):
        read_page(data.replace(size, (100).to_bytes(4, "little")), "a.docx")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(3, 1 << 30, 400), "4 parts"), (Limits(99, 1000, 400), "unpacks to too much")],
)
def test_limits_are_kept(limits: Limits, reason: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(docx_document, "LIMITS", limits)
    data = make.docx(GOOD, **{"word/footnotes.xml": f"<a>{'x' * 1000}</a>"})
    with pytest.raises(UnsafeFile, match=reason):
        read_page(data, "a.docx")


def test_more_text_than_memory_should_hold_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(body, "MOST_CHARACTERS", 10)
    data = make.docx(document(paragraph("纸伞纸伞纸"), paragraph("纸伞纸伞纸伞")))
    with pytest.raises(UnreadableFile, match="it holds more than 10 characters"):
        read_page(data, "a.docx")
    monkeypatch.setattr(pdf_reader, "MOST_CHARACTERS", 3)
    with pytest.raises(UnreadableFile, match=r"more than 3 characters.*a part of it: at most 3"):
        read_page(pdf([page("纸伞"), page("纸伞")]), "a.pdf")
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 1)
    with pytest.raises(UnreadableFile, match="it has 2 pages"):
        read_page(pdf([page("纸伞"), page("纸伞")]), "a.pdf")


def test_a_part_of_two_contents_or_packed_oddly_is_refused():
    with pytest.raises(UnsafeFile, match="packed oddly"):
        read_page(zipped(ZIP_BZIP2, **{"word/document.xml": GOOD}), "a.docx")
    buffer = BytesIO(make.docx(GOOD))
    with ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", GOOD)
    with pytest.raises(UnsafeFile, match="one name twice"):
        read_page(buffer.getvalue(), "a.docx")


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("<w:document>", "not well-formed|no element found|unclosed"),
        ("<w:document/>", "unbound prefix"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><a/>', "in the encoding iso-8859-1"),
        ('<?xml version="1.0" encoding="gb2312"?><a/>', "encoding"),
    ],
)
def test_a_main_part_that_is_not_plain_xml_is_unreadable(part: str, reason: str):
    with pytest.raises(
        UnreadableFile, match=f"a\\.docx cannot be read: .*({reason}).*Give a .docx"
    ):
        read_page(make.docx(part), "a.docx")


def test_a_file_without_its_main_part_is_unreadable():
    relations = {"_rels/.rels": make.relations(officeDocument="word/other.xml")}
    with pytest.raises(UnreadableFile, match=r"it has no part word/other\.xml"):
        read_page(make.docx(GOOD, **relations), "a.docx")


@pytest.mark.parametrize(
    ("data", "given_as"),
    [
        (zipped(**{"xl/workbook.xml": "<a/>"}), r"a workbook \(XLSX\)"),
        (zipped(**{"OFD.xml": "<a/>"}), "an OFD file"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (zipped(**{"a.txt": "甲"}), "a ZIP container without a document"),
        (b"PK\x03\x04 cut off", "a damaged ZIP container"),
        (b"\xd0\xcf\x11\xe0\xa1", "an old Office file .DOC, XLS., or a new one with a password"),
    ],
)
def test_another_container_is_named_with_what_is_read(data: bytes, given_as: str):
    with pytest.raises(UnknownFormat, match=rf"{given_as}.*Word \(\.docx\), PDF with a text layer"):
        read_page(data, "a.docx")


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_damaged_byte_never_crashes_the_reader(place: int, value: int):
    data = bytearray(make.docx(GOOD, styles=make.styles(make.style("A", "heading 1"))))
    data[place % len(data)] = value
    try:
        read_page(bytes(data), "a.docx")
    except BallastError:
        return
