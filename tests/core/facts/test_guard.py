"""The guard: hostile workbooks are refused before a parser sees them; good ones pass."""

from __future__ import annotations

import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import xlsxwriter

from ballast.errors import UnreadableFile, UnsafeFile
from ballast.facts import guard

BOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet(*cells: str, dimension: str = "") -> str:
    head = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet>{head}<sheetData><row>{''.join(cells)}</row></sheetData></worksheet>"


def workbook(path: Path, first: str, **more: str | bytes) -> Path:
    parts = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATIONS}
    parts |= {"xl/worksheets/sheet1.xml": first} | {f"xl/{name}.xml": more[name] for name in more}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_good_workbook_passes_with_its_extent(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "good.xlsx")
    book.add_worksheet("企业").write(6, 2, "x")
    book.add_worksheet("说明").write(0, 0, "y")
    book.close()
    seen = guard.check(tmp_path / "good.xlsx")
    assert {name: (each.rows, each.columns) for name, each in seen.items()} == {
        "企业": (7, 3),
        "说明": (1, 1),
    }


def test_cells_with_excel_errors_are_noted(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "errors.xlsx")
    page = book.add_worksheet("企业")
    page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    page.write(1, 3, "fine")
    page.write_formula(4, 0, "=NA()", None, "#N/A")
    book.close()
    assert guard.check(tmp_path / "errors.xlsx")["企业"].errors == {
        1: {2: "#DIV/0!"},
        4: {0: "#N/A"},
    }


@pytest.mark.parametrize(
    "content",
    [
        sheet('<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'),
        sheet('<c r="A1"><v>1</v></c>', dimension="A1:XFD1048576"),
        '<x:worksheet xmlns:x="n"><x:c r="XFD1048576"/></x:worksheet>',
        sheet("<c r='&#88;FD1048576'/>"),
        sheet('<c\n  r =\n "XFD1048576"/>'),
    ],
)
def test_a_sheet_that_spans_too_many_cells_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnsafeFile, match="spans 1048576 rows × 16384 columns"):
        guard.check(workbook(tmp_path / "sparse.xlsx", content))


@pytest.mark.parametrize("reference", ["a1", "$A$1", "A", "1", "AAAA1", "A12345678"])
def test_an_odd_reference_is_refused(tmp_path: Path, reference: str) -> None:
    with pytest.raises(UnsafeFile, match="refers to the cell"):
        guard.check(workbook(tmp_path / "odd.xlsx", sheet(f'<c r="{reference}"/>')))


def test_an_error_cell_without_a_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile, match="without a reference"):
        guard.check(workbook(tmp_path / "odd.xlsx", sheet('<c t="e"><v>#N/A</v></c>')))


def test_a_bomb_is_refused_without_being_inflated(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", sheet(), sharedStrings="0" * 60_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(UnsafeFile, match="unpacks beyond measure"):
        guard.check(path)


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    with pytest.raises(UnsafeFile, match="unpacks to too much"):
        guard.check(workbook(tmp_path / "big.xlsx", sheet(), styles="<a>" + "x" * 2000 + "</a>"))


def test_a_part_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    honest = ("<sst>" + "y" * 500_000 + "</sst>").encode()
    with ZipFile(workbook(tmp_path / "liar.xlsx", sheet()), "a", ZIP_DEFLATED) as archive:
        part = ZipInfo("xl/sharedStrings.xml")
        part.compress_type = ZIP_DEFLATED
        archive.writestr(part, honest)
        part.file_size, part.CRC = 100, zlib.crc32(honest[:100])
    with pytest.raises(UnsafeFile, match="is larger than it says"):
        guard.check(tmp_path / "liar.xlsx")


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        '<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>'.encode("utf-16"),
        '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, attack: str | bytes) -> None:
    with pytest.raises(UnsafeFile, match="declares a document type or entities"):
        guard.check(workbook(tmp_path / "xxe.xlsx", sheet(), sharedStrings=attack))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    more = {f"part{number}": "<a/>" for number in range(guard.MOST_PARTS)}
    with pytest.raises(UnsafeFile, match="parts"):
        guard.check(workbook(tmp_path / "many.xlsx", sheet(), **more))


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "twice.xlsx", sheet())
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet('<c r="B2"/>'))
    with pytest.raises(UnsafeFile, match="one name twice"):
        guard.check(tmp_path / "twice.xlsx")


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0 old or encrypted", b"PK\x05\x06"])
def test_what_is_no_workbook_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"save an old \.xls as \.xlsx"):
        guard.check(path)


def test_broken_xml_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="mismatched tag"):
        guard.check(workbook(tmp_path / "broken.xlsx", "<worksheet><c></worksheet>"))


def test_a_book_without_a_list_of_sheets_is_unreadable(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "none.xlsx", "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet())
    with pytest.raises(UnreadableFile, match="no list of sheets"):
        guard.check(tmp_path / "none.xlsx")


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_columns_have_letters_and_numbers(number: int, letters: str) -> None:
    assert guard.column_letters(number) == letters
    assert guard.column_number(letters) == number
