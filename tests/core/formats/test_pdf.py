"""PDF: the text layer in reading order, and clear words where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import LEADING, LEFT, TOP, page, pdf

from ballast.documents.formats import read_page
from ballast.documents.pdf.document import extracted
from ballast.documents.reader import read_bytes
from ballast.errors import NoTextLayer, PasswordNeeded, UnreadableFile
from ballast.measures.extract import measures

FIRST = [
    "江东市支持纸伞产业若干措施",
    "一、更新机器。对购置单价80万元以上新机器的纸伞企业",
    "按照购置价格的12%给予一次性补助，全年推动三百家企",
]
SECOND = [
    "业完成更新。（市财政局）",
    "二、扩大销路。每月举办一场展销会。（市商务局）",
]


def lines(*pages: list[tuple[float, float, str]]) -> list[str]:
    return read_page(pdf(pages), "a.pdf").text.value.split("\n")


def test_lines_come_from_top_to_bottom_and_pages_in_order():
    assert lines(page("甲乙", "丙丁"), page("戊己")) == ["甲乙", "丙丁", "戊己"]


def test_lines_that_are_drawn_out_of_order_are_read_by_their_place():
    upside_down = list(reversed(page("甲一", "乙二", "丙三")))
    assert lines(upside_down) == ["甲一", "乙二", "丙三"]


def test_cells_that_are_drawn_out_of_order_are_parted_by_tabs():
    cells = [
        (300.0, TOP - LEADING, "5%"),
        (300.0, TOP, "目标"),
        (LEFT, TOP - LEADING, "产值"),
        (LEFT, TOP, "指标"),
    ]
    assert lines(cells) == ["指标\t目标", "产值\t5%"]


def test_columns_that_are_drawn_one_after_the_other_stay_so():
    columns = [
        (x, TOP - LEADING * row, text)
        for x, texts in ((LEFT, ("甲一", "乙二")), (350, ("丙三", "丁四")))
        for row, text in enumerate(texts)
    ]
    assert lines(columns) == ["甲一", "乙二", "丙三", "丁四"]


def test_page_numbers_are_no_text_and_figures_are():
    numbered = [page(f"第{n}段", "2023", f"— {n} —") for n in (1, 2, 3)]
    assert lines(*numbered) == ["第1段", "2023", "第2段", "2023", "第3段", "2023"]
    assert lines(page("甲一", "17"), page("18"), page("19", "丙三", "500")) == [
        "甲一",
        "丙三",
        "500",
    ]


def test_running_titles_stay_once():
    found = lines(*(page("纸伞公报", f"第{n}段") for n in "甲乙丙丁"))
    assert found == ["纸伞公报", "第甲段", "第乙段", "第丙段", "第丁段"]


def test_a_sentence_goes_on_over_a_page_break():
    document = read_bytes(pdf([page(*FIRST, "- 1 -"), page(*SECOND, "- 2 -")]), "a.pdf")
    first, second = measures(document)
    assert first.text.endswith("全年推动三百家企业完成更新。")
    assert [unit.name for unit in first.responsible] == ["市财政局"]
    assert (first.heading, second.heading) == ("更新机器", "扩大销路")
    assert document.metadata.title == "江东市支持纸伞产业若干措施"


def test_offsets_are_those_of_the_extracted_text_in_utf_8():
    data = pdf([page(*FIRST, "- 1 -"), page(*SECOND, "- 2 -")])
    assert read_page(data, "a.pdf").offsets_in == "text"
    text = extracted(data, "a.pdf").text.encode()
    amount = measures(read_bytes(data, "a.pdf"))[0].quantities[0]
    assert text[amount.span.start : amount.span.end].decode() == "80万元以上" == amount.text


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.lists(
            st.text(alphabet="甲乙丙50%，。𠮷", min_size=1, max_size=9), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=2,
    )
)
def test_every_character_knows_its_place_in_the_extracted_text(texts: list[list[str]]):
    data = pdf([page(*(f"甲{line}乙" for line in each)) for each in texts])
    found, text = extracted(data, "a.pdf").text.encode(), read_page(data, "a.pdf").text
    assert text.value.split("\n") == [f"甲{line}乙" for each in texts for line in each]
    for place, character in enumerate(text.value):
        span = text.span(place, place + 1)
        assert found[span.start : span.end].decode().replace("\f", "\n") == character


def test_a_page_without_text_is_named():
    found = read_page(pdf([page("甲乙"), page(), page("丙丁"), page()]), "a.pdf")
    assert found.pages_without_text == (2, 4)
    assert found.text.value.split() == ["甲乙", "丙丁"]


def test_a_file_without_any_text_says_what_to_do():
    with pytest.raises(NoTextLayer, match=r"scan\.pdf has 2 page\(s\) and no text layer(.|\n)*OCR"):
        read_page(pdf([page(), page()]), "scan.pdf")


def test_a_file_with_a_password_says_what_to_do():
    with pytest.raises(
        PasswordNeeded, match=r"locked\.pdf opens only with a password\. Save a copy"
    ):
        read_page(pdf([page("甲乙")], encrypted=True), "locked.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.7\n" + b"\x00" * 500])
def test_a_damaged_file_is_unreadable(data: bytes):
    with pytest.raises(UnreadableFile, match=r"broken\.pdf cannot be read: .*Give a PDF file"):
        read_page(data, "broken.pdf")
