"""Responsible units: lists in brackets or lines, and the five ways to mark who leads."""

from __future__ import annotations

import pytest

from ballast.documents.reader import read_bytes
from ballast.documents.view import folded
from ballast.measures.extract import measures
from ballast.measures.model import Measure


def read(*clauses: str) -> tuple[Measure, ...]:
    labels = "一二三四五六"
    source = "关于支持企业的若干措施\n为支持企业，制定本措施。\n"
    source += "\n".join(
        f"{labels[i]}、做好工作。加大投放。{clause}" for i, clause in enumerate(clauses)
    )
    return measures(read_bytes(source.encode(), "here.txt"))


def names(measure: Measure) -> list[str]:
    return [unit.name for unit in measure.responsible]


def leads(measure: Measure) -> list[str]:
    return [unit.name for unit in measure.responsible if unit.role == "lead"]


@pytest.mark.parametrize(
    "bracket",
    [
        "（责任单位：市财政局、市商务局，各县（市、区）人民政府）",
        "(责任单位:市财政局、市商务局,各县(市、区)人民政府)",
        "〔市财政局、市商务局，各县（市、区）人民政府负责〕",
        "（市财政局、市商务局，各县（市、区）人民政府按职责分工负责）",
        "（市财政局、市商务局及各县（市、区）人民政府）",
        "（责任\n单位：市财政局、市商\n\n务局，各县（市、区）人民政府）",
        "（责任单位：市财政局、市商务局，各县（市、区）人民政府",
        "\n责任单位：市财政局、市商务局，各县（市、区）人民政府",
    ],
)
def test_a_list_of_units_is_read_in_any_brackets_and_over_lines(bracket: str):
    (measure,) = read(bracket)
    assert list(map(folded, names(measure))) == ["市财政局", "市商务局", "各县(市、区)人民政府"]
    assert measure.text == "加大投放。"
    assert leads(measure) == []


@pytest.mark.parametrize(
    ("listed", "units"),
    [
        (
            "（市自然资源和规划局、各区、县（市）政府）",
            ["市自然资源和规划局", "各区、县（市）政府"],
        ),
        ("（市财政局，各区、县级市）", ["市财政局", "各区、县级市"]),
        ("（市财政局、市商务局等有关部门和单位负责）", ["市财政局", "市商务局"]),
        ("（各有关部门和单位按职责分工负责）", ["各有关部门和单位"]),
        ("（市商务厅、团市委、市工商联）", ["市商务厅", "团市委", "市工商联"]),
        (
            "（江东电网公司、江东工业投资集团有限公司）",
            ["江东电网公司", "江东工业投资集团有限公司"],
        ),
    ],
)
def test_names_are_parted_where_they_end(listed: str, units: list[str]):
    assert names(read(listed)[0]) == units


@pytest.mark.parametrize(
    "inside", ["支持企业（含个体工商户）发展。", "支持江东、海西（两市）。", "参加展会（广交会）。"]
)
def test_other_brackets_are_part_of_the_text(inside: str):
    (measure,) = read(inside)
    assert measure.text == "加大投放。" + inside
    assert measure.responsible == ()


def test_the_list_itself_may_mark_who_leads():
    one, two, three = read(
        "（市财政局牵头，市商务局、市税务局配合）",
        "（市财政局（牵头）、市商务局）",
        "（市财政局、市商务局牵头，市税务局）",
    )
    assert (leads(one), names(one)) == (["市财政局"], ["市财政局", "市商务局", "市税务局"])
    assert (leads(two), names(two)) == (["市财政局"], ["市财政局", "市商务局"])
    assert leads(three) == ["市财政局", "市商务局"]


def test_prefixes_may_part_the_lead_from_those_who_help():
    bracket, lines = read(
        "（牵头单位：市财政局，配合单位：市商务局，各项目牵头单位）",
        "\n牵头单位：市财政局\n配合单位：市商务局",
    )
    assert (leads(bracket), names(bracket)) == (
        ["市财政局"],
        ["市财政局", "市商务局", "各项目牵头单位"],
    )
    assert (leads(lines), names(lines)) == (["市财政局"], ["市财政局", "市商务局"])


@pytest.mark.parametrize(
    "rule",
    ["，第一个为牵头单位，下同", "。列第一位者为牵头单位，下同", "。排在首位的为牵头单位，下同"],
)
def test_the_first_unit_leads_from_where_the_document_says_so(rule: str):
    before, stating, after = read(
        "（市教育局、市财政局）", f"（市财政局、市商务局{rule}）", "（市商务局，市财政局）"
    )
    assert leads(before) == []
    assert (leads(stating), names(stating)) == (["市财政局"], ["市财政局", "市商务局"])
    assert leads(after) == ["市商务局"]


def test_a_rule_that_does_not_say_xiatong_holds_for_its_own_list():
    stating, after = read("（市财政局、市商务局，第一个为牵头单位）", "（市商务局、市财政局）")
    assert (leads(stating), leads(after)) == (["市财政局"], [])


def test_a_list_by_duties_leaves_open_who_leads_although_a_rule_holds():
    _, open_lead, marked = read(
        "（市财政局、市商务局，第一个为牵头单位，下同）",
        "（市商务局、市财政局按职责分工负责）",
        "（市商务局、市财政局牵头，市税务局）",
    )
    assert (leads(open_lead), open_lead.lead_ambiguous) == ([], True)
    assert (leads(marked), marked.lead_ambiguous) == (["市商务局", "市财政局"], False)


def test_all_before_the_first_comma_may_lead():
    one, two = read(
        "（市财政局、市商务局，市税务局。逗号前为牵头单位，下同）",
        "（市税务局，市财政局、市商务局）",
    )
    assert (leads(one), leads(two)) == (["市财政局", "市商务局"], ["市税务局"])


def test_the_heading_of_a_section_may_name_the_lead():
    source = "一、由市财政局牵头的措施\n（一）补助。给予补助。（市财政局、市商务局）\n二、市商务局牵头落实\n（二）办展。举办展会。（市财政局）"
    one, two = measures(read_bytes(source.encode(), "here.txt"))
    assert (leads(one), names(one)) == (["市财政局"], ["市财政局", "市商务局"])
    assert (leads(two), names(two)) == (["市商务局"], ["市商务局", "市财政局"])


def test_one_sentence_may_add_a_unit_to_every_later_measure():
    before, one, two = read(
        "（市教育局）", "（市财政局。以下各项均需各镇人民政府落实，不再列出）", "（市商务局）"
    )
    assert names(before) == ["市教育局"]
    assert names(one) == ["市财政局", "各镇人民政府"]
    assert names(two) == ["市商务局", "各镇人民政府"]


def test_a_territory_written_once_is_inherited_by_the_names_behind_it():
    (measure,) = read("（自治区财政厅、发展改革委、商务厅，人民银行江东支行、各市人民政府）")
    assert [unit.full_name for unit in measure.responsible] == [
        "自治区财政厅",
        "自治区发展改革委",
        "自治区商务厅",
        "人民银行江东支行",
        "各市人民政府",
    ]
    assert names(measure)[1] == "发展改革委"


def test_a_territory_repeated_is_not_inherited():
    (measure,) = read("（省财政厅、省商务厅、团省委）")
    assert [unit.full_name for unit in measure.responsible] == ["省财政厅", "省商务厅", "团省委"]


@pytest.mark.parametrize(
    ("listed", "units", "leading"),
    [
        ("（市伞业局会同市财政局负责）", ["市伞业局", "市财政局"], ["市伞业局"]),
        ("（由市伞业局牵头，会同市财政局实施）", ["市伞业局", "市财政局"], ["市伞业局"]),
        ("（市伞业局 市财政局 市商务局）", ["市伞业局", "市财政局", "市商务局"], []),
    ],
)
def test_units_may_be_joined_by_huitong_or_spaces(listed, units, leading):
    (measure,) = read(f"办好伞展，卖好雨伞。{listed}")
    assert names(measure) == units
    assert leads(measure) == leading


@pytest.mark.parametrize(
    ("listed", "due"),
    [
        ("（市伞业局、市财政局，完成时限：2022年12月底）", ["2022-12-31"]),
        ("（完成时限：持续推进；责任单位：市伞业局、市财政局）", []),
        ("（市伞业局、市财政局；2022年11月底前完成）", ["2022-11-30"]),
        ("（责任单位：市伞业局、市财政局；完成时间：2022年9月30日前）", ["2022-09-30"]),
    ],
)
def test_a_list_may_also_say_until_when_which_is_no_unit(listed, due):
    (measure,) = read(f"办好伞展，卖好雨伞。{listed}")
    assert names(measure) == ["市伞业局", "市财政局"]
    assert [str(found.end) for found in measure.deadlines] == due
    assert measure.text.endswith("卖好雨伞。")


@pytest.mark.parametrize(
    "clause",
    [
        "一、扩大出口（责任单位：市商务局、市税务局）\n推动伞厂出口。",
        "一、扩大出口\n（责任单位：市商务局、市税务局）\n推动伞厂出口。",
        "一、扩大出口。（责任单位：市商务局、市税务局）推动伞厂出口。",
        "一、扩大出口\n责任单位：市商务局、市税务局\n推动伞厂出口。",
    ],
)
def test_units_that_stand_before_the_text_are_found_and_are_no_part_of_it(clause: str):
    other = "二、扩大内需。举办伞展。（市商务局）"
    first, _ = measures(read_bytes(f"关于伞业的措施\n{clause}\n{other}".encode(), "a.txt"))
    assert (first.heading, first.text) == ("扩大出口", "推动伞厂出口。")
    assert names(first) == ["市商务局", "市税务局"]
