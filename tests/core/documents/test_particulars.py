"""Particulars: title, number, issuers, dates, addressees, validity, citations; and reports."""

from __future__ import annotations

from datetime import date

import pytest

from ballast.documents.reader import Document, read_bytes

NOTICE = """您的当前位置：首页 >> 政策文件
时间:2023-05-09 | 来源:江东市人民政府
江东市人民政府办公室关于印发江东市
工业稳增长若干措施的通知
江政办〔2023〕12号
各县（市、区）人民政府，市政府各部门、各直属单位：
《江东市工业稳增长若干措施》已经市政府同意，现印发给你们，请认真贯彻执行。
江东市人民政府办公室
2023年5月6日
江东市工业稳增长若干措施
为落实《云川省稳增长方案》（云府〔2022〕3号），制定本措施。
一、加大投放
扩大贷款。落实江金发〔2021〕7号文件。
二、优化服务
定期走访。
本措施自2023年6月1日起施行，有效期3年。
"""


def read(source: str, name: str = "here.txt") -> Document:
    return read_bytes(source.encode(), name)


def test_a_notice_says_what_it_is():
    said = read(NOTICE).metadata
    assert said.title == "江东市人民政府办公室关于印发江东市工业稳增长若干措施的通知"
    assert said.inner_title == "江东市工业稳增长若干措施"
    assert (said.number, said.issuers) == ("江政办〔2023〕12号", ("江东市人民政府办公室",))
    assert (said.issued_on, said.published_on) == (date(2023, 5, 6), date(2023, 5, 9))
    assert said.addressees == ("各县（市、区）人民政府", "市政府各部门", "各直属单位")
    assert said.effect is not None
    assert (said.effect.start, said.effect.end) == (date(2023, 6, 1), date(2026, 6, 1))


def test_each_particular_has_its_bytes():
    spans, data = read(NOTICE).metadata.spans, NOTICE.encode()
    number, issued = spans["number"], spans["issued_on"]
    assert data[number.start : number.end].decode() == "江政办〔2023〕12号"
    assert data[issued.start : issued.end].decode() == "2023年5月6日"


def test_a_document_cites_others_by_number_or_title_and_never_itself():
    cited = read(NOTICE).citations
    assert [str(one) for one in cited] == ["云府〔2022〕3号", "江金发〔2021〕7号"]
    assert cited[0].title == "云川省稳增长方案"


def test_a_table_of_particulars_is_read():
    page = (
        "<table><tr><td>发文机关：</td><td>江东市人民政府</td><td>成文日期：</td><td>2023年5月6日</td></tr>"
        "<tr><td>发文字号：</td><td>江政〔2023〕4号</td><td>发布日期：</td><td>2023年05月08日</td></tr></table>"
        "<p>江东市人民政府关于促进就业的意见</p><p>为促进就业，提出以下意见：</p><p>一、扩大就业。开发岗位。</p>"
    )
    said = read(page, "a.html").metadata
    assert (said.number, said.issuers) == ("江政〔2023〕4号", ("江东市人民政府",))
    assert (said.issued_on, said.published_on) == (date(2023, 5, 6), date(2023, 5, 8))


def test_where_the_title_abridges_the_issuers_those_who_signed_count():
    source = "江东市财政局等部门关于支持企业的通知\n各县（市、区）：\n现通知如下，请认真执行。\n市财政局    市商务局\n  市税务局\n2023年5月6日\n"
    assert read(source).metadata.issuers == ("市财政局", "市商务局", "市税务局")


def test_several_organs_before_the_title_are_several_issuers():
    source = "江东市财政局 江东市商务局关于支持企业的通知\n各县（市、区）：\n一、加大投放。扩大贷款。\n二〇二三年五月六日"
    said = read(source).metadata
    assert said.issuers == ("江东市财政局", "江东市商务局")
    assert said.issued_on == date(2023, 5, 6)


def test_what_a_document_does_not_say_stays_unknown():
    said = read("为支持企业，提出以下意见：\n一、加大投放。扩大贷款。").metadata
    assert (said.title, said.number, said.issued_on, said.effect) == (None, None, None, None)
    assert said.issuers == ()


def test_traditional_characters_are_printed_and_simplified():
    said = read(
        "江東市關於支持企業發展的若干措施\n為支持企業發展,提出措施。\n一、加大投放。擴大貸款。"
    ).metadata
    assert said.title == "江东市关于支持企业发展的若干措施"
    assert said.title_printed == "江東市關於支持企業發展的若干措施"


@pytest.mark.parametrize(
    "lead",
    [
        "日前，江东市政府办公室印发《江东市工业稳增长若干措施》，要求各地抓好落实，推动工业平稳增长。",
        "江东台消息（江东新闻）：江东市政府办公室近日发布《江东市工业稳增长若干措施》，提出五项政策举措，推动工业增长。",
    ],
)
def test_news_about_a_document_is_a_report_without_clauses(lead: str):
    found = read(
        f"江东出台措施稳工业\n2023年05月08日09:13 | 来源：江东日报\n{lead}\n措施要求，每月至少组织一场对接活动，帮助企业开拓市场。（记者 某某）"
    )
    assert found.kind == "report"
    assert found.reported is not None
    assert (found.reported.issuer, found.reported.title) == (
        "江东市政府办公室",
        "江东市工业稳增长若干措施",
    )
    assert found.metadata.title == "江东出台措施稳工业"
    assert [str(paragraph)[:4] for paragraph in found.paragraphs] == [
        lead.rsplit("：", maxsplit=1)[-1][:4],
        "措施要求",
    ]
    assert found.clauses == ()


def test_a_reprint_of_the_document_itself_is_no_report():
    assert read(NOTICE + "（记者 某某）").kind == "policy"
