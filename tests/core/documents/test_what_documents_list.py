"""Attachments, short names and validity."""

from __future__ import annotations

import pytest

from ballast.documents.reader import Document, read_bytes

CLAUSE = "一、支持伞厂。给予10万元补助。"


def read_text(*lines: str) -> Document:
    return read_bytes("\n".join(lines).encode(), "a.txt")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["附件：伞厂名单"], [(None, "伞厂名单")]),
        (["附件：1.伞厂名单", "2.申请表", "海棠市政府"], [(1, "伞厂名单"), (2, "申请表")]),
        (["附件：1.伞厂名单  2.申请表"], [(1, "伞厂名单"), (2, "申请表")]),
        (["附件：1、标准2.0说明"], [(1, "标准2.0说明")]),
    ],
)
def test_attachments_are_listed_with_number_and_name(lines: list[str], names: list[object]):
    found = read_text(CLAUSE, *lines).attachments
    assert [(each.number, each.name) for each in found] == names


def test_an_attachment_knows_its_bytes():
    text = f"{CLAUSE}\n附件：1.伞厂名单\n2.申请表"
    document = read_bytes(text.encode(), "a.txt")
    assert [text.encode()[a.span.start : a.span.end].decode() for a in document.attachments] == [
        "伞厂名单",
        "申请表",
    ]


def test_a_document_without_attachments_lists_none():
    assert read_text(CLAUSE).attachments == ()


@pytest.mark.parametrize(
    ("sentence", "short", "full"),
    [
        ("推动制伞业（以下简称“伞业”）发展。", "伞业", "制伞业"),
        ("落实《海棠省制伞条例》（以下简称《条例》）。", "条例", "《海棠省制伞条例》"),
        ("设立伞业发展基金（以下称基金，简称“基金”）。", "基金", "伞业发展基金"),
    ],
)
def test_a_short_name_is_kept_with_what_it_stands_for(sentence: str, short: str, full: str):
    found = read_text(f"一、支持伞厂。{sentence}").abbreviations
    assert [(each.short, each.full) for each in found] == [(short, full)]


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本办法自2023年1月1日起施行，有效期3年。", "2023-01-01", "2026-01-01"),
        ("本办法自2023年1月1日起施行，试行期为六个月。", "2023-01-01", "2023-07-01"),
        ("本办法自2023年1月1日起施行，有效期至2025年12月31日。", "2023-01-01", "2025-12-31"),
        ("本办法自发布之日起施行，有效期二年。", "2022-03-24", "2024-03-24"),
        ("本办法有效期至2025年12月31日。", None, "2025-12-31"),
        ("本办法自2023年1月1日起至2024年12月31日施行。", "2023-01-01", "2024-12-31"),
        ("本办法自2023年1月1日起施行。", "2023-01-01", None),
    ],
)
def test_validity_is_read_from_the_closing_sentence(
    sentence: str, start: str | None, end: str | None
):
    effect = read_text(CLAUSE, sentence, "海棠市政府", "2022年3月24日").metadata.effect
    assert effect is not None
    assert (effect.start and str(effect.start), effect.end and str(effect.end)) == (start, end)


def test_the_validity_of_a_benefit_is_not_that_of_the_document():
    assert read_text("一、支持伞厂。证书有效期3年，自发证之日起执行。").metadata.effect is None
