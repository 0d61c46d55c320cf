"""PDF: ruled tables are read cell by cell, however their lines wrap and pages break them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pdf_support import LEFT, SIZE, TOP, Placed, Rule, page, pdf

from ballast.documents.formats import read_page
from ballast.documents.pdf import grid
from ballast.documents.reader import read_bytes
from ballast.documents.tables import DITTO
from ballast.measures.extract import measures

XS = (72.0, 120.0, 330.0, 440.0, 520.0)
PADDING = 4
HEAD = ["序号", "重点任务", "责任单位", "时限"]
FIRST = [
    "01",
    "对购置新机器的纸伞企业给予12%的一次性补助，全年推动三百家企业更新。",
    "市财政局、市商务局",
    "2027年底",
]
SECOND = ["02", "每月举办一场展销会。", "市商务局", "2026年底"]
Row = list[str]


def table(
    *rows: Row, top: float = TOP, missing: set[tuple[int, int]] = frozenset()
) -> tuple[list[Placed], list[Rule]]:
    """Cells drawn one after another, their lines wrapped, and the rules around them.

    `missing`: no rule above the cell in that row and column.
    """
    placed: list[Placed] = []
    ys = [top]
    for row in rows:
        deepest = 1
        for text, (left, right) in zip(row, pairwise(XS), strict=True):
            wide = int((right - left - 2 * PADDING) // SIZE)
            pieces = [text[at : at + wide].ljust(2) for at in range(0, len(text), wide)]
            placed += [
                (left + PADDING, ys[-1] - 18 * n - 16, piece) for n, piece in enumerate(pieces)
            ]
            deepest = max(deepest, len(pieces))
        ys.append(ys[-1] - 18 * deepest - 8)
    rules: list[Rule] = [(x, ys[0], x, ys[-1]) for x in XS]
    for place, y in enumerate(ys):
        rules += [
            (left, y, right, y)
            for column, (left, right) in enumerate(pairwise(XS))
            if (place, column) not in missing
        ]
    return placed, rules


def read(*pages: tuple[list[Placed], list[Rule]]) -> list[str]:
    data = pdf([placed for placed, _ in pages], rules=[rules for _, rules in pages])
    return read_page(data, "a.pdf").text.value.split("\n")


def test_the_lines_of_a_cell_are_one_and_the_cells_of_a_row_parted_by_tabs():
    assert read(table(HEAD, FIRST, SECOND)) == ["\t".join(row) for row in (HEAD, FIRST, SECOND)]


def test_a_table_reads_to_the_measures_of_its_text():
    above = "江东市支持纸伞产业任务分工表"
    placed, rules = table(HEAD, FIRST, SECOND, top=TOP - 40)
    found = measures(read_bytes(pdf([[(LEFT, TOP, above), *placed]], rules=[rules]), "a.pdf"))
    rows = "\n".join([above, *("\t".join(row) for row in (HEAD, FIRST, SECOND))])
    told = measures(read_bytes(rows.encode(), "a.txt"))
    assert [m.fingerprint for m in found] == [m.fingerprint for m in told]
    assert [[u.name for u in m.responsible] for m in found] == [
        ["市财政局", "市商务局"],
        ["市商务局"],
    ]
    assert [[d.end for d in m.deadlines] for m in found] == [
        [d.end for d in m.deadlines] for m in told
    ]


def test_a_cell_that_reaches_over_two_rows_has_a_ditto_mark_in_the_second():
    below = ["02", "", "市商务局", "2026年底"]
    rows = read(table(HEAD, FIRST, below, missing={(2, 1)}))
    assert rows[2] == "\t".join(["02", DITTO, "市商务局", "2026年底"])


def test_a_row_that_a_page_break_parts_is_whole_and_the_head_stands_once():
    begun = [FIRST[0], FIRST[1][:24], *FIRST[2:]]
    rest = ["", FIRST[1][24:], "", ""]
    rows = read(table(HEAD, begun), table(HEAD, rest, SECOND))
    assert rows == ["\t".join(row) for row in (HEAD, FIRST, SECOND)]


def test_a_new_row_on_the_next_page_is_not_joined():
    rows = read(table(HEAD, FIRST), table(SECOND))
    assert rows == ["\t".join(row) for row in (HEAD, FIRST, SECOND)]


def test_text_above_and_below_a_table_stays_there():
    placed, rules = table(HEAD, SECOND, top=TOP - 40)
    above, below = (LEFT, TOP, "任务如下："), (LEFT, TOP - 200, "以上任务按月报告。")
    assert read(([above, *placed, below], rules)) == [
        "任务如下：",
        "\t".join(HEAD),
        "\t".join(SECOND),
        "以上任务按月报告。",
    ]


def test_rules_without_columns_are_no_table():
    lines = page("甲一乙二", "丙三丁四")
    assert read((lines, [(72, 770, 500, 770), (72, 740, 500, 740)])) == ["甲一乙二", "丙三丁四"]


def test_a_page_of_very_many_rules_is_read_as_text(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(grid, "_MOST_RULES", 5)
    assert not any(
        row.count("\t") == 3 and "三百家企业更新" in row for row in read(table(HEAD, FIRST))
    )
