"""Targets of measures, scopes stated once, sections from the root, points of reports."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ballast.documents.reader import read_bytes
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures
from ballast.measures.model import Measure
from ballast.measures.points import points
from ballast.measures.scopes import scopes


def measure(text: str) -> Measure:
    (found,) = measures(read_bytes(f"关于伞业的措施\n一、支持伞厂。{text}".encode(), "a.txt"))
    return found


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "2022年推动8500家伞厂开展技术改造。",
            [("推动伞厂开展技术改造", "=", "8500", "家", "2022-12-31")],
        ),
        (
            "力争到2025年出口额突破3亿元，新增伞厂20家以上。",
            [
                ("出口额", ">", "300000000", "CNY", "2025-12-31"),
                ("新增伞厂", ">=", "20", "家", "2025-12-31"),
            ],
        ),
        (
            "选拔100名伞匠、200名学徒。",
            [("选拔伞匠", "=", "100", "名", None), ("学徒", "=", "200", "名", None)],
        ),
        (
            "培育产值超10亿元企业5家、超1亿元企业50家。",
            [
                ("培育产值超10亿元企业", "=", "5", "家", None),
                ("超1亿元企业", "=", "50", "家", None),
            ],
        ),
        ("产值增长5%以上。", [("产值增长", ">=", "0.05", "ratio", None)]),
        (
            "到2025年，60%以上的规上伞企完成数字化改造。",
            [("规上伞企完成数字化改造", ">=", "0.60", "ratio", "2025-12-31")],
        ),
        (
            "新增标准厂房不低于50万平方米，按期交付伞厂20家。",
            [("新增标准厂房", ">=", "500000", "平方米", None)],
        ),
        (
            "研发投入占比5%以上的伞企达到100家，研发投入强度3%以上的突破200家。",
            [
                ("研发投入占比5%以上的伞企", ">=", "100", "家", None),
                ("研发投入强度3%以上的", ">", "200", "家", None),
            ],
        ),
        ("制修订伞具标准30项以上。", [("制修订伞具标准", ">=", "30", "项", None)]),
        ("培育产值超10亿元伞企5家。", [("培育产值超10亿元伞企", "=", "5", "家", None)]),
        ("新增贷款 30 亿元以上。", [("新增贷款", ">=", "3000000000", "CNY", None)]),
        ("制伞业占比由10%提高到15%。", [("制伞业占比", "=", "0.10", "ratio", None)]),
    ],
)
def test_a_figure_to_be_reached_is_a_target(text: str, targets: list[object]):
    found = [
        (t.what, t.comparator, str(t.value), t.unit, str(t.due.end) if t.due else None)
        for t in measure(text).targets
    ]
    assert found == targets


@pytest.mark.parametrize(
    "text",
    [
        "对年产雨伞1万把以上的伞厂，给予50万元补助。",
        "按投资额的10%给予补助，最高不超过500万元。",
        "收入首次突破1亿元、5亿元的，分别奖励10万元、20万元。",
        "超过1亿元的部分，按5%补助。",
        "研发投入占比达到5%以上的伞企，按研发投入的10%补助，最多补助3家。",
        "设立总规模50亿元的基金。",
        "缓缴期限延长6个月，租金减半收取。",
        "每季度至少组织一场对接活动。",
    ],
)
def test_aid_thresholds_limits_and_duties_that_recur_are_no_targets(text: str):
    assert measure(text).targets == ()


def test_a_target_knows_its_bytes():
    data = "关于伞业的措施\n一、支持伞厂。2022年推动20家伞厂改造。".encode()
    (found,) = measures(read_bytes(data, "a.txt"))
    (target,) = found.targets
    assert data[target.span.start : target.span.end].decode() == target.text
    assert target.text == "2022年推动20家伞厂改造"
    assert target.value == Decimal(20)


def test_a_limit_on_how_often_is_no_duty():
    assert measure("每家伞厂每年申报不超过2次。").cadences == ()
    assert [c.text for c in measure("每两周通报一次，各区每月调度。").cadences] == [
        "每两周通报一次",
        "每月调度",
    ]


NESTED = (
    "关于伞业的办法\n第一章 总则\n第一条 为发展伞业，制定本办法。\n第二章 扶持\n"
    "第二条 支持对象\n在本市注册的伞厂。\n第三条 标准\n（一）给予伞厂10万元。\n（二）给予伞匠1万元。"
)


def test_a_measure_knows_all_headings_above_it():
    document = read_bytes(NESTED.encode(), "a.txt")
    last = measures(document)[-1]
    assert last.path == ("第二章 扶持", "第三条 标准")
    assert last.section == "第三条 标准"


def test_a_scope_stated_once_holds_for_its_section():
    (scope,) = scopes(read_bytes(NESTED.encode(), "a.txt"))
    assert (scope.section, scope.text) == ("第二章 扶持", "在本市注册的伞厂。")


REPORT = (
    "2023年8月11日\n"
    "本报讯：海棠市政府日前印发《海棠市扶持制伞业若干措施》，提出三项举措，推动伞业稳增长。\n"
    "在优化服务方面，各区每半个月接待一次伞厂，8月底前完成培训，年内培育20家伞厂，做到应享尽享。"
)


def test_a_report_has_points_and_none_is_law():
    document = read_bytes(REPORT.encode(), "a.txt")
    point = points(document)[1]
    assert point.topic == "优化服务"
    assert [each.text for each in point.quantities] == ["20家"]
    assert [each.text for each in point.cadences] == ["每半个月接待一次"]
    assert [each.text for each in point.deadlines] == ["8月底前", "年内"]
    assert [each.what for each in point.targets] == ["培育伞厂"]
    told = as_json(document, measures(document))
    assert [each["is_law"] for each in told["reported_points"]] == [False, False]
    assert told["measures"] == []


def test_a_policy_document_has_no_reported_points():
    assert points(read_bytes(NESTED.encode(), "a.txt")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "伞厂研发费用加计扣除比例由75%提高至100%。",
        "采购面向小伞厂的预留份额从30%提高至40%。",
        "将担保费率降低到1%。",
        "对60%以上的伞布来自本市的伞厂优先支持。",
    ],
)
def test_a_rate_that_a_rule_changes_is_no_target(text: str):
    assert measure(text).targets == ()


def test_money_set_aside_each_year_is_no_duty_and_people_trained_are():
    found = measure("每年安排不少于2亿元，每年培训不少于1000人。")
    assert [cadence.text for cadence in found.cadences] == ["每年培训不少于"]
