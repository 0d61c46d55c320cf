"""DOCX by python-docx: an office's own editor opens it, in the faces that the standard names."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ballast_web.circulars.papers import word_imprint as imprints
from ballast_web.circulars.papers import word_parts as parts
from ballast_web.circulars.papers.paper import (
    BOTTOM,
    FOLIO_SIZE,
    HEIGHT,
    LEFT,
    LINES,
    NO_DAY,
    RED,
    RIGHT,
    SIZE,
    TITLE_SIZE,
    TOP,
    WIDTH,
    Paper,
    pieces,
)

FANGSONG, SONG, HEI, KAI, PLAIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
#: A line of 22 on 225 mm, in whole twentieths of a point so that 22 of them fit.
LINE = Pt(int(HEIGHT / LINES * 72 / 25.4 * 20) / 20)
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_MIDDLE = WD_ALIGN_PARAGRAPH.CENTER
#: Entries of the archive bear one date, so that one circular gives the same bytes.
_ENTRY = (1980, 1, 1, 0, 0, 0)


def rendered(paper: Paper) -> bytes:
    """The paper as DOCX."""
    made = docx.Document()
    _properties(made, paper)
    (_monthly if paper.is_monthly else _circular)(made, paper)
    held = io.BytesIO()
    made.save(held)
    return _same_bytes(held.getvalue())


def _properties(made: Document, paper: Paper) -> None:
    about = made.core_properties
    about.title, about.author, about.comments = paper.title, paper.signature, ""
    about.created = about.modified = datetime.combine(paper.day, time())
    normal = made.styles["Normal"]
    parts.faced(normal.element.get_or_add_rPr(), FANGSONG)
    normal.font.size = Pt(SIZE)
    parts.spaced(normal.element.get_or_add_rPr())
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _same_bytes(content: bytes) -> bytes:
    """The archive with one date in all of its entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w") as target:
        for name in sorted(source.namelist(), key=lambda each: each != "[Content_Types].xml"):
            entry = zipfile.ZipInfo(name, _ENTRY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return held.getvalue()


def _circular(made: Document, paper: Paper) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    # 7.5: the figures stand 7 mm below the 版心.
    section.footer_distance = Mm(BOTTOM - 7 - 5)
    parts.grid(section)
    _folios(made)
    _head(made, paper)
    _body(made, paper)
    _signed(made, paper)
    for place, table in enumerate(paper.tables, 1):
        corner = _line(made, paper.appendix(place), face=HEI)
        corner.paragraph_format.page_break_before = True
        _line(made)
        title = _line(made, table.title, face=SONG, size=18, align=_MIDDLE)
        title.paragraph_format.space_after = Pt(8)
        parts.three_lines(made, table, 11, Mm(WIDTH), (FANGSONG, HEI))
    imprints.imprint(made, paper, FANGSONG)


def _folios(made: Document) -> None:
    """7.5: 4号 宋体 between dashes, odd pages at the right, even ones at the left."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        line: Paragraph = footer.paragraphs[0]
        line.alignment = _RIGHT if odd else _LEFT
        form = line.paragraph_format
        form.left_indent, form.right_indent = Pt(0 if odd else SIZE), Pt(SIZE if odd else 0)
        for run in parts.folio(line):
            _as(run, PLAIN, FOLIO_SIZE)


def _line(
    made: Document,
    text: str = "",
    *,
    face: str = FANGSONG,
    size: float = SIZE,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: int = 0,
) -> Paragraph:
    """A paragraph; `indent` is how many characters its first line is set in."""
    line = made.add_paragraph()
    if align is not None:
        line.alignment = align
    if indent:
        parts.indented(line, indent)
    if text:
        _as(line.add_run(text), face, size)
    if size > SIZE:
        line.paragraph_format.line_spacing = Pt(size * 1.5)
    return line


def _as(run: Run, face: str, size: float = SIZE) -> Run:
    parts.faced(run._r.get_or_add_rPr(), face)
    run.font.size = Pt(size)
    return run


def _head(made: Document, paper: Paper) -> None:
    """版头: 份号 in the first line, the mark 35 mm below the 版心, the number, the red line."""
    if paper.copy:
        _line(made, paper.copy)
    size = min(56.0, WIDTH * 72 / 25.4 / len(paper.mark) * 0.96)
    mark = _line(made, paper.mark, face=SONG, size=size, align=_MIDDLE)
    mark.runs[0].font.color.rgb = RGBColor.from_string(RED)
    mark.paragraph_format.line_spacing = Pt(size * 1.2)
    above = LINE.pt if paper.copy else 0
    mark.paragraph_format.space_before = Pt(Mm(35).pt - size * 0.1 - above)
    _line(made)
    _line(made)
    number = _line(made, paper.number, align=_MIDDLE)
    parts.ruled(number, RED)
    _line(made)
    _line(made)
    _line(made, paper.title, face=SONG, size=TITLE_SIZE, align=_MIDDLE)
    _line(made)


def _body(made: Document, paper: Paper) -> None:
    if paper.addressees:
        _line(made, paper.addressees)
    for heading, paragraphs in paper.sections:
        _line(made, heading, face=HEI, indent=2).paragraph_format.keep_with_next = True
        for text in paragraphs:
            _paragraph(made, text)
    if paper.tables:
        _line(made)
        for appendix in paper.appendices:
            _line(made, appendix, indent=2).paragraph_format.keep_with_next = True


def _paragraph(made: Document, text: str, size: float = SIZE) -> Paragraph:
    led, rest = pieces(text)
    line = _line(made, indent=2)
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for part, face in ((led, KAI), (rest, FANGSONG)):
        if part:
            _as(line.add_run(part), face, size)
    return line


def _signed(made: Document, paper: Paper) -> None:
    """7.3.5.1: the date four characters from the right, the name centred above it."""
    date = paper.dated or NO_DAY
    # 7.3.5.5: the seal is not alone on its page.
    for _ in range(2):
        _line(made).paragraph_format.keep_with_next = True
    name, day = len(paper.signature), parts.breadth(date)
    right = max(4.0, 2 + (name - day) / 2)
    for text, own, last in ((paper.signature, name, False), (date, day, True)):
        line = _line(made, text, align=_RIGHT)
        line.paragraph_format.right_indent = Pt(SIZE * (right + (day - own) / 2))
        line.paragraph_format.keep_with_next = not last


def _monthly(made: Document, paper: Paper) -> None:
    """The leader's page: one sheet in smaller type."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(15), Mm(12)
    section.left_margin = section.right_margin = Mm(20)
    section.footer_distance = Mm(6)
    mark = _line(made, paper.mark, face=SONG, size=24, align=_MIDDLE)
    mark.runs[0].font.color.rgb = RGBColor.from_string(RED)
    issue = _small(
        made, f"{paper.number or '（送审稿，未编号）'}\t{paper.signature}　{paper.dated}"
    )
    issue.paragraph_format.tab_stops.add_tab_stop(Mm(170), parts.TAB_RIGHT)
    parts.ruled(issue, RED)
    title = _line(made, paper.title, face=SONG, size=15, align=_MIDDLE)
    title.paragraph_format.space_before = Pt(4)
    title.paragraph_format.line_spacing = Pt(22)
    for _, paragraphs in paper.sections:
        for text in paragraphs:
            _paragraph(made, text, 10.5).paragraph_format.line_spacing = Pt(16)
    for table in paper.tables:
        head = _line(made, table.title, face=HEI, size=10.5)
        head.paragraph_format.line_spacing = Pt(19)
        head.paragraph_format.keep_with_next = True
        parts.three_lines(made, table, 9, Mm(170), (FANGSONG, HEI), 1.3)
    foot = section.footer.paragraphs[0]
    foot.alignment = _MIDDLE
    _as(foot.add_run(f"数据截至{paper.figures_on}"), PLAIN, 9)


def _small(made: Document, text: str) -> Paragraph:
    line = _line(made, text, size=10.5)
    line.paragraph_format.line_spacing = Pt(17)
    return line
