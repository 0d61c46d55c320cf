"""HTML, Markdown and plain text become lines with the bytes of the file."""

from __future__ import annotations

import pytest

from ballast.documents.formats import read_page
from ballast.errors import UnknownFormat


def lines(source: str, name: str) -> list[str]:
    return [line.value for line in read_page(source.encode(), name).text.lines()]


def test_inline_tags_vanish_so_that_a_broken_word_is_whole():
    page = '<p>智能<span id="q"><a href="x">家电行</a></span><i></i>业发展</p>'
    assert lines(page, "a.html") == ["智能家电行业发展"]


def test_blocks_and_breaks_become_lines_and_entities_characters():
    assert lines("<div>甲<br/>乙&nbsp;&amp;&#20016;</div><p>丙</p>", "a.html") == [
        "甲",
        "乙\xa0&丰",
        "丙",
    ]


def test_cells_of_a_row_stand_in_one_line():
    row = "<table><tr><td>发文机关：</td><td>江东市人民政府</td></tr></table>"
    assert lines(row, "a.html") == ["发文机关：\t江东市人民政府"]


def test_scripts_comments_navigation_and_pronunciations_are_no_text():
    page = "<head><title>题</title></head><script>a<b</script><!-- 注 --><nav>首页</nav><p><ruby>汉<rt>hàn</rt></ruby>字</p>"
    assert lines(page, "a.html") == ["汉字"]


def test_a_tag_that_never_closes_swallows_nothing_but_itself():
    assert lines("<p>甲<style>乙</p><p>丙 < 丁", "a.html") == ["甲乙", "丙 < 丁"]


def test_a_page_knows_the_bytes_behind_its_tags():
    source = "<p>甲</p><p>乙</p>"
    text = read_page(source.encode(), "a.html").text
    span = text.span(text.value.index("乙"), text.value.index("乙") + 1)
    assert source.encode()[span.start : span.end].decode() == "乙"


def test_front_matter_is_read_and_taken_out():
    page = read_page(
        '---\ntitle: "转载：通知"\ndate: 2023-05-06 10:00\n---\n正文'.encode(), "a.txt"
    )
    assert page.fields["title"].value == "转载：通知"
    assert page.text.value == "正文"


def test_markdown_marks_go_and_headings_are_known_by_their_byte():
    source = "# **标题**\n\n> 引文\n\n## 一、措施 ##\n1. 给予[补助](http://x.cn/a_(b))**支持**，见<http://x.cn>\n"
    page = read_page(source.encode(), "a.md")
    assert [line.value for line in page.text.lines()] == [
        "标题",
        "引文",
        "一、措施",
        "1. 给予补助支持，见",
    ]
    assert sorted(page.headings.values()) == [1, 2]
    assert source.encode().index("标题".encode()) in page.headings


@pytest.mark.parametrize(
    ("data", "given"),
    [(b"{\\rtf1 ...", "an RTF file"), (b"PK\x03\x04....", "a damaged ZIP container")],
)
def test_a_format_that_is_not_read_says_which_are(data: bytes, given: str):
    with pytest.raises(UnknownFormat, match=rf"{given}.*HTML \(\.html, \.htm\), Markdown"):
        read_page(data, "policy.txt")


def test_an_unknown_extension_is_read_only_if_it_holds_html():
    assert lines("<p>甲</p>", "show.aspx") == ["甲"]
    with pytest.raises(UnknownFormat, match=r"a \.csv file"):
        read_page("甲,乙".encode(), "list.csv")
