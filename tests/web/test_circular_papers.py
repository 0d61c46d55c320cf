"""A circular as DOCX and PDF: GB/T 9704-2012, the same content in both, the same bytes each time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
from django.test import override_settings
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from ballast_web.circulars.drafting.tables import Table
from ballast_web.circulars.errors import NoPaperFont
from ballast_web.circulars.papers import FORMATS, pdf, word
from ballast_web.circulars.papers.paper import Paper, pieces
from ballast_web.circulars.states import CircularKind

TABLE = Table(
    title="各地市任务完成情况",
    heads=("排名", "地市", "完成进度"),
    rows=tuple((str(n), f"第{n}市", f"{100 - n}.0%") for n in range(1, 22)),
    widths=(10, 30, 20),
    note="注：“—”表示未填报。",
)
PAPER = Paper(
    kind=CircularKind.CIRCULAR,
    mark="广东省人民政府文件",
    number="粤督通〔2022〕3号",
    title="广东省人民政府关于2022年10月工业稳增长任务推进情况的通报",
    addressees="各有关地级以上市人民政府：",
    sections=(
        ("一、总体情况", ("截至2022年10月31日，已下达任务2项。",)),
        ("二、存在的问题", ("（一）部分任务亮红灯。亮红灯任务1项。", "*不是*#标记 $x$ <w:p>")),
    ),
    tables=(TABLE, replace(TABLE, title="红灯任务清单")),
    signature="广东省人民政府",
    dated="2022年11月3日",
    figures_on="2022年10月31日",
    day=date(2022, 11, 3),
)
MONTHLY = replace(PAPER, kind=CircularKind.MONTHLY, mark="工业稳增长月报")


def opened(paper: Paper):
    return docx.Document(io.BytesIO(word.rendered(paper)))


def face_of(run) -> str:
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


def line(made, text: str):
    return next(each for each in made.paragraphs if each.text.startswith(text))


@pytest.fixture(scope="module")
def made():
    return opened(PAPER)


@pytest.fixture(scope="module")
def read():
    """The PDF's pages as text."""
    with override_settings(BALLAST_PAPER_FONT=""):
        return texts(pdf.rendered(PAPER))


def texts(content: bytes) -> list[str]:
    found = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range() for page in found]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_page_has_the_measures_of_the_standard(made):
    section = made.sections[0]
    margins = (
        section.top_margin,
        section.left_margin,
        section.right_margin,
        section.bottom_margin,
    )
    assert [round(each.mm) for each in margins] == [37, 28, 26, 35]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_twenty_two_lines_of_twenty_eight_characters_fill_the_page(made):
    normal = made.styles["Normal"]
    assert 22 * normal.paragraph_format.line_spacing <= Mm(225)
    space = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (normal.font.size.pt + space) == pytest.approx(Mm(156).pt, abs=1)


def test_each_part_has_its_face_and_size(made):
    expected = {
        "广东省人民政府关于": ("方正小标宋简体", 22),
        "各有关": ("仿宋_GB2312", 16),
        "一、": ("黑体", 16),
        "截至": ("仿宋_GB2312", 16),
        "附件1": ("黑体", 16),
    }
    runs = {text: line(made, text).runs[0] for text in expected}
    assert {text: (face_of(run), run.font.size.pt) for text, run in runs.items()} == expected
    second = line(made, "（一）")
    assert [(face_of(run), run.text) for run in second.runs] == [
        ("楷体_GB2312", "（一）部分任务亮红灯。"),
        ("仿宋_GB2312", "亮红灯任务1项。"),
    ]


def test_the_mark_is_red_and_a_red_line_stands_below_the_number(made):
    assert str(line(made, "广东省人民政府文件").runs[0].font.color.rgb) == "E60012"
    number = line(made, "粤督通〔2022〕3号")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "E60012"


def test_odd_folios_stand_right_and_even_ones_left(made):
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    for each in (odd, even):
        assert each.text == "—  —"
        assert "PAGE" in each._p.xml
        assert {(face_of(run), run.font.size.pt) for run in each.runs} == {("宋体", 14)}


def test_the_table_has_three_rules_and_repeats_its_head(made):
    table = made.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == list(TABLE.heads)
    assert [cell.text for cell in table.rows[21].cells] == list(TABLE.rows[20])
    sides = [each.tag for each in table._tbl.tblPr.find(qn("w:tblBorders"))]
    assert sides == [qn("w:top"), qn("w:bottom")]
    head = table.rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    assert sum(cell.width for cell in table.rows[0].cells) == pytest.approx(Mm(156), abs=Mm(1))


def test_the_attached_tables_are_announced(made):
    assert line(made, "附件：1.各地市任务完成情况")
    assert line(made, "　　　2.红灯任务清单")


def test_the_date_stands_four_characters_from_the_right_below_the_name(made):
    texts = [each.text for each in made.paragraphs]
    place = texts.index("2022年11月3日")
    assert texts[place - 1] == "广东省人民政府"
    assert made.paragraphs[place].paragraph_format.right_indent.pt == 64


def test_the_pdf_says_the_same(read):
    whole = plain("".join(read))
    for text in (PAPER.mark, PAPER.number, PAPER.title, PAPER.addressees, PAPER.dated):
        assert plain(text) in whole
    for _, paragraphs in PAPER.sections:
        for text in paragraphs:
            assert plain(text) in whole
    for row in TABLE.rows:
        assert "".join(row) in whole


def test_the_pdfs_pages_are_numbered_and_each_table_begins_one(read):
    folios = [re.search(r"—\s*(\d+)\s*—", text).group(1) for text in read]
    assert folios == ["1", "2", "3", "4"]
    assert [plain(text)[:3] for text in read[2:]] == ["附件1", "附件2"]


def test_the_signature_is_not_alone_on_its_page(read):
    [page] = [text for text in read if PAPER.dated in plain(text)]
    assert "附件：1.各地市任务完成情况" in plain(page)


def test_the_pdf_is_a4_with_its_fonts_inside():
    content = pdf.rendered(PAPER)
    page = pypdfium2.PdfDocument(content)[0]
    assert [round(each * 25.4 / 72) for each in page.get_size()] == [210, 297]
    assert re.search(rb"/FontFile[23]", content)
    assert len(content) < 1_000_000


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("paper", [PAPER, MONTHLY], ids=["circular", "monthly"])
def test_the_same_circular_gives_the_same_bytes(form, paper):
    write = FORMATS[form][1]
    assert write(paper) == write(paper)


def test_the_leaders_page_is_one_sheet():
    full = replace(
        MONTHLY,
        sections=(("一、总体情况", ("已下达任务。" * 50,)),),
        tables=(
            replace(TABLE, title="红灯任务", rows=TABLE.rows[:5]),
            replace(TABLE, title="目标任务与序时进度", rows=TABLE.rows[:8]),
            TABLE,
        ),
    )
    [text] = texts(pdf.rendered(full))
    assert "工业稳增长月报" in text
    assert "第21市" in text


def test_before_it_is_approved_it_says_so():
    unsigned = replace(PAPER, number="（送审稿，未编号）", dated="")
    assert "（送审稿，未编号）" in plain("".join(texts(pdf.rendered(unsigned))))
    assert line(opened(unsigned), "　　年　月　日")


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "FACES", {"仿宋": ("No Such Family",)})
    with pytest.raises(NoPaperFont, match="fonts-noto-cjk"):
        pdf.rendered(PAPER)


def test_official_fonts_go_before_the_systems(monkeypatch):
    class Fonts:
        def families(self):
            return ["Noto Serif CJK SC", "Noto Sans CJK SC", "FangSong_GB2312"]

    monkeypatch.setattr(pdf, "_fonts", lambda _: Fonts())
    found = pdf.faces("")
    assert found["仿宋"] == ["FangSong_GB2312", "Noto Serif CJK SC"]
    assert found["小标宋"] == ["Noto Serif CJK SC"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（一）加快推进。倒排工作。", ("（一）加快推进。", "倒排工作。")),
        ("（一）没有句号", ("", "（一）没有句号")),
        ("截至目前。", ("", "截至目前。")),
        ("（注）说明。", ("", "（注）说明。")),
    ],
)
def test_a_second_level_heading_ends_at_its_full_stop(text, parts):
    assert pieces(text) == parts


IMPRINT = replace(
    PAPER,
    tables=(),
    copy="000002",
    copies_to="抄送：国家发展改革委，<工业>和信息化部。",
    printed_by="广东省人民政府办公厅",
    printed_on="2022年11月4日印发",
)


def height_of(content: bytes, text: str) -> tuple[int, float]:
    """The page on which a text stands, and how high above its foot, in mm."""
    for number, page in enumerate(pypdfium2.PdfDocument(content), 1):
        read = page.get_textpage()
        found = read.search(text).get_next()
        if found:
            return number, read.get_charbox(found[0])[1] / 72 * 25.4
    raise AssertionError(text)


def test_the_imprint_stands_at_the_foot_of_the_last_page():
    content = pdf.rendered(IMPRINT)
    (page, height), (above, higher) = (
        height_of(content, text) for text in ("2022年11月4日", "抄送")
    )
    assert page == above == len(pypdfium2.PdfDocument(content))
    assert 35 <= height < 40 < higher < 55


def test_the_copys_number_stands_in_the_first_line_of_the_first_page():
    page, height = height_of(pdf.rendered(IMPRINT), "000002")
    assert page == 1
    assert 297 - 37 - 8 < height < 297 - 37


def test_the_document_has_the_imprint_and_the_copys_number_too():
    made = opened(IMPRINT)
    assert made.paragraphs[0].text == "000002"
    box = made.paragraphs[-1]._p
    texts = ["".join(t.text for t in p.iter(qn("w:t"))) for p in box.iter(qn("w:p"))][1:]
    written = [text for text in texts if text]
    assert written == [IMPRINT.copies_to, f"{IMPRINT.printed_by}{IMPRINT.printed_on}"]
    rules = [each.get(qn("w:sz")) for each in box.iter(qn("w:bottom"))]
    assert rules == ["8", "6", "8"]


def test_without_them_there_is_neither_imprint_nor_number(made, read):
    assert not list(made.element.body.iter(qn("w:drawing")))
    assert "印发" not in plain("".join(read))


SENTENCE = (
    "本月各地各部门认真落实工业稳增长各项任务，进度总体平稳，但仍有部分任务滞后，需要加快推进。"
)


def long(paragraphs: int, **changes) -> Paper:
    return replace(IMPRINT, sections=(("一、总体情况", (SENTENCE,) * paragraphs),), **changes)


@pytest.mark.parametrize("tables", [(), (TABLE,)])
@pytest.mark.parametrize("paragraphs", [1, 4, 9, 11, 14, 24, 36])
def test_the_imprint_is_on_an_even_page_the_last(paragraphs, tables):
    content = pdf.rendered(long(paragraphs, tables=tables))
    page, height = height_of(content, "2022年11月4日")
    assert page == len(pypdfium2.PdfDocument(content))
    assert page % 2 == 0
    assert 35 <= height < 40


@pytest.mark.parametrize(
    ("paragraphs", "place", "ends", "pages"),
    [(1, "next", 1, 2), (4, "here", 2, 2), (11, "after-blank", 2, 4), (14, "next", 3, 4)],
)
def test_a_page_is_left_blank_only_where_an_even_one_is_full(paragraphs, place, ends, pages):
    paper = long(paragraphs)
    content = pdf.rendered(paper)
    assert pdf.imprint_place(paper) == place
    assert height_of(content, "2022年11月3日")[0] == ends
    assert len(pypdfium2.PdfDocument(content)) == pages


def test_neither_a_blank_page_nor_the_imprint_after_it_has_a_folio():
    folios = [re.findall(r"— (\d+) —", each) for each in texts(pdf.rendered(long(11)))]
    assert folios == [["1"], ["2"], [], []]
    assert len(re.findall(r"— \d+ —", "".join(texts(pdf.rendered(long(14)))))) == 4


@pytest.mark.parametrize(
    ("paragraphs", "begins", "folios"), [(1, True, True), (4, False, True), (11, True, False)]
)
def test_the_document_begins_an_even_page_for_the_imprint_where_it_must(paragraphs, begins, folios):
    made = opened(long(paragraphs))
    last = made.sections[-1]
    assert (last.start_type == WD_SECTION.EVEN_PAGE) == begins == (len(made.sections) == 2)
    assert ("PAGE" in last.even_page_footer._element.xml) == folios
    assert {round(each.page_height.mm) for each in made.sections} == {297}


def test_without_a_font_to_measure_by_the_imprint_still_begins_an_even_page(monkeypatch):
    monkeypatch.setitem(pdf.FACES, "仿宋", ("没有的字体",))
    assert opened(long(4)).sections[-1].start_type == WD_SECTION.EVEN_PAGE
