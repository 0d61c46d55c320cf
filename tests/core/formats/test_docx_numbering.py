"""Automatic numbers of DOCX: the labels that the printed page shows."""

from __future__ import annotations

import docx_support as make
import pytest
from docx_support import document, level, numbering, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.documents.docx.counting import number
from ballast.documents.formats import read_page

LEVELS = [
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "(%4)"),
]
PLAIN = numbering({0: LEVELS}, {1: (0, "")})


def labels(places: list[tuple[int, int] | None], part: str, **parts: str) -> list[str]:
    body = document(*(paragraph("x", number=place) for place in places))
    page = read_page(make.docx(body, numbering=part, **parts), "a.docx")
    return [line.removesuffix("x").rstrip() for line in page.text.value.split("\n")]


@pytest.mark.parametrize(
    ("form", "counted"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalEnclosedFullstop", {3: "⒊"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 102: "一〇二"}),
        ("chineseCountingThousand", {10: "十", 19: "十九", 21: "二十一", 100: "一百", 102: "一百零二",
                                     110: "一百一十", 1001: "一千零一", 1010: "一千零一十", 9999: "九千九百九十九", 10000: "10000"}),
        ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
        ("japaneseCounting", {10: "十", 11: "十一", 21: "二十一", 100: "百", 111: "百十一", 1001: "千一"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 11: "甲戌", 60: "癸亥"}),
        ("ideographEnclosedCircle", {1: "㊀"}),
        ("chineseLegalSimplified", {3: "叁", 10: "壹拾", 102: "壹佰零贰"}),
        ("ideographLegalTraditional", {6: "陸", 20: "貳拾"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 2026: "MMXXVI"}),
        ("lowerRoman", {3: "iii"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b"}),
        ("numberInDash", {2: "- 2 -"}),
        ("ofTheFuture", {7: "7"}),
    ],
)  # fmt: skip
def test_a_format_writes_numbers_so(form: str, counted: dict[int, str]):
    assert {count: number(count, form) for count in counted} == counted


@settings(deadline=None)
@given(
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from(
        ["chineseCountingThousand", "japaneseCounting", "ideographDigital", "upperRoman"]
    ),
)
def test_two_numbers_are_never_written_alike(one: int, other: int, form: str):
    assert (number(one, form) == number(other, form)) == (one == other)


def test_deeper_levels_start_again_below_each_higher_one():
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 0), (1, 1), (1, 2)]
    assert labels(places, PLAIN) == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "(1)",
        "二、",
        "（一）",
        "1.",
    ]


def test_text_between_does_not_interrupt_a_list():
    assert labels([(1, 0), None, (1, 0)], PLAIN) == ["一、", "", "二、"]


def test_a_label_may_hold_the_numbers_of_the_levels_above():
    part = numbering(
        {0: [level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>")]},
        {1: (0, "")},
    )
    assert labels([(1, 0), (1, 1), (1, 0), (1, 1)], part) == ["第一章", "1.1", "第二章", "2.1"]


def test_a_level_above_that_was_not_used_counts_from_its_start():
    part = numbering(
        {0: [level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2")]}, {1: (0, "")}
    )
    assert labels([(1, 1), (1, 0)], part) == ["3.1", "3"]


def test_articles_count_through_chapters_where_the_list_says_so():
    articles = level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
    part = numbering({0: [level(0, "chineseCounting", "第%1章"), articles]}, {1: (0, "")})
    assert labels([(1, 0), (1, 1), (1, 0), (1, 1)], part) == [
        "第一章",
        "第一条",
        "第二章",
        "第二条",
    ]


def test_lists_of_one_definition_count_on_together():
    part = numbering({0: LEVELS}, {1: (0, ""), 2: (0, "")})
    assert labels([(1, 0), (2, 0)], part) == ["一、", "二、"]


def test_a_list_with_its_own_start_begins_there_once():
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    part = numbering({0: LEVELS}, {1: (0, ""), 2: (0, start)})
    assert labels([(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)], part) == [
        "一、",
        "二、",
        "一、",
        "二、",
        "三、",
    ]


def test_a_list_may_replace_a_level():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    part = numbering({0: LEVELS}, {1: (0, own)})
    assert labels([(1, 0), (1, 0)], part) == ["A)", "B)"]


def test_bullets_and_lists_that_do_not_exist_have_no_label():
    part = numbering({0: [level(0, "bullet", "\uf0b7"), level(1, "none", "")]}, {1: (0, "")})
    assert labels([(1, 0), (1, 1), (7, 0)], part) == ["", "", ""]


def test_a_style_puts_its_paragraphs_into_a_list_and_zero_takes_one_out():
    part = numbering(
        {0: [level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:pStyle w:val="B"/>')]},
        {1: (0, "")},
    )
    place = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    named = make.styles(make.style("B", "条目", place), make.style("C", "子条目", parent="B"))
    body = document(
        paragraph("甲", style="B"),
        paragraph("乙", style="C"),
        paragraph("丙", style="B", number=(0, 0)),
    )
    page = read_page(make.docx(body, numbering=part, styles=named), "a.docx")
    assert page.text.value.split("\n") == ["(1) 甲", "(2) 乙", "丙"]


def test_a_list_style_lends_its_levels():
    part = (
        f'<w:numbering xmlns:w="{make.W}">'
        f'<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{"".join(LEVELS)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    assert labels([(1, 0), (1, 1)], part) == ["一、", "（一）"]


def test_a_deleted_paragraph_is_not_counted():
    gone = "<w:rPr><w:del/></w:rPr>"
    deleted = f"<w:del>{make.run('旧')}</w:del>"
    body = document(
        paragraph("甲", number=(1, 0)),
        paragraph(deleted, number=(1, 0), more=gone),
        paragraph("乙", number=(1, 0)),
    )
    page = read_page(make.docx(body, numbering=PLAIN), "a.docx")
    assert page.text.value.split("\n") == ["一、 甲", "二、 乙"]


def test_a_label_stands_for_the_start_of_its_paragraph():
    data = make.docx(document(paragraph("甲", number=(1, 1))), numbering=PLAIN)
    span = read_page(data, "a.docx").text.span(0, 3)
    assert make.member(data)[span.start : span.end] == b"<w:p>"
