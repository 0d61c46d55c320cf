"""PDF: lines become paragraphs by where they stand, and however wide the page, the measures stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import LEADING, LEFT, SIZE, TOP, Placed, laid_out, page, pdf

from ballast.documents.formats import read_page
from ballast.documents.reader import Document, read_bytes
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures

POLICY = (
    "江东市人民政府办公室关于印发支持纸伞产业若干措施的通知",
    "江东政办〔2026〕41号",
    "各县（区）人民政府，市政府各部门：",
    "为支持纸伞产业发展，制定以下措施。",
    "一、支持企业更新机器",
    "（一）降低更新成本。对购置单价80万元以上新机器的纸伞企业，按照购置价格的12%给予一次性补助，"
    "单户企业每年最高不超过300万元，2027年6月底前推动三百家企业完成更新。（市财政局牵头，市工业和"
    "信息化局配合）",
    "（二）加强技术服务。组建不少于5支服务队，每季度至少走访一次重点企业，帮助企业解决机器安装、调"
    "试和工人培训中的困难，对排量2.0升及以下运输车辆给予优惠。（市科学技术局、市商务局）",
    "二、扩大市场销路",
    "（三）办好展销活动。每月举办一场展销会，对参展企业的展位费给予50%的补助，每家每年最高2万元。"
    "（市商务局）",
    "（四）开拓海外市场。对年出口额增长20%以上的企业，给予不超过30万元的奖励，所需资金由市、县两级"
    "财政各承担一半。（市商务局、市财政局按职责分工负责）",
    "三、组织实施",
    "（五）压实责任。各部门要于2026年9月30日前制定实施细则，并按月向市政府报告进展情况。（各有关单位）",
)
BODY = "推动纸伞企业更新机器并给予补助"


def said(document: Document) -> object:
    """What was read, without places in the file."""
    return _unplaced(as_json(document, measures(document)))


def _unplaced(value: object) -> object:
    if isinstance(value, dict):
        places = ("span", "spans", "file", "offsets_in")
        return {key: _unplaced(part) for key, part in value.items() if key not in places}
    return [*map(_unplaced, value)] if isinstance(value, list) else value


PLAIN = said(read_bytes("\n".join(POLICY).encode(), "a.txt"))


def lines(*pages: list[Placed]) -> list[str]:
    return read_page(pdf(pages), "a.pdf").text.value.split("\n")


def paragraphs(*texts: str, width: int = 20, indent: int = 0, space: float = 0) -> list[str]:
    return lines(*laid_out(texts, width, indent, space))


@settings(max_examples=20)
@given(st.integers(min_value=16, max_value=30), st.integers(min_value=9, max_value=25))
def test_a_text_with_indented_paragraphs_reads_alike_on_pages_of_any_size(width: int, height: int):
    data = pdf(laid_out(POLICY, width, indent=2, height=height))
    assert said(read_bytes(data, "a.pdf")) == PLAIN | {"pages_without_text": []}


@settings(max_examples=20)
@given(st.integers(min_value=16, max_value=30))
def test_a_text_with_spaces_between_paragraphs_reads_alike_at_any_width(width: int):
    data = pdf(laid_out(POLICY, width, space=12))
    assert said(read_bytes(data, "a.pdf")) == PLAIN | {"pages_without_text": []}


@pytest.mark.parametrize("length", [19, 20, 40, 42, 58, 60])
def test_a_paragraph_that_ends_at_the_margin_ends_where_the_next_is_indented(length: int):
    first = (BODY * 5)[: length - 2]
    texts = [first, "另" + BODY * 3, BODY * 4, "再" + BODY * 2, "又" + BODY]
    assert paragraphs(*texts, indent=2) == texts


@pytest.mark.parametrize("length", [20, 40])
def test_a_paragraph_that_ends_at_the_margin_ends_where_there_is_a_space(length: int):
    texts = [(BODY * 3)[:length], "另" + BODY * 3, BODY * 4, "再" + BODY * 2, "又" + BODY]
    assert paragraphs(*texts, space=12) == texts


def test_a_line_with_room_for_the_next_word_ends_its_paragraph():
    short = BODY[:12]
    assert paragraphs(BODY * 3, short, BODY * 3, short) == [BODY * 3, short, BODY * 3, short]


def test_a_label_begins_a_paragraph_behind_a_full_line_and_a_decimal_does_not():
    full = "给予补助" * 4 + "三年期。"[:4]
    assert len(full) == 20
    tail = "2.0升以下" + BODY * 2
    texts = [BODY * 3, full, "二、" + BODY * 2, BODY[:15] + "排量不超过" + tail]
    assert paragraphs(*texts) == texts


def test_a_paragraph_goes_on_over_a_page_break_and_running_lines():
    texts = [f"{mark}{BODY[place:]}" * 5 for place, mark in enumerate("甲乙丙丁戊己庚辛")]
    pages = laid_out(texts, 20, indent=2, height=7)
    assert len(pages) > 3
    running = [[(LEFT, 815.0, "江东市政策汇编"), *each] for each in pages]
    assert lines(*running) == ["江东市政策汇编", *texts]


@pytest.mark.parametrize("form", ["第 {} 页 共 9 页", "{}/9", "- {} -", "— {} —", "{}"])
def test_page_numbers_of_every_form_are_no_text(form: str):
    pages = [page(f"{name}段", form.format(n)) for n, name in enumerate("甲乙丙", 1)]
    assert lines(*pages) == ["甲段", "乙段", "丙段"]


def test_room_around_a_figure_is_no_space_and_a_space_between_names_is():
    number = "江东政办〔2026〕41"
    behind = LEFT + len(number) * SIZE + SIZE / 4
    assert lines([(LEFT, TOP, number), (behind, TOP, "号文件")]) == [number + "号文件"]
    behind = LEFT + 3 * SIZE + SIZE
    assert lines([(LEFT, TOP, "财政局"), (behind, TOP, "商务局")]) == ["财政局 商务局"]


def test_words_of_letters_that_a_line_parts_have_a_space_between_them():
    text = page(*[mark * 5 + BODY for mark in "甲乙丙丁"])
    text += [
        (LEFT, TOP - 4 * LEADING, BODY[:12] + "umbrella"),
        (LEFT, TOP - 5 * LEADING, "works等"),
    ]
    assert lines(text)[-1].endswith("umbrella works等")
