"""Titles that are only in the metadata, or nowhere and inferred from the opening."""

from __future__ import annotations

import pytest

from ballast.documents.reader import Document, read_bytes

CLAUSE = "一、支持伞厂。给予10万元补助。"


def read_text(*lines: str) -> Document:
    return read_bytes("\n".join(lines).encode(), "a.txt")


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (
            "根据省委决定，就推进伞都工程（简称“伞都”），提出以下实施意见。",
            "关于推进伞都工程的实施意见",
        ),
        ("为贯彻落实部署，现就加快制伞业发展提出如下意见。", "关于加快制伞业发展的意见"),
        ("为稳增长，特就扶持制伞业制定以下若干措施。", "关于扶持制伞业的若干措施"),
        (
            "现就加快我市制伞业，尤其是高端伞、出口伞的发展提出如下意见：",
            "关于加快我市制伞业发展的意见",
        ),
        ("为保安全，现就梅雨季伞具质量安全工作通知如下：", "关于梅雨季伞具质量安全工作的通知"),
    ],
)
def test_a_title_that_is_nowhere_is_inferred_from_the_opening(opening: str, title: str):
    said = read_text(opening, CLAUSE).metadata
    assert (said.title, said.title_inferred, said.title_printed) == (title, True, None)


@pytest.mark.parametrize(
    ("opening", "below", "title"),
    [
        (
            "现就加快我市制伞业发展提出如下意见。",
            "海棠市人民政府",
            "关于加快海棠市制伞业发展的意见",
        ),
        ("现就加快我省制伞业发展提出如下意见。", "云川省财政厅", "关于加快云川省制伞业发展的意见"),
        (
            "现就加快我市制伞业发展提出如下意见。",
            "云川省海棠市市场监管局",
            "关于加快海棠市制伞业发展的意见",
        ),
        (
            "现就加快我区制伞业发展提出如下意见。",
            "木棉自治区人民政府",
            "关于加快木棉自治区制伞业发展的意见",
        ),
        ("现就加快我市制伞业发展提出如下意见。", "市财政局", "关于加快我市制伞业发展的意见"),
        (
            "根据《海棠市人民政府关于伞的决定》，现就加快我市制伞业发展提出如下意见。",
            "市财政局",
            "关于加快海棠市制伞业发展的意见",
        ),
        (
            "根据《海棠市人民政府、中共木棉市委关于伞的决定》，现就加快我市制伞业发展提出如下意见。",
            "市财政局",
            "关于加快我市制伞业发展的意见",
        ),
    ],
)
def test_an_inferred_title_names_the_place_that_issues_where_one_alone_is_named(
    opening: str, below: str, title: str
):
    assert read_text(opening, CLAUSE, below, "2022年3月1日").metadata.title == title


def test_an_opening_that_names_no_subject_gives_no_title():
    assert read_text("现将有关事项通知如下：", CLAUSE).metadata.title is None


def test_the_place_of_an_inferred_title_is_the_sentence_it_comes_from():
    opening = "现就加快制伞业发展提出如下意见。"
    document = read_text(opening, CLAUSE)
    span = document.metadata.spans["title"]
    assert opening.encode()[span.start : span.end].decode() == "加快制伞业发展提出如下意见"


def test_a_printed_title_is_never_called_inferred():
    said = read_text("关于加快制伞业发展的意见", "现就发展提出如下意见。", CLAUSE).metadata
    assert (said.title, said.title_inferred) == ("关于加快制伞业发展的意见", False)


def test_a_report_without_headline_is_titled_by_who_issued_what():
    document = read_text(
        "本报讯：海棠市政府办公室日前印发《海棠市扶持制伞业若干措施》，提出三项举措，要求落实。"
    )
    said = document.metadata
    assert said.title == "海棠市政府办公室印发《海棠市扶持制伞业若干措施》"
    assert said.title_inferred
    assert said.issuers == ()


HEAD = (
    '<meta name="ArticleTitle" content="海棠市扶持制伞业若干措施">'
    "<meta content='2022-03-24 10:00' name='PubDate'/>"
    '<META NAME="ContentSource" CONTENT="海棠日报"><title>措施全文_海棠网</title>'
)


def test_meta_tags_of_government_sites_give_title_date_and_source():
    html = f"<html><head>{HEAD}</head><body><p>各区落实如下。</p><p>{CLAUSE}</p></body></html>"
    said = read_bytes(html.encode(), "a.html").metadata
    assert said.title == "海棠市扶持制伞业若干措施"
    assert not said.title_inferred
    assert str(said.published_on) == "2022-03-24"
    assert said.source == "海棠日报"


def test_a_title_in_the_text_stands_before_what_a_site_calls_the_page():
    body = f"<p>海棠市扶持制伞业十条措施</p><p>各区落实如下。</p><p>{CLAUSE}</p>"
    html = f"<html><head>{HEAD}</head><body>{body}</body></html>"
    assert read_bytes(html.encode(), "a.html").metadata.title == "海棠市扶持制伞业十条措施"


def test_a_table_of_metadata_gives_the_title():
    html = f"<table><tr><td>标　题：</td><td>海棠市扶持制伞业若干措施</td></tr></table><p>各区落实如下。</p><p>{CLAUSE}</p>"
    assert read_bytes(html.encode(), "a.html").metadata.title == "海棠市扶持制伞业若干措施"
