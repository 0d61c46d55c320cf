"""Two versions compared: what is new, gone, moved or changed, and the same from either side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from export_support import POLICY, REPORT, read_text
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.cli.diff import command
from ballast.documents.reader import read
from ballast.errors import IsAFolder, NotAlike
from ballast.measures.comparing import compare, differences, wording
from ballast.measures.difference import Difference, Revision
from ballast.measures.difference_told import told
from ballast.measures.extract import measures
from ballast.measures.matching import likeness, matched


def versions(*replaced: tuple[str, str], old: str = POLICY) -> Difference:
    new = old
    for before, after in replaced:
        assert before in new
        new = new.replace(before, after)
    return compare(read_text(old), read_text(new))


def only(found: Difference) -> Revision:
    assert not found.added
    assert not found.removed
    (revision,) = found.revisions
    return revision


def test_a_version_differs_from_itself_in_nothing():
    found = versions()
    assert not found
    assert (found.unchanged, next(told(found))) == (3, "两个版本的措施没有差别。")


def test_layout_and_punctuation_are_no_change():
    assert not versions(("按购价的12%给予补助，", "按购价的12%\n给予补助;"))


def test_a_quantity_goes_from_its_old_to_its_new_value():
    revision = only(versions(("12%", "15%")))
    (change,) = revision.quantities
    assert (change.old and change.old.text, change.new and change.new.text) == ("12%", "15%")
    assert not revision.moved
    assert (revision.wording.removed, revision.wording.added) == (1, 1)
    assert 0.9 < revision.wording.ratio < 1


def test_a_bound_that_turns_is_a_change_though_its_number_stays():
    (change,) = only(versions(("80万元以上", "80万元以下"))).quantities
    assert [side and side.comparator for side in (change.old, change.new)] == [">=", "<="]


def test_quantities_are_paired_by_their_unit():
    revision = only(versions(("12%给予补助", "给予6万元补助"), ("300家", "500家")))
    found = {(c.old and c.old.text, c.new and c.new.text) for c in revision.quantities}
    assert found == {("12%", None), (None, "6万元"), ("300家", "500家")}


def test_a_deadline_goes_from_day_to_day():
    (change,) = only(versions(("2024年9月30日前", "2024年12月31日前"))).deadlines
    assert [str(side and side.end) for side in (change.old, change.new)] == [
        "2024-09-30",
        "2024-12-31",
    ]


def test_a_cadence_goes_from_one_to_another():
    (change,) = only(versions(("每季度通报", "每月通报"))).cadences
    assert [side and side.period for side in (change.old, change.new)] == ["quarter", "month"]


def test_units_come_and_go_and_the_lead_changes_hands():
    revision = only(versions(("（省交通厅、省工业厅）", "（省财政厅、省交通厅）")))
    assert {(c.old, c.new) for c in revision.units} == {("省工业厅", None), (None, "省财政厅")}
    assert revision.leads
    assert (revision.leads.old, revision.leads.new) == (("省交通厅",), ("省财政厅",))
    assert not revision.wording.edits


def test_the_order_of_units_alone_changes_the_lead_alone():
    revision = only(versions(("（省交通厅、省工业厅）", "（省工业厅、省交通厅）")))
    assert (revision.units, bool(revision.leads)) == ((), True)


def test_a_lead_that_comes_into_doubt_is_told():
    revision = only(versions(("（省交通厅、省工业厅）", "（省交通厅、省工业厅按职责分工负责）")))
    assert revision.ambiguous
    assert (revision.ambiguous.old, revision.ambiguous.new) == (False, True)
    assert "牵头单位变得不明" in "".join(
        told(versions(("（省交通厅、省工业厅）", "（省交通厅、省工业厅按职责分工负责）")))
    )


def test_a_citation_that_is_gone_is_told():
    revision = only(versions(("，办法参照《海棠省展销管理办法》（海棠政办〔2023〕2号）", "")))
    assert [(change.old, change.new) for change in revision.cites] == [
        ("海棠政办〔2023〕2号", None)
    ]


INSERTED = (
    ("（三）举办", "（四）举办"),
    ("（二）畅通", "（二）新建纸伞仓库。2025年底前建成5座仓库。（省商务厅）\n（三）畅通"),
)


def test_a_measure_put_in_moves_those_behind_it():
    found = versions(*INSERTED)
    assert [measure.heading for measure in found.added] == ["新建纸伞仓库"]
    assert [(r.old.label, r.new.label, r.moved) for r in found.revisions] == [
        ("（二）", "（三）", True),
        ("（三）", "（四）", True),
    ]
    assert found.unchanged == 1
    assert "新增 〔一、稳定生产〕（二）新建纸伞仓库" in list(told(found))


def test_a_measure_that_moves_and_changes_is_told_in_one_line():
    found = versions(
        ("2024年9月30日前", "2024年12月31日前"),
        ("（省交通厅、省工业厅）", "（省交通厅、省工业厅、省财政厅）"),
        *INSERTED,
    )
    line = next(line for line in told(found) if line.startswith("（三）"))
    assert line.startswith(
        "（三）畅通纸伞运输 由〔旧（二）〕移来；期限 2024-09-30 → 2024-12-31；新增责任单位 省财政厅；文字"
    )


def test_a_measure_in_another_section_has_moved():
    sections = (
        ("二、扩大销路\n（三）", "（三）"),
        ("海棠政办〔2023〕2号）。", "海棠政办〔2023〕2号）。"),
    )
    revision = only(versions(*sections))
    assert (revision.moved, revision.new.section) == (True, "一、稳定生产")
    (line,) = (line for line in told(versions(*sections)) if "移来" in line)
    assert "由〔旧二、扩大销路（三）〕移来" in line


def test_a_section_that_is_only_named_anew_is_told_once():
    found = versions(("一、稳定生产", "一、稳定生产运行"))
    assert [(p.name, p.change.old, p.change.new) for p in found.particulars] == [
        ("section", "一、稳定生产", "一、稳定生产运行")
    ]
    assert not found.revisions


def test_the_particulars_of_the_document_are_compared():
    found = versions(
        ("海棠政办〔2024〕7号", "海棠政办〔2024〕9号"), ("2024年6月1日起", "2024年7月1日起")
    )
    assert [(p.name, p.change.old, p.change.new) for p in found.particulars] == [
        ("number", "海棠政办〔2024〕7号", "海棠政办〔2024〕9号"),
        ("effect_from", "2024-06-01", "2024-07-01"),
    ]
    assert list(told(found))[1] == "施行日期 2024-06-01 → 2024-07-01"


def test_what_has_little_in_common_is_gone_and_new():
    before = POLICY[POLICY.index("举办纸伞展销") : POLICY.index("（省商务厅、省工业厅按")]
    found = versions((before, "减免租金。对租用国有厂房的作坊免收三个月租金。"))
    assert [m.heading for m in found.removed] == ["举办纸伞展销"]
    assert [m.heading for m in found.added] == ["减免租金"]


def test_a_report_has_particulars_and_no_measures():
    found = compare(read_text(POLICY), read_text(REPORT))
    assert len(found.removed) == 3
    assert next(told(found)) == "种类 政策文件 → 新闻报道"


SUBJECTS = ("更新机器", "畅通运输", "举办展销", "减免租金", "培训学徒")
UNITS = ("省工业厅", "省财政厅", "省商务厅", "省交通厅")
CLAUSE = st.tuples(
    st.sampled_from(SUBJECTS),
    st.integers(1, 4),
    st.integers(1, 3),
    st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True),
)
CLAUSES = st.lists(st.tuples(st.booleans(), CLAUSE), min_size=1, max_size=7)


def document(clauses: list[Any]) -> str:
    lines, sections = ["海棠省提振纸伞产业若干措施"], 0
    for number, (opens, (subject, amount, month, units)) in enumerate(clauses, 1):
        if opens or not sections:
            sections += 1
            lines.append(f"{'一二三四五六七'[sections - 1]}、工作{subject}")
        body = f"对{subject}的纸伞企业给予{amount}0万元补助，每年增长{amount}%以上，2024年{month}月底前完成{subject}。"
        lines.append(
            f"（{'一二三四五六七'[number - 1]}）支持{subject}。{body}（{'、'.join(units)}）"
        )
    return "\n".join(lines)


@settings(deadline=None)
@given(CLAUSES)
def test_any_document_differs_from_itself_in_nothing(clauses: list[Any]):
    text = document(clauses)
    found = compare(read_text(text), read_text(text))
    assert not found
    assert found.unchanged == len(measures(read_text(text)))


@settings(deadline=None)
@given(CLAUSES, CLAUSES)
def test_the_difference_from_the_other_side_is_the_mirror_image(old: list[Any], new: list[Any]):
    one, other = read_text(document(old)), read_text(document(new))
    found = compare(one, other)
    assert compare(other, one) == found.mirrored()
    assert found.mirrored().mirrored() == found


@settings(deadline=None)
@given(CLAUSES, CLAUSES)
def test_every_measure_is_told_of_once(old: list[Any], new: list[Any]):
    one, other = measures(read_text(document(old))), measures(read_text(document(new)))
    found = differences(one, other)
    kept = len(found.revisions) + found.unchanged
    assert len(found.removed) + kept == len(one)
    assert len(found.added) + kept == len(other)


@settings(deadline=None)
@given(
    st.text(alphabet="纸伞企业补助50万元，。", max_size=40),
    st.text(alphabet="纸伞企业补助50万元，。", max_size=40),
)
def test_the_wording_is_compared_alike_from_both_sides(one: str, other: str):
    assert wording(other, one) == wording(one, other).mirrored()
    assert not wording(one, one).edits
    assert likeness(one, other) == likeness(other, one) <= likeness(one, one) == 1


def test_a_hundred_measures_are_matched_at_once():
    clauses = [
        f"{n}.对第{n}类纸伞企业给予{n}万元补助，由第{n * 7 % 101}县组织{n * 13 % 97}场展销，并按月通报销售进展和困难。"
        for n in range(1, 101)
    ]
    old = measures(read_text("海棠省纸伞办法\n" + "\n".join(clauses)))
    new = measures(
        read_text("海棠省纸伞办法\n" + "\n".join(c.replace("展销", "展会") for c in clauses))
    )
    assert len(old) == len(new) == 100
    assert matched(old, new) == [(n, n) for n in range(100)]


def test_the_documents_differ_from_themselves_in_nothing(documents: Path):
    for file in sorted(documents.glob("*.txt")):
        assert not compare(read(file), read(file))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_command_tells_people_in_chinese_and_programs_in_json(tmp_path: Path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(POLICY, encoding="utf-8")
    new.write_text(POLICY.replace("12%", "15%"), encoding="utf-8")
    assert "（一）支持更新机器：数量 12% → 15%；文字删 1 词、增 1 词" in run(old, new)
    assert "未变 2 条" in run(old, new)
    found = json.loads(run(old, new, "--json"))
    assert (found["unchanged"], found["added"], found["removed"]) == (2, [], [])
    (revised,) = found["revised"]
    change = revised["quantities"][0]
    assert (change["old"]["value"], change["new"]["value"]) == (0.12, 0.15)
    start, end = change["new"]["span"]
    assert new.read_bytes()[start:end].decode() == "15%"
    assert revised["wording"]["edits"] == [{"old": "12%", "new": "15%"}]


def test_a_folder_is_no_version(tmp_path: Path):
    with pytest.raises(IsAFolder, match="Give the file of one document"):
        run(tmp_path, tmp_path)


def package(folder: Path, title: str, value: str, units: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(
        f"""
title: {title}
number: null
kind: policy
official: false
issuers: [海棠市人民政府]
addressees: []
issued_on: null
published_on: null
effective: {{from: null, to: 2025-12-31}}
region: 440000
source: {{address: null, file: a.txt}}
cites: []
status: draft
lead_convention: null
no_rule: {{}}
""",
        encoding="utf-8",
    )
    (folder / "measures.yaml").write_text(
        f"""
measures:
  - label: 一、
    section: null
    name: 机器补助
    summary: 买进新机器的伞厂按购价得到补助。
    kinds: [benefit]
    units: {units}
    amounts:
      - {{what: 补助比例, comparator: '<=', value: {value}}}
    deadlines:
      - {{what: 申报, from: null, to: 2025-06-30}}
    cadences:
      - {{what: 通报进展, every: month}}
    fingerprint: {"a" * 64}
""",
        encoding="utf-8",
    )
    return folder


def test_two_packages_are_compared_as_two_documents_are(tmp_path: Path):
    old = package(tmp_path / "haitang/2024-umbrellas", "伞业措施", "12%", "[]")
    units = "[{unit: 市财政局, role: lead}]"
    new = package(tmp_path / "haitang/2025-umbrellas", "伞业新措施", "15%", units)
    lines = run(old, new).splitlines()
    assert lines[0] == "标题 伞业措施 → 伞业新措施"
    assert lines[1].startswith(
        "一、机器补助：数量 补助比例≤12% → 补助比例≤15%；新增责任单位 市财政局"
    )
    assert "改动或移动 1 条" in lines[-1]
    assert "两个版本的措施没有差别。" in run(old, old)
    (revised,) = json.loads(run(old, new, "--json"))["revised"]
    assert revised["quantities"][0]["new"]["value"] == 0.15


def test_a_package_is_no_version_of_a_document(tmp_path: Path):
    folder = package(tmp_path / "haitang/2024-umbrellas", "伞业措施", "12%", "[]")
    file = tmp_path / "a.txt"
    file.write_text(POLICY, encoding="utf-8")
    with pytest.raises(NotAlike, match=r"2024-umbrellas is a policy package and .*a\.txt is not"):
        run(folder, file)
