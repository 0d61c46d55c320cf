"""What python-docx has no call for: East Asian faces, the grid, rules, folios, tables of rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ballast_web.circulars.drafting.tables import Table
from ballast_web.circulars.papers.paper import CHARACTERS, HEIGHT, LINES, SIZE, WIDTH

_LEFT, _MIDDLE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
TAB_RIGHT = WD_TAB_ALIGNMENT.RIGHT
_POINT = 72 / 25.4
#: Rules of a table, in eighths of a point: the outer ones, and the one below the head.
_OUTER, _INNER = 12, 6


def element(tag: str, **values: object) -> Any:
    """An element of the main namespace with attributes of it."""
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def faced(properties: Any, face: str) -> None:
    """Let a run's or a style's properties name `face` for every script."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)


def spaced(properties: Any) -> None:
    """5.2.3: 28 characters of 3号 fill the 版心's width, each a little narrower than its size.

    A grid of characters would say the same, but editors take it differently.
    """
    space = round((WIDTH * _POINT / CHARACTERS - SIZE) * 20)
    properties.append(element("w:spacing", val=space))


def grid(section: Section) -> None:
    """5.2.3: 22 lines fill the 版心."""
    pitch = int(HEIGHT / LINES * _POINT * 20)
    there = section._sectPr.find(qn("w:docGrid"))
    if there is not None:
        section._sectPr.remove(there)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=pitch))


def indented(line: Paragraph, characters: int) -> None:
    """Set the first line in by so many characters, whatever their size."""
    ind = line._p.get_or_add_pPr().get_or_add_ind()
    ind.set(qn("w:firstLineChars"), str(characters * 100))
    ind.set(qn("w:firstLine"), str(characters * SIZE * 20))


def ruled(line: Paragraph, colour: str) -> None:
    """7.2.7: a line of the 版心's width below the paragraph, 4 mm away."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=12, space=11, color=colour))
    line._p.get_or_add_pPr().append(borders)


def unsnapped(line: Paragraph) -> None:
    """Let a line of a table take its own height, not the grid's."""
    line._p.get_or_add_pPr().append(element("w:snapToGrid", val=0))


def breadth(text: str) -> float:
    """How many characters wide a text is; figures of ASCII take half of one."""
    return sum(0.5 if each.isascii() else 1 for each in text)


def folio(line: Paragraph) -> Iterator[Run]:
    """— 1 —, where the figure is the page's."""
    yield line.add_run("— ")
    run = line.add_run()
    for part in ("begin", None, "end"):
        if part:
            run._r.append(element("w:fldChar", fldCharType=part))
        else:
            code = element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
    yield run
    yield line.add_run(" —")


def three_lines(
    made: Document,
    table: Table,
    size: float,
    width: Length,
    faces: tuple[str, str],
    leading: float = 1.5,
) -> WordTable:
    """A table of three rules, as wide as the page's text, its head repeated on each page.

    `faces` are those of its cells and of its head; `leading` is a line's height in sizes.
    """
    grown = made.add_table(rows=0, cols=len(table.heads))
    grown.alignment, grown.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    grown._tbl.tblPr.append(_borders())
    whole = sum(table.widths)
    widths = [Length(int(width * share / whole)) for share in table.widths]
    for row, cells in enumerate((table.heads, *table.rows)):
        added = _row(grown, row == 0)
        for column, (cell, text) in enumerate(zip(added.cells, cells, strict=True)):
            cell.width = widths[column]
            align = _LEFT if row > 0 and column in table.left else _MIDDLE
            line = _cell(cell, row == 0)
            unsnapped(line)
            line.alignment, line.paragraph_format.line_spacing = align, Pt(size * leading)
            _run(line, text, faces[row == 0], size)
    for column, own in zip(grown.columns, widths, strict=True):
        column.width = own
    if table.note:
        note = made.add_paragraph()
        unsnapped(note)
        note.paragraph_format.line_spacing = Pt(size * 1.4)
        _run(note, table.note, faces[0], size - 1)
    return grown


def _borders() -> Any:
    borders = element("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(element(f"w:{side}", val="single", sz=_OUTER, space=0, color="000000"))
    return borders


def _row(grown: WordTable, head: bool) -> Any:
    """A row that stays on one page; the head is repeated on each."""
    added: Any = grown.add_row()  # type: ignore[no-untyped-call]
    properties = added._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))
    return added


def _cell(cell: _Cell, head: bool) -> Paragraph:
    """A cell's line, its margins narrow; a rule below the head."""
    properties = cell._tc.get_or_add_tcPr()
    if head:
        borders = element("w:tcBorders")
        borders.append(element("w:bottom", val="single", sz=_INNER, space=0, color="000000"))
        properties.append(borders)
    margins = element("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(f"w:{side}", w=40 if side in "left right" else 30, type="dxa"))
    properties.append(margins)
    properties.append(element("w:vAlign", val="center"))
    return cell.paragraphs[0]


def _run(line: Paragraph, text: str, face: str, size: float) -> None:
    run = line.add_run(text)
    faced(run._r.get_or_add_rPr(), face)
    run.font.size = Pt(size)
