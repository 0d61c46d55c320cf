"""`ballast read` over DOCX and PDF: what spans are offsets in, and which pages were not read."""

from __future__ import annotations

import json
from pathlib import Path

import docx_support as make
import pytest
from click.testing import CliRunner
from docx_support import document, level, numbering, paragraph
from pdf_support import page, pdf

from ballast.cli.read import command
from ballast.documents.pdf.document import extracted
from ballast.errors import NoTextLayer, UnsafeFile

LINES = [
    "江东市支持纸伞产业若干措施",
    "一、更新机器。对购置新机器的企业给予50万元补助。（市财政局）",
    "二、扩大销路。每月举办一场展销会。（市商务局）",
]


def run(file: Path, *options: str) -> str:
    result = CliRunner().invoke(command, [str(file), *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def word(tmp_path: Path) -> Path:
    file = tmp_path / "policy.docx"
    numbers = numbering({0: [level(0, "chineseCounting", "%1、")]}, {1: (0, "")})
    body = document(
        paragraph(LINES[0]), *(paragraph(line[2:], number=(1, 0)) for line in LINES[1:])
    )
    file.write_bytes(make.docx(body, numbering=numbers))
    return file


def test_a_docx_gives_its_measures_with_spans_in_its_main_part(word: Path):
    found = json.loads(run(word, "--json"))
    assert (found["title"], found["offsets_in"]) == (LINES[0], "word/document.xml")
    assert [(m["label"], m["heading"]) for m in found["measures"]] == [
        ("一、", "更新机器"),
        ("二、", "扩大销路"),
    ]
    start, end = found["measures"][0]["quantities"][0]["span"]
    assert make.member(word.read_bytes())[start:end].decode() == "50万元"
    assert 'offsetsIn="word/document.xml"' in run(word, "--akn")


def test_a_pdf_gives_its_measures_and_names_the_pages_without_text(tmp_path: Path):
    file = tmp_path / "policy.pdf"
    file.write_bytes(pdf([page(*LINES[:2]), page(), page(LINES[2])]))
    found = json.loads(run(file, "--json"))
    assert (found["offsets_in"], found["pages_without_text"]) == ("text", [2])
    assert [m["heading"] for m in found["measures"]] == ["更新机器", "扩大销路"]
    start, end = found["measures"][1]["responsible"][0]["span"]
    text = extracted(file.read_bytes(), file.name).text.encode()
    assert text[start:end].decode() == "市商务局"
    assert "第 2 页没有文字层，未读入" in run(file, "--table")


def test_a_text_file_keeps_its_own_bytes(tmp_path: Path):
    file = tmp_path / "policy.txt"
    file.write_text("\n".join(LINES), encoding="utf-16-le")
    found = json.loads(run(file, "--json"))
    assert (found["offsets_in"], found["pages_without_text"]) == ("bytes", [])
    start, end = found["measures"][0]["quantities"][0]["span"]
    assert file.read_bytes()[start:end].decode("utf-16-le") == "50万元"


def test_a_scan_and_a_hostile_file_are_refused_by_name(tmp_path: Path):
    scan, bomb = tmp_path / "scan.pdf", tmp_path / "bomb.docx"
    scan.write_bytes(pdf([page()]))
    with pytest.raises(NoTextLayer, match=r"scan\.pdf has 1 page"):
        run(scan)
    bomb.write_bytes(make.docx(document(paragraph("甲")), **{"word/a.bin": b"0" * 30_000_000}))
    with pytest.raises(UnsafeFile, match=r"bomb\.docx was not opened, to protect this machine"):
        run(bomb)
