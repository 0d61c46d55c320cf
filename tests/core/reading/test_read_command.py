"""`ballast read`: JSON for programs, a table for people, an error that says what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ballast.cli.read import command
from ballast.errors import BallastError, EmptyDocument, IsAFolder, NotFound, UnknownFormat

POLICY = """江东市关于支持企业的若干措施
各县（市、区）：
一、加大投放。2023年新增贷款30亿元以上。（市财政局、市金融办，第一个为牵头单位，下同）
二、做好服务。2027年前建成服务平台。（市商务局、市财政局按职责分工负责）
江东市人民政府
2023年5月6日
"""
REPORT = "江东出台若干新措施\n日前，江东市政府办公室印发《江东市工业稳增长措施》，要求各地抓好落实，推动工业平稳增长。（记者 某某）"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.txt"
    file.write_text(POLICY, encoding="utf-8")
    return file


def run(*arguments: object) -> str:
    result = CliRunner().invoke(
        command, [str(argument) for argument in arguments], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output


def as_json(file: Path) -> dict[str, Any]:
    return json.loads(run(file, "--json"))


def test_json_holds_the_particulars_and_the_measures(policy: Path):
    found = as_json(policy)
    assert (found["kind"], found["title"], found["issued_on"]) == (
        "policy",
        "江东市关于支持企业的若干措施",
        "2023-05-06",
    )
    first, second = found["measures"]
    assert [(unit["unit"], unit["role"]) for unit in first["responsible"]] == [
        ("市财政局", "lead"),
        ("市金融办", "member"),
    ]
    assert first["quantities"][0] | {"span": None} == {
        "text": "30亿元以上",
        "value": 3000000000,
        "upper": None,
        "unit": "CNY",
        "comparator": ">=",
        "basis": "civil_code",
        "approximate": False,
        "span": None,
    }
    assert (second["lead_ambiguous"], second["deadlines"][0]["to"]) == (True, "2026-12-31")
    assert second["deadlines"][0]["ambiguous"]


def test_spans_are_bytes_of_the_file(policy: Path):
    data, found = policy.read_bytes(), as_json(policy)
    start, end = found["measures"][0]["responsible"][1]["span"]
    assert data[start:end].decode() == "市金融办"
    start, end = found["measures"][0]["span"]
    assert data[start:end].decode() == found["measures"][0]["text"]


def test_a_report_prints_its_paragraphs_and_what_it_reports(tmp_path: Path):
    file = tmp_path / "news.txt"
    file.write_text(REPORT, encoding="utf-8")
    found = as_json(file)
    assert (found["kind"], found["measures"]) == ("report", [])
    assert found["reported_document"]["issuer"] == "江东市政府办公室"
    assert [paragraph["text"][:2] for paragraph in found["paragraphs"]] == ["日前"]
    assert "江东市工业稳增长措施" in run(file, "--table")


def test_the_table_marks_leads_and_open_questions(policy: Path):
    table = run(policy, "--table")
    for shown in ("★市财政局", "市金融办", "？", "30亿元以上", "措施 2 条", "2026-12-31"):
        assert shown in table


def test_without_a_terminal_json_is_printed(policy: Path):
    assert json.loads(run(policy))["file"] == "policy.txt"


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("missing.txt", None, NotFound, "the document not found"),
        ("", None, IsAFolder, "is a folder. Give the file of one document: HTML"),
        ("scan.png", b"\x89PNG\r\n", UnknownFormat, "is a picture, which is not read"),
        ("empty.txt", b" \n\n", EmptyDocument, "holds no text"),
        ("empty.html", b"<p><img src='x.png'></p>", EmptyDocument, "holds no text"),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes | None, error: type[BallastError], message: str
):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(error, match=message):
        run(file)
