"""版记 of GB/T 9704-2012 (7.4) in DOCX: a text box at the foot of the last page, an even one.

A text box, neither a frame nor a floating table: those LibreOffice leaves where the text ends. A
document does not know its pages: whether the 版记 needs one of its own is known from the PDF, whose
lines are as long and as many; a section that begins on an even page then holds.
"""

from __future__ import annotations

from math import ceil
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from ballast_web.circulars.errors import NoPaperFont
from ballast_web.circulars.papers import pdf
from ballast_web.circulars.papers import word_parts as parts
from ballast_web.circulars.papers.paper import FOLIO_SIZE, HEIGHT, TOP, WIDTH, Paper

#: Rules in eighths of a point: the outer ones of 0.35 mm, the inner one of 0.25 mm.
_OUTER, _INNER = 8, 6
#: How many characters of 4号 follow 抄送 in a line, one being left empty on both sides.
_CHARACTERS = int(WIDTH * 72 / 25.4 / FOLIO_SIZE) - 5
_LINE, _PADDING = FOLIO_SIZE * 1.5, 3
_EM = FOLIO_SIZE * 20
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_BOX = """<w:r {names}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""
_RULE = """<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>
</w:pBdr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="{after}" w:line="{line}"
w:lineRule="exact"/></w:pPr></w:p>"""
_TEXT = """<w:p><w:pPr>{tabs}<w:snapToGrid w:val="0"/>
<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>
<w:ind w:left="{left}" w:right="{right}" w:hanging="{hanging}"/></w:pPr>{runs}</w:p>"""
_RUN = """<w:r><w:rPr>
<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>
<w:spacing w:val="0"/><w:sz w:val="{size}"/></w:rPr>{text}</w:r>"""


def imprint(made: Document, paper: Paper, face: str) -> None:
    """抄送 first, 印发机关 and 印发日期 last, rules around; nothing where neither is given."""
    lines, high = [_rule(_OUTER)], 2.0 * _PADDING
    if paper.copies_to:
        lines += [_copies(paper, face), _rule(_INNER if paper.printed_by else _OUTER)]
        high += ceil(parts.breadth(paper.copies_to[3:]) / _CHARACTERS) * _LINE + _PADDING
    if paper.printed_by:
        lines += [_printed(paper, face), _rule(_OUTER)]
        high += _LINE + _PADDING
    if len(lines) > 1:
        _on_an_even_page(made, paper)
        _put(made, "".join(lines), Pt(high))


def _on_an_even_page(made: Document, paper: Paper) -> None:
    """Begin an even page where the text's last is not one, or leaves too little of it.

    Without a font to measure by, always: what is even then is sure, that nothing is blank is not.
    """
    try:
        place = pdf.imprint_place(paper)
    except NoPaperFont:
        place = "next"
    if place == "here":
        return
    section = made.add_section(WD_SECTION.EVEN_PAGE)
    _slight(made.paragraphs[-1])
    if place == "after-blank":
        # 7.5: neither a blank page before the 版记 nor the page of the 版记 has a folio.
        for footer in (section.footer, section.even_page_footer):
            footer.is_linked_to_previous = False


def _slight(line: Paragraph) -> None:
    """Let a paragraph that only holds something take no room."""
    parts.unsnapped(line)
    line.paragraph_format.line_spacing = Pt(1)


def _put(made: Document, lines: str, high: Length) -> None:
    anchor = made.add_paragraph()
    _slight(anchor)
    # From the page's top: at the foot of its margins LibreOffice sets it lower in a section alone.
    size = {"wide": int(Mm(WIDTH)), "high": int(high), "top": int(Mm(TOP + HEIGHT) - high)}
    anchor._p.append(parse_xml(_BOX.format(names=_NAMES, lines=lines, **size)))


def _rule(size: int) -> str:
    return _RULE.format(size=size, after=_PADDING * 10, line=_PADDING * 10)


def _copies(paper: Paper, face: str) -> str:
    """抄送: what goes on below stands below the first name."""
    indents = {"left": 4 * _EM, "right": _EM, "hanging": 3 * _EM}
    return _text("", f"<w:t>{escape(paper.copies_to)}</w:t>", face, indents)


def _printed(paper: Paper, face: str) -> str:
    right = Mm(WIDTH).twips - _EM
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
    text = f"<w:t>{escape(paper.printed_by)}</w:t><w:tab/><w:t>{escape(paper.printed_on)}</w:t>"
    return _text(tabs, text, face, {"left": _EM, "right": 0, "hanging": 0})


def _text(tabs: str, text: str, face: str, indents: dict[str, int]) -> str:
    runs = _RUN.format(face=face, size=FOLIO_SIZE * 2, text=text)
    return _TEXT.format(tabs=tabs, line=int(_LINE * 20), runs=runs, **indents)
