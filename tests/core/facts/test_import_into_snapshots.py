"""Import as a whole: which sheet, which snapshot, which files; and the command itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from import_support import DECLARED, FIRMS, run, stored, write_csv

from ballast.cli import app
from ballast.errors import (
    BadHeader,
    NotFound,
    OtherSnapshot,
    TableExists,
    UnknownTable,
    UnreadableFile,
    UnsafeFile,
)
from ballast.facts.snapshot import open_snapshot


def two_sheets(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("填表说明").write(0, 0, "请按要求填写")
    for name, firm in (("一季度", FIRMS[0]), ("二季度", FIRMS[1])):
        book.add_worksheet(name).write_column(0, 0, ["uscc", firm])
    book.close()
    return path


def test_the_sheet_must_be_named_where_several_fit(tmp_path: Path) -> None:
    file = two_sheets(tmp_path / "a.xlsx")
    with pytest.raises(BadHeader, match="一季度, 二季度 all fit"):
        run(tmp_path, file)
    run(tmp_path, file, sheet="二季度")
    assert stored(tmp_path, "uscc") == [(FIRMS[1],)]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BadHeader, match="填表说明, 一季度, 二季度"):
        run(tmp_path, two_sheets(tmp_path / "a.xlsx"), sheet="三季度")


def test_tables_are_added_to_a_snapshot_and_strange_owners_listed(tmp_path: Path) -> None:
    run(tmp_path, write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]]), region="440000")
    leases = [["lease", "uscc"], ["1", FIRMS[0]], ["2", FIRMS[1]]]
    report = run(tmp_path, write_csv(tmp_path / "b.csv", leases), entity="lease")
    [finding] = report.findings.first
    assert (finding.row, finding.outcome) == (3, "confirm")
    assert finding.expected == "an enterprise of this snapshot"
    manifest = open_snapshot(tmp_path / "out", DECLARED.entities).manifest
    assert (manifest.tables, manifest.region) == ({"enterprise": 1, "lease": 2}, "440000")
    assert manifest.made_from == {"enterprise": "a.csv", "lease": "b.csv"}


def test_a_table_is_replaced_only_when_asked(tmp_path: Path) -> None:
    one = write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]])
    two = write_csv(tmp_path / "b.csv", [["uscc"], [FIRMS[1]]])
    run(tmp_path, one)
    with pytest.raises(TableExists, match="--replace"):
        run(tmp_path, two)
    run(tmp_path, two, replace=True)
    assert stored(tmp_path, "uscc") == [(FIRMS[1],)]


def test_another_day_or_region_is_another_snapshot(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]])
    run(tmp_path, file, region="440000")
    with pytest.raises(OtherSnapshot, match="facts of 2022-12-31"):
        run(tmp_path, file, as_of=date(2023, 12, 31), replace=True)
    with pytest.raises(OtherSnapshot, match="the region 440000"):
        run(tmp_path, file, region="350000", replace=True)


def test_real_facts_are_not_mixed_with_synthetic_ones(synthetic: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]])
    with pytest.raises(OtherSnapshot, match="synthetic facts"):
        run(tmp_path, file, out=synthetic, replace=True)


def test_a_failed_import_leaves_the_snapshot_as_it_was(tmp_path: Path) -> None:
    run(tmp_path, write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]]))
    (tmp_path / "b.csv").write_text(f'uscc,name\n{FIRMS[1]},x\n{FIRMS[2]},"open\n')
    with pytest.raises(UnreadableFile, match="row 3"):
        run(tmp_path, tmp_path / "b.csv", replace=True)
    assert stored(tmp_path, "uscc") == [(FIRMS[0],)]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "enterprise.parquet",
        "snapshot.yaml",
    ]


def test_a_table_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match="enterprise, equipment_purchase"):
        run(tmp_path, tmp_path / "a.csv", entity="firm")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", None, NotFound),
        ("a.xls", b"old", UnreadableFile),
        ("a.csv", b"uscc\n\xff\xff\xff", UnreadableFile),
        ("a.parquet", b"none", UnreadableFile),
        ("a.csv", b"", BadHeader),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes | None, error: type[Exception]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=name):
        run(tmp_path, tmp_path / name)


def test_a_hostile_workbook_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write(0, 0, "uscc")
    page.write(1_048_575, 16_383, 1)
    book.close()
    with pytest.raises(UnsafeFile, match="spans 1048576 rows"):
        run(tmp_path, tmp_path / "a.xlsx")


def test_the_command_lists_what_was_rejected_and_exits_with_1(tmp_path: Path) -> None:
    rows = [
        ["统一社会信用代码", "营业总收入", "staff"],
        [FIRMS[0], "1", "2"],
        [FIRMS[1], "1", "[/x]"],
    ]
    file = write_csv(tmp_path / "a.csv", rows)
    arguments = ["import", str(file), "--entity", "enterprise", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, [*arguments, "--as-of", "2022-12-31"])
    assert result.exit_code == 1
    assert "1 of 2 rows imported" in result.output
    assert "did you mean “营业收入”?" in result.output
    assert "[/x]" in result.output


def test_the_command_exits_with_0_where_all_is_well(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [["uscc"], [FIRMS[0]]])
    arguments = ["import", str(file), "--entity", "enterprise", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
