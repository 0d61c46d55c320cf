"""A document on one line: its particulars and clauses are read as if it had its line breaks."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from ballast.documents.metadata import Metadata
from ballast.documents.reader import read_bytes

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
from invented import LINES, plain, result

TEXT = (
    "为推动制伞业平稳发展，结合实际，制定以下措施。一、扩大生产。支持伞厂改造，每家伞厂给予不超过50万元的补助，"
    "对新购置设备的伞厂给予贴息。（市财政局）二、稳定出口。每季度组织一场对接活动，帮助伞厂拿到订单。（市商务局）"
)


def said(line: str) -> Metadata:
    assert "\n" not in line
    return read_bytes(line.encode(), "a.txt").metadata


def test_a_document_on_one_line_is_read_as_one_in_lines():
    assert result("".join(LINES), "a.txt") == result(plain(), "a.txt")


def test_a_notice_and_its_annex_on_one_line_are_parted():
    found = said(
        "海棠市人民政府办公室关于印发海棠市制伞业若干措施的通知棠府办〔2022〕9号各区人民政府：《海棠市制伞业若干措施》"
        f"已经同意，现印发给你们。海棠市人民政府办公室2022年3月24日海棠市制伞业若干措施{TEXT}"
    )
    assert found.title == "海棠市人民政府办公室关于印发海棠市制伞业若干措施的通知"
    assert found.inner_title == "海棠市制伞业若干措施"
    assert (found.number, found.issued_on) == ("棠府办〔2022〕9号", date(2022, 3, 24))
    assert (found.issuers, found.addressees) == (("海棠市人民政府办公室",), ("各区人民政府",))


def test_particulars_of_a_site_before_the_title_are_none_of_it():
    found = said(
        "两部门出台《海棠市制伞业意见》时间:2022-03-30 | 来源:海棠市财政局海棠市财政局 海棠市商务局"
        f"关于扶持制伞业的意见棠财〔2022〕3号各区财政局：{TEXT}海棠市财政局 海棠市商务局2022年3月24日"
    )
    assert found.title == "海棠市财政局 海棠市商务局关于扶持制伞业的意见"
    assert found.issuers == ("海棠市财政局", "海棠市商务局")
    assert (found.published_on, found.issued_on) == (date(2022, 3, 30), date(2022, 3, 24))


def test_a_number_behind_the_particulars_of_a_site_is_read():
    found = said(
        f"关于扶持制伞业的意见时间:2022/03/30 15:56:08 作者: 点击数:棠财〔2022〕3号各区财政局：{TEXT}"
    )
    assert (found.title, found.number) == ("关于扶持制伞业的意见", "棠财〔2022〕3号")
    assert found.published_on == date(2022, 3, 30)


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("海棠市制伞业稳增长方案（2022—2024年）", "伞业是海棠市的支柱。"),
        ("制伞业稳增长行动方案", "制伞业是海棠市的支柱。"),
        ("关于稳住制伞业一揽子政策的接续措施", ""),
        ("海棠市制伞业条例实施细则", "根据《海棠市制伞业条例》，制定本细则。"),
    ],
)
def test_a_title_ends_where_the_text_begins(title: str, opening: str):
    assert said(title + opening + TEXT).title == title


def test_a_sentence_that_names_a_document_or_a_date_is_no_title_and_no_signature():
    found = said(
        f"为落实关于扶持制伞业的意见，市财政局2021年5月6日提出要求。2021年5月7日市商务局开会。{TEXT}"
    )
    assert (found.title_printed, found.number, found.issued_on) == (None, None, None)


def test_lists_that_begin_behind_a_sentence_are_clauses_where_no_line_breaks():
    line = (
        "关于制伞业的方案一、培育伞匠市里要办好伞学。（一）伞匠计划。着力培养伞匠，实施下列项目：1.名匠项目。"
        "培养名匠10名。（市人社局）2.365学徒项目。培养学徒365名，每人补助1.5万元。（市教育局）（二）伞商计划。"
        "培养伞商。3.伞商项目。培训伞商100人次。（市商务局）"
    )
    document = read_bytes(line.encode(), "a.txt")
    labels = [clause.label for clause in document.walk()]
    assert labels == ["一、", "（一）", "1.", "2.", "（二）", "3."]


def test_an_enumeration_inside_a_sentence_stays_one_clause():
    line = f"{TEXT}三、优化服务。伞厂应当提交下列材料：1.申请表；2.营业执照；3.完税证明。材料齐全的当日办理。"
    labels = [clause.label for clause in read_bytes(line.encode(), "a.txt").walk()]
    assert labels == ["一、", "二、", "三、"]
