"""DOCX: what a reader of the printed page sees, with the bytes of the part that holds it."""

from __future__ import annotations

from xml.sax.saxutils import escape

import docx_support as make
import pytest
from docx_support import document, paragraph, row, run, style, styles
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.documents.formats import read_page
from ballast.documents.reader import read_bytes
from ballast.measures.extract import measures


def lines(*body: str, **parts: str) -> list[str]:
    page = read_page(make.docx(document(*body), **parts), "a.docx")
    return page.text.value.split("\n")


def test_text_split_over_runs_is_whole():
    assert lines(paragraph("创", run("新产", "<w:b/>"), "业发展")) == ["创新产业发展"]


def test_tabs_line_breaks_and_hyphens_are_characters():
    content = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r>"
    assert lines(paragraph(content)) == ["甲\t乙", "丙-"]


def test_a_tab_stop_is_no_character():
    assert lines(paragraph("甲", more='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>')) == ["甲"]


def test_deleted_text_is_out_and_inserted_text_is_in():
    deleted = "<w:del><w:r><w:delText>二十</w:delText><w:t>旧</w:t></w:r></w:del>"
    inserted = f"<w:ins>{run('三十')}</w:ins>"
    moved = f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>"
    assert lines(paragraph("补助", deleted, inserted, moved, "万元")) == ["补助三十乙万元"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(paragraph("给予", more=gone), paragraph("补助")) == ["给予补助"]
    assert lines(paragraph("给予", more=gone)) == ["给予"]


def test_hidden_text_is_no_text_by_itself_or_by_its_style():
    hidden = style("H", "hidden", "<w:rPr><w:vanish/></w:rPr>")
    body = paragraph("甲", run("密", "<w:vanish/>"), run("明", '<w:vanish w:val="0"/>'))
    assert lines(body, paragraph("密", style="H"), styles=styles(hidden)) == ["甲明", ""]
    by_character_style = paragraph(run("密", '<w:rStyle w:val="H"/>'), "乙")
    assert lines(by_character_style, styles=styles(hidden)) == ["乙"]


def test_former_properties_do_not_count():
    change = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    numbering = make.numbering({0: [make.level(0, "decimal", "%1.")]}, {1: (0, "")})
    assert lines(paragraph("甲", more=change), numbering=numbering) == ["甲"]


def test_footnote_marks_and_field_codes_are_no_text():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert lines(paragraph("企业", note, field, "发展")) == ["企业发展"]


def test_pronunciations_over_characters_are_no_text():
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"
    )
    assert lines(paragraph(ruby, "字")) == ["汉字"]


def test_cells_of_a_row_are_parted_by_tabs():
    table = f"<w:tbl><w:tblPr/>{row('指标', '目标')}{row('', '5%')}</w:tbl>"
    assert lines(paragraph("前"), table, paragraph("后")) == ["前", "指标\t目标", "\t5%", "后"]


def test_a_text_box_is_read_once_and_beside_its_paragraph():
    box = f"<w:txbxContent>{paragraph('江东政办〔2023〕5号')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert lines(paragraph(f"<w:r>{both}</w:r>", "通知")) == ["江东政办〔2023〕5号", "通知"]
    assert lines(paragraph("通知", f"<w:r>{both}</w:r>")) == ["通知", "江东政办〔2023〕5号"]
    only = f"<mc:AlternateContent><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert lines(paragraph(f"<w:r>{only}</w:r>")) == ["江东政办〔2023〕5号", ""]


def test_symbols_of_symbol_fonts_are_dropped_and_others_kept():
    symbols = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="宋体" w:char="2460"/></w:r>'
    )
    assert lines(paragraph(symbols, "甲")) == ["①甲"]


def test_a_table_of_contents_is_no_text():
    contents = style("T", "toc 1")
    assert lines(
        paragraph("一、要求3", style="T"), paragraph("一、要求"), styles=styles(contents)
    ) == ["一、要求"]


def test_spaces_at_the_sides_of_a_text_count_only_where_preserved():
    assert lines(paragraph("<w:r><w:t> 甲 </w:t></w:r>", " 乙")) == ["甲 乙"]


HEADINGS = styles(
    style("T", "Title"),
    style("1", "heading 1"),
    style("2", "标题 2"),
    style("A", "自定义", parent="2"),
)


def headings(*body: str) -> list[tuple[str, int]]:
    page = read_page(make.docx(document(*body), styles=HEADINGS), "a.docx")
    return [
        (page.text.value[page.text.starts.tolist().index(byte)], level)
        for byte, level in page.headings.items()
    ]


def test_headings_are_known_by_their_style_or_the_style_above_it():
    found = headings(
        paragraph("题", style="T"), paragraph("章", style="1"), paragraph("节", style="2"),
        paragraph(" 款", style="A"), paragraph("文"), paragraph("纲", more='<w:outlineLvl w:val="2"/>'),
    )  # fmt: skip
    assert found == [("题", 1), ("章", 2), ("节", 3), ("款", 3), ("纲", 4)]


def test_a_single_first_heading_before_all_others_is_the_title():
    assert headings(paragraph("题", style="1"), paragraph("章", style="2")) == [
        ("题", 1),
        ("章", 2),
    ]


def test_sections_without_numbers_become_clauses_by_their_style():
    body = document(
        paragraph("江东市支持纸伞产业办法", style="T"),
        paragraph("加大投放", style="1"),
        paragraph("1.对纸伞企业给予50万元补助。"),
        paragraph("做好服务", style="1"),
        paragraph("1.建立纸伞平台。"),
    )
    found = read_bytes(make.docx(body, styles=HEADINGS), "a.docx")
    assert [clause.heading.value for clause in found.clauses if clause.heading] == [
        "加大投放",
        "做好服务",
    ]
    assert found.metadata.title == "江东市支持纸伞产业办法"


def test_the_title_of_the_core_properties_is_a_field_without_bytes():
    page = read_page(
        make.docx(document(paragraph("正文")), core=make.core("关于纸伞的通知")), "a.docx"
    )
    assert page.fields["title"].value == "关于纸伞的通知"
    assert page.fields["title"].span().start == page.fields["title"].span().end == 0


def test_offsets_are_said_to_be_in_the_main_part_wherever_it_lies():
    page = read_page(make.docx(document(paragraph("甲"))), "a.docx")
    assert page.offsets_in == "word/document.xml"
    moved = {"_rels/.rels": make.relations(officeDocument="/word/document2.xml")}
    data = make.docx("<gone/>", **moved, **{"word/document2.xml": document(paragraph("乙"))})
    page = read_page(data, "a.docx")
    assert (page.offsets_in, page.text.value) == ("word/document2.xml", "乙")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@settings(deadline=None)
@given(
    st.lists(st.text(alphabet='甲乙50&<>"𠮷 é', min_size=1, max_size=12), min_size=1, max_size=4)
)
def test_every_character_knows_its_bytes_in_the_part(encoding: str, texts: list[str]):
    body = document(*(paragraph(run(text[:3]), run(text[3:])) for text in texts)).replace(
        "UTF-8", encoding
    )
    data = make.docx(body.encode(encoding))
    page, part = read_page(data, "a.docx"), make.member(data)
    assert page.text.value == "\n".join(texts)
    plain = "utf-16-le" if encoding == "utf-16" else encoding
    for place, character in enumerate(page.text.value):
        span = page.text.span(place, place + 1)
        written = part[span.start : span.end].decode(plain)
        assert written == ("" if character == "\n" else escape(character))


def test_references_and_line_breaks_in_the_part_keep_the_offsets_true():
    body = document("<w:p><w:r><w:t>甲&#x4e59;\r\n<![CDATA[丙]]>丁</w:t></w:r></w:p>")
    data = make.docx(body.encode())
    page, part = read_page(data, "a.docx"), make.member(data)
    assert page.text.value == "甲乙 丙丁"
    spans = [page.text.span(place, place + 1) for place in range(5)]
    assert [part[span.start : span.end].decode() for span in spans] == [
        "甲",
        "&#x4e59;",
        "\r\n",
        "丙",
        "丁",
    ]


def test_a_numbered_document_gives_measures_whose_spans_are_bytes_of_the_part():
    numbering = make.numbering(
        {
            0: [
                make.level(0, "chineseCountingThousand", "%1、"),
                make.level(1, "chineseCountingThousand", "（%2）"),
            ]
        },
        {1: (0, "")},
    )
    body = document(
        paragraph("江东市支持纸伞产业若干措施"),
        paragraph("加大投放", number=(1, 0)),
        paragraph(
            "更新机器。",
            run("对购置机器的企业给予"),
            run("50万元补助。"),
            "（市财政局）",
            number=(1, 1),
        ),
        paragraph("扩大销路。每月举办一场展销会。（市商务局）", number=(1, 1)),
        paragraph("做好服务", number=(1, 0)),
        paragraph("建立平台。2027年底前建成纸伞平台。（市商务局）", number=(1, 1)),
    )
    data = make.docx(body, numbering=numbering)
    document_read = read_bytes(data, "a.docx")
    found, part = measures(document_read), make.member(data)
    assert [(m.section, m.label, m.heading) for m in found] == [
        ("一、加大投放", "（一）", "更新机器"),
        ("一、加大投放", "（二）", "扩大销路"),
        ("二、做好服务", "（一）", "建立平台"),
    ]
    amount = found[0].quantities[0].span
    assert part[amount.start : amount.end].decode() == "50万元"
    unit = found[2].responsible[0].span
    assert part[unit.start : unit.end].decode() == "市商务局"


def test_a_task_in_cells_merged_over_rows_has_the_units_of_each_row():
    opened = dict.fromkeys((0, 1), ' w:val="restart"')
    table = "".join(
        (
            row("序号", "工作任务", "责任单位"),
            row("1", "推动20家伞厂改造", "市工信局", merged=opened),
            row("", "", "市财政局", merged=dict.fromkeys((0, 1), "")),
            row("2", "建设伞库", "市住建局", merged={2: ' w:val="restart"'}),
            row("3", "举办伞展", "", merged={2: ' w:val="continue"'}),
        )
    )
    data = make.docx(document(paragraph("伞业任务分工表"), f"<w:tbl>{table}</w:tbl>"))
    found = measures(read_bytes(data, "a.docx"))
    assert [
        (each.label, each.text, [unit.name for unit in each.responsible]) for each in found
    ] == [
        ("1", "推动20家伞厂改造", ["市工信局", "市财政局"]),
        ("2", "建设伞库", ["市住建局"]),
        ("3", "举办伞展", ["市住建局"]),
    ]
