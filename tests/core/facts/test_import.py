"""Import: good rows arrive exactly, every bad cell is listed, and nothing is lost in silence."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from import_support import DECLARED, FIRMS, run, stored, write_csv, write_excel

from ballast.errors import (
    BadHeader,
)
from ballast.facts.findings import Finding, defused


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
@pytest.mark.parametrize("entity", sorted(DECLARED.entities))
def test_a_table_with_chinese_headers_comes_back_equal(
    synthetic: Path, tmp_path: Path, entity: str, form: str
) -> None:
    table = pq.read_table(synthetic / f"{entity}.parquet")
    facts = DECLARED.entities[entity].facts
    rows = [[facts[name].label for name in table.column_names]]
    rows += [list(row.values()) for row in table.to_pylist()]
    if form == "xlsx":
        file = write_excel(tmp_path / "table.xlsx", rows)
    else:
        file = write_csv(tmp_path / "table.csv", rows, form)
    report = run(tmp_path, file, entity=entity)
    assert not report.findings.counts
    assert pq.read_table(tmp_path / "out" / f"{entity}.parquet").equals(table)


def test_a_parquet_table_comes_back_equal(synthetic: Path, tmp_path: Path) -> None:
    run(tmp_path, synthetic / "enterprise.parquet")
    table = pq.read_table(synthetic / "enterprise.parquet")
    assert pq.read_table(tmp_path / "out" / "enterprise.parquet").equals(table)


def test_enums_and_codes_are_read_by_label(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "主体类型", "所在市", "行业代码", "增值税纳税人类型"]]
    rows += [[FIRMS[0], "个体工商户", "东莞市", "3912", "小规模纳税人"]]
    run(tmp_path, write_csv(tmp_path / "a.csv", rows))
    assert stored(tmp_path, "uscc", "kind", "city", "industry", "vat_payer") == [
        (FIRMS[0], "individual_business", "441900", "C3912", "small_scale")
    ]


def test_the_unit_of_the_header_counts_unless_the_cell_has_its_own(tmp_path: Path) -> None:
    rows: list[list[object]] = [["统一社会信用代码*", "营业收入（万元）", "资产总额(亿元)"]]
    rows += [[FIRMS[0], 1234.5678, 0.07], [FIRMS[1], "500元", "3000万元"]]
    run(tmp_path, write_excel(tmp_path / "a.xlsx", rows))
    assert stored(tmp_path, "revenue", "assets") == [
        (Decimal("12345678.00"), Decimal(7_000_000)),
        (Decimal(500), Decimal(30_000_000)),
    ]


def test_a_note_of_the_unit_above_the_header_counts_for_money_alone(tmp_path: Path) -> None:
    rows: list[list[object]] = [["2022年企业情况表"], ["", "", "单位：万元"]]
    rows += [["uscc", "营业收入", "从业人员"], [FIRMS[0], 2, 3]]
    report = run(tmp_path, write_excel(tmp_path / "a.xlsx", rows))
    assert stored(tmp_path, "revenue", "staff") == [(Decimal(20_000), 3)]
    assert report.headers["a.xlsx[Sheet1]"].row == 3


def test_a_note_that_gives_no_unit_of_money_is_not_taken_for_one(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["填报单位：某某局"],
        ["单位：某某局"],
        ["uscc", "营业收入"],
        [FIRMS[0], 2],
    ]
    run(tmp_path, write_excel(tmp_path / "a.xlsx", rows))
    assert stored(tmp_path, "revenue") == [(Decimal(2),)]


@pytest.mark.parametrize(
    ("above", "title", "reason"),
    [
        ("", "营业收入（吨）", "the unit “吨”"),
        ("单位：万元、人", "营业收入", "the unit “万元、人”"),
        ("", "成立日期（万元）", "the unit “万元”"),
    ],
)
def test_a_unit_that_is_not_understood_stops_the_import(
    tmp_path: Path, above: str, title: str, reason: str
) -> None:
    file = write_csv(tmp_path / "a.csv", [[above, "x"], ["uscc", title], [FIRMS[0], "1"]])
    with pytest.raises(BadHeader, match=rf"a\.csv, row 2: {reason}"):
        run(tmp_path, file)


BAD_CELLS: list[tuple[str, object, str]] = [
    ("统一社会信用代码", "91440101HC0000000X", "check character"),
    ("主体类型", "公司", "one of: company 企业"),
    ("所在市", "北平", "regions.csv"),
    ("行业代码", "X99", "industries.csv"),
    ("成立日期", "2022-02-30", "a date such as"),
    ("从事国家限制或禁止行业", "也许", "是 or 否"),
    ("从业人员", "12.5", "0 digits after the point (人)"),
    ("从业人员", "-1", "from 0 to 5000000"),
    ("营业收入", "12.345", "2 digits after the point (CNY)"),
    ("营业收入", "1.2E+9", "such as 1,234.5 or 500万元"),
    ("营业收入", "—", "0 if there is none"),
    ("营业收入", "#REF!", "formula"),
    ("名称", "甲\n乙", "line breaks"),
]


@pytest.mark.parametrize(("column", "value", "expected"), BAD_CELLS)
def test_a_bad_cell_is_listed_and_its_row_left_out(
    tmp_path: Path, column: str, value: object, expected: str
) -> None:
    key = "统一社会信用代码"
    titles = list(dict.fromkeys([key, column]))
    bad = [value if title == column else FIRMS[1] for title in titles]
    good = [[FIRMS[0], *[None] * (len(titles) - 1)], [FIRMS[2], *[None] * (len(titles) - 1)]]
    report = run(tmp_path, write_csv(tmp_path / "a.csv", [titles, good[0], bad, good[1]]))
    assert stored(tmp_path, "uscc") == [(FIRMS[0],), (FIRMS[2],)]
    [finding] = report.findings.first
    assert finding.file == "a.csv"
    assert finding.row == 3
    assert finding.column == column
    assert finding.value == value
    assert expected in finding.expected
    assert finding.outcome == "rejected"


def test_every_bad_cell_of_a_row_is_listed_in_the_csv(tmp_path: Path) -> None:
    rows = [["uscc", "revenue", "staff"], [FIRMS[0], "=1+1", "@x"], [FIRMS[1], "5", "6"]]
    report = run(tmp_path, write_csv(tmp_path / "a.csv", rows))
    assert (report.read, report.imported) == (2, 1)
    with report.findings.path.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(row["row"], row["column"], row["value"]) for row in listed] == [
        ("2", "revenue", "'=1+1"),
        ("2", "staff", "'@x"),
    ]


@pytest.mark.parametrize("first", "=+-@\t\r＝＋－＠")
def test_what_a_spreadsheet_takes_for_a_formula_is_defused(first: str) -> None:
    assert defused(f"{first}cmd") == f"'{first}cmd"


def test_other_text_is_listed_as_it_is() -> None:
    assert defused("500万元") == "500万元"


def test_with_partial_a_bad_cell_is_unknown_and_listed(tmp_path: Path) -> None:
    rows = [["uscc", "revenue", "staff"], [FIRMS[0], "abc", "6"], ["bad", "1", "2"]]
    report = run(tmp_path, write_csv(tmp_path / "a.csv", rows), partial=True)
    assert stored(tmp_path, "uscc", "revenue", "staff") == [(FIRMS[0], None, 6)]
    assert [(f.row, f.outcome) for f in report.findings.first] == [(2, "unknown"), (3, "rejected")]


def test_a_code_to_confirm_is_imported_and_listed(tmp_path: Path) -> None:
    rows = [["uscc", "county"], ["91350211M0000XUF46", "441421"]]
    report = run(tmp_path, write_csv(tmp_path / "a.csv", rows))
    assert stored(tmp_path, "uscc", "county") == [("91350211M0000XUF46", "441421")]
    code, county = report.findings.first
    assert (code.outcome, county.outcome) == ("confirm", "confirm")
    assert "please confirm" in code.expected
    assert "it became 441403" in county.expected


def test_a_key_without_a_value_is_rejected(tmp_path: Path) -> None:
    report = run(tmp_path, write_csv(tmp_path / "a.csv", [["uscc", "staff"], ["", "5"]]))
    assert report.findings.first == [
        Finding("a.csv", 2, "uscc", "", "a value in every row", "rejected")
    ]


def test_a_key_used_before_is_listed_with_its_first_place(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", [["uscc", "staff"], [FIRMS[0], "1"]])
    two = write_csv(tmp_path / "b.csv", [["uscc", "staff"], [FIRMS[1], "2"], [FIRMS[0], "3"]])
    report = run(tmp_path, one, two)
    assert stored(tmp_path, "uscc", "staff") == [(FIRMS[0], 1), (FIRMS[1], 2)]
    [finding] = report.findings.first
    assert (finding.file, finding.row, finding.value) == ("b.csv", 3, FIRMS[0])
    assert "a.csv row 2" in finding.expected


def test_unknown_and_missing_columns_are_reported_with_the_nearest_label(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "营业总收入", "电话"], [FIRMS[0], "5", "6"]]
    header = run(tmp_path, write_csv(tmp_path / "a.csv", rows)).headers["a.csv"]
    assert header.unknown == {"营业总收入": "营业收入", "电话": None}
    assert "revenue" in header.missing
    assert stored(tmp_path, "revenue") == [(None,)]


def test_a_fact_named_twice_stops_the_import(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["uscc", "revenue", "营业收入"], [FIRMS[0], "1", "2"]])
    with pytest.raises(BadHeader, match="both “revenue” and “营业收入”"):
        run(tmp_path, file)


def test_a_file_without_the_key_is_refused_with_what_is_near(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["社会信用代码", "营业收入"], [FIRMS[0], "1"]])
    with pytest.raises(BadHeader, match="row 1 has “社会信用代码”"):
        run(tmp_path, file)


def test_a_row_longer_or_shorter_than_the_header_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"uscc,revenue,staff\n{FIRMS[0]},1,234,5\n{FIRMS[1]},1\n{FIRMS[2]},1,2\n,,\n"
    )
    report = run(tmp_path, tmp_path / "a.csv")
    assert stored(tmp_path, "uscc") == [(FIRMS[2],)]
    assert [(f.row, f.value, f.expected) for f in report.findings.first] == [
        (2, "4 cells", "3 cells, as the header"),
        (3, "2 cells", "3 cells, as the header"),
    ]


def test_excel_errors_are_rejected_and_never_unknown(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet("企业")
    page.write_row(2, 1, ["uscc", "revenue", "staff"])
    page.write_row(3, 1, [FIRMS[0], 5])
    page.write_formula(3, 3, "=1/0", None, "#DIV/0!")
    page.write_row(4, 1, [FIRMS[1], 6, 7])
    book.close()
    report = run(tmp_path, tmp_path / "a.xlsx")
    assert stored(tmp_path, "uscc", "revenue", "staff") == [(FIRMS[1], Decimal(6), 7)]
    [finding] = report.findings.first
    assert (finding.row, finding.column, finding.value) == (4, "staff", "#DIV/0!")


def test_merged_cells_below_the_header_stop_the_import(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 1, "企业情况表")
    page.write_row(1, 0, ["uscc", "city"])
    page.write_column(2, 0, FIRMS[:2])
    page.merge_range(2, 1, 3, 1, "广州市")
    book.close()
    with pytest.raises(BadHeader, match="B3:B4 are merged"):
        run(tmp_path, tmp_path / "a.xlsx")
