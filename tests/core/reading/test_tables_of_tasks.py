"""Tables of tasks: rows become measures, with units and deadlines from their columns."""

from __future__ import annotations

from datetime import date

import pytest

from ballast.documents.reader import read_bytes
from ballast.measures.extract import measures
from ballast.measures.model import Measure

ABOVE = "<h1>海棠市制伞业行动方案</h1><p>一、支持伞厂。给予10万元补助。（市财政局）</p>"
HEAD = ("序号", "重点任务", "主要举措", "牵头单位", "配合单位", "完成时限")


def cells(row: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<td><p>{cell}</p></td>\n" for cell in row) + "</tr>"


def read(table: str, below: str = "", name: str = "a.html") -> tuple[Measure, ...]:
    return measures(read_bytes(f"{ABOVE}{table}{below}".encode(), name))


def units(measure: Measure) -> list[tuple[str, str]]:
    return [(unit.name, unit.role) for unit in measure.responsible]


def ends(measure: Measure) -> list[date | None]:
    return [deadline.end for deadline in measure.deadlines]


def test_a_row_is_a_measure_with_units_and_deadline_of_its_columns():
    row = ("1", "改造", "推动20家伞厂改造。", "市工信局", "市财政局、各区政府", "2022年10月底")
    first, second = read(f"<p>重点任务分工表</p><table>{cells(HEAD)}{cells(row)}</table>")
    assert (first.label, first.text) == ("一、", "给予10万元补助。")
    assert (second.label, second.heading, second.section) == ("1", "改造", "重点任务分工表")
    assert second.text == "推动20家伞厂改造。"
    assert units(second) == [("市工信局", "lead"), ("市财政局", "member"), ("各区政府", "member")]
    assert ends(second) == [date(2022, 10, 31)]
    assert [str(target.value) for target in second.targets] == ["20"]


def test_cells_that_reach_over_rows_hold_for_each_of_them():
    rows = (
        "<tr><td>1</td><td rowspan='2'>改造</td><td>推动20家伞厂改造。</td><td>市工信局</td>"
        "<td></td><td rowspan=2>2022年底前</td></tr>"
        "<tr><td>2</td><td>培训伞匠500人。</td><td>市人社局</td><td></td></tr>"
    )
    _, first, second = read(f"<table>{cells(HEAD)}{rows}</table>")
    assert (first.heading, second.heading) == ("改造", "改造")
    assert units(second) == [("市人社局", "lead")]
    assert ends(first) == ends(second) == [date(2022, 12, 31)]


def test_a_task_that_reaches_over_rows_has_the_units_and_deadlines_of_each():
    rows = (
        "<tr><td rowspan='3'>1</td><td rowspan='3'>改造</td><td rowspan='3'>推动20家伞厂改造。</td>"
        "<td>市工信局</td><td>市财政局</td><td>2022年6月底前</td></tr>"
        "<tr><td>市科技局</td><td>各区政府</td><td>2022年底前</td></tr>"
        "<tr><td>市科技局</td><td></td><td></td></tr>"
    ) + cells(("2", "培训", "培训伞匠500人。", "市人社局", "", ""))
    _, first, second = read(f"<table>{cells(HEAD)}{rows}</table>")
    assert units(first) == [
        ("市工信局", "lead"),
        ("市科技局", "lead"),
        ("市财政局", "member"),
        ("各区政府", "member"),
    ]
    assert ends(first) == [date(2022, 6, 30), date(2022, 12, 31)]
    assert units(second) == [("市人社局", "lead")]


@pytest.mark.parametrize("empty", ["", "同上", "〃"])
def test_a_row_without_a_task_of_its_own_says_who_else_has_that_of_the_row_above(empty: str):
    rows = [
        ("1", "改造", "推动20家伞厂改造。", "市工信局", "", ""),
        ("〃", "", empty, "市科技局", "各区政府", ""),
        ("2", "", empty, "市商务局", "", "2022年底前"),
    ]
    _, first, second = read(f"<table>{''.join(map(cells, (HEAD, *rows)))}</table>")
    assert units(first) == [("市工信局", "lead"), ("市科技局", "lead"), ("各区政府", "member")]
    assert (second.label, second.text) == ("2", "推动20家伞厂改造。")
    assert (units(second), ends(second)) == ([("市商务局", "lead")], [date(2022, 12, 31)])


def test_units_that_reach_over_tasks_hold_for_each_of_them():
    rows = (
        "<tr><td>1</td><td>甲</td><td>举办伞展。</td><td rowspan='2'>市商务局</td><td></td><td></td></tr>"
        "<tr><td>2</td><td>乙</td><td>建设伞库。</td><td>市住建局</td><td></td></tr>"
    )
    _, first, second = read(f"<table>{cells(HEAD)}{rows}</table>")
    assert units(first) == [("市商务局", "lead")]
    assert units(second) == [("市商务局", "lead"), ("市住建局", "member")]


def test_a_task_without_measures_of_its_own_is_what_its_name_says():
    rows = cells(("1", "甲", "举办伞展。", "市商务局", "", "")) + cells(
        ("2", "建设伞库", "", "市住建局", "", "")
    )
    _, first, second = read(f"<table>{cells(HEAD)}{rows}</table>")
    assert (first.text, units(first)) == ("举办伞展。", [("市商务局", "lead")])
    assert (second.text, units(second)) == ("建设伞库", [("市住建局", "lead")])


def test_a_cell_that_is_empty_or_without_a_date_leaves_the_deadline_open():
    rows = cells(("1", "甲", "举办伞展。", "市商务局", "", "")) + cells(
        ("2", "乙", "建设伞库。", "市住建局", "", "长期坚持")
    )
    _, first, second = read(f"<table>{cells(HEAD)}{rows}</table>")
    assert ends(first) == ends(second) == []


def test_the_bytes_of_a_row_are_those_of_its_task():
    row = ("1", "改造", "推动20家伞厂改造。", "市工信局", "", "")
    data = f"{ABOVE}<table>{cells(HEAD)}{cells(row)}</table>".encode()
    _, found = measures(read_bytes(data, "a.html"))
    assert data[found.span.start : found.span.end].decode() == found.text


def test_clauses_go_on_below_a_table_and_hold_nothing_of_it():
    table = (
        "<p>二、任务分工</p><table>"
        + cells(("序号", "工作任务", "责任单位"))
        + cells(("1", "推动20家伞厂改造", "市工信局牵头，市财政局"))
        + "</table>"
    )
    found = read(table, "<p>三、扩大出口。举办伞展。（市商务局）</p>")
    assert [(m.label, m.section) for m in found] == [
        ("一、", None),
        ("1", "二、任务分工"),
        ("三、", None),
    ]
    assert units(found[1]) == [("市工信局", "lead"), ("市财政局", "member")]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_a_table_is_told_in_other_formats_too(name: str):
    rows = [["序号", "工作任务", "责任单位", "时限"], ["1", "推动伞厂改造", "市工信局", "2022年底"]]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    table = "\n".join(lines if name == "a.md" else map("\t".join, rows))
    text = f"关于伞业的方案\n\n一、支持伞厂。给予补助。\n\n{table}\n"
    _, found = measures(read_bytes(text.encode(), name))
    assert (found.label, found.text, ends(found)) == ("1", "推动伞厂改造", [date(2022, 12, 31)])


def test_a_page_laid_out_by_tables_is_read_as_paragraphs():
    page = "<table><tr><td><p>关于伞业的措施</p><p>一、支持伞厂。给予补助。</p></td></tr></table>"
    (found,) = measures(read_bytes(page.encode(), "a.html"))
    assert found.text == "给予补助。"


def test_a_table_of_figures_holds_no_tasks():
    table = cells(("年份", "产量", "出口")) + cells(("2021", "5万把", "3万把"))
    assert len(read(f"<table>{table}</table>")) == 1
