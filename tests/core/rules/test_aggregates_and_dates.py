"""Aggregates over what an enterprise owns, and dates: what is admitted, refused, how it is told."""

from __future__ import annotations

from datetime import date

import pytest

from ballast.content import home
from ballast.rules import tree
from ballast.rules.derived import load_vocabulary
from ballast.rules.parse import ExpressionError, parse
from ballast.rules.rendering import rendered
from ballast.vocabulary.derived import Parameter

VOCABULARY = load_vocabulary(home("vocabulary"))
START = date(2022, 1, 1)
PARAMETERS = {
    "threshold": Parameter(label="下限", unit="CNY", values={START: "500万元"}),
    "machines": Parameter(label="台数", unit="台", values={START: "2台"}),
    "term": Parameter(label="期限", unit="个月", values={START: "12个月"}),
}


def parsed(text, subject="enterprise"):
    return parse(text, VOCABULARY.scope(subject, PARAMETERS))


def refusal(text, subject="enterprise"):
    with pytest.raises(ExpressionError) as caught:
        parsed(text, subject)
    return f"{caught.value.given}; allowed: {caught.value.allowed}"


@pytest.mark.parametrize(
    ("identifiers", "labels"),
    [
        ("sum(equipment_purchase.unit_value)", "合计(设备器具购置.单位价值)"),
        ("count(lease.lease) > 1", "计数(房屋租赁.租约编号) > 1"),
        (
            "min(equipment_purchase.purchased_on) filter (where equipment_purchase.newly_bought)",
            "最小(设备器具购置.购置日期) filter (where 设备器具购置.新购置)",
        ),
        ("max(lease.monthly_rent)", "最大(房屋租赁.月租金)"),
        ("add_months(as_of, term)", "加月(判定日, 期限)"),
        ("days_between(as_of, date '2022-01-01')", "天数(判定日, date '2022-01-01')"),
        ("months_between(as_of, date '2022-01-01')", "整月数(判定日, date '2022-01-01')"),
    ],
)
def test_chinese_function_names_mean_what_the_english_ones_mean(identifiers, labels):
    assert parsed(labels) == parsed(identifiers)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sum(unit_value) > threshold", "without its table"),
        ("sum(enterprise.staff) > 1", "“enterprise” inside an aggregate"),
        ("sum(enterprise.manufacturing) > 1", "“enterprise” inside an aggregate"),
        ("sum(threshold) > threshold", "sum of no fact"),
        ("sum(sum(lease.monthly_rent)) > threshold", "an aggregate inside an aggregate"),
        (
            "count(lease.lease) filter (where max(lease.monthly_rent) > threshold) > 1",
            "an aggregate inside an aggregate",
        ),
        (
            "sum(equipment_purchase.unit_value) filter (where lease.state_owned) > threshold",
            "equipment_purchase and lease in one aggregate",
        ),
        ("sum(lease.monthly_rent / 3) > threshold", "not rounded inside sum"),
        ("sum(lease.state_owned) > 1", "arithmetic with a bool"),
        ("max(lease.state_owned)", "max of bools"),
        ("max(lease.monthly_rent, lease.monthly_rent) > threshold", "max of 2 values"),
        ("sum() > 1", "cannot be read"),
        ("count(*) > 1", "Star"),
        ("count(distinct lease.county) > 1", "Distinct"),
        ("count(lease.months_leased + 1) > 1", "count of an expression"),
        ("sum(lease.monthly_rent) over () > threshold", "Window"),
        ("avg(lease.monthly_rent) > threshold", "Avg"),
        ("year(as_of) filter (where true) = 2022", "a filter after year"),
        (
            "sum(lease.monthly_rent) filter (where lease.monthly_rent) > threshold",
            "where a condition is needed",
        ),
        ("sum(lease.monthly_rent) > 5", "a bare number beside CNY"),
        ("sum(lease.monthly_ren) > threshold", "monthly_rent (月租金)"),
        ("lease.monthly_rent > threshold", "an aggregate as in sum(lease.fact)"),
    ],
)
def test_inside_an_aggregate_only_declared_facts_of_one_owned_table_stand(text, complaint):
    assert complaint in refusal(text)


def test_what_an_enterprise_owns_can_ask_for_all_that_the_enterprise_owns():
    assert parsed("sum(lease.monthly_rent) > threshold", "equipment_purchase")
    assert parsed("unit_value > sum(equipment_purchase.unit_value) * 0.5", "equipment_purchase")


def test_what_nobody_owns_has_no_aggregates():
    port = VOCABULARY.entities["lease"].model_copy(update={"owner": None})
    vocabulary = load_vocabulary(home("vocabulary"))
    entities = {**vocabulary.entities, "port": port}
    scope = type(vocabulary)(entities, {}).scope("port", PARAMETERS)
    with pytest.raises(ExpressionError, match="an aggregate in a rule about port"):
        parse("sum(lease.monthly_rent) > threshold", scope)


def test_a_number_of_rows_stands_beside_the_unit_that_they_are_counted_in():
    assert parsed("count(equipment_purchase.purchase) >= machines")


def test_sums_that_a_million_rows_could_lift_past_37_digits_are_refused():
    product = " * ".join(["lease.months_leased", *["10000"] * 8])
    assert "37 digits" in refusal(f"sum({product}) > 1")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("add_months(as_of, 1.5)", "a part of a month"),
        ("add_months(as_of, staff)", "a number in 人"),
        ("add_months(as_of, threshold)", "a number in CNY"),
        ("add_months(as_of, 12001)", "can pass 12000"),
        ("add_months(staff, 1)", "add_months of a number in 人"),
        ("add_months(as_of)", "cannot be read"),
        ("add_months(as_of, 1, true)", "add_months of 3 values"),
        ("months_between(as_of, as_of, false)", "months_between of 3 values"),
        ("days_between(as_of)", "days_between of 1 values"),
        ("days_between(as_of, staff)", "days_between of a number in 人"),
        ("months_between('x', as_of)", "months_between of a text"),
        ("add_months(as_of, term / 2)", "a part of a month"),
    ],
)
def test_dates_are_moved_by_whole_months_alone(text, complaint):
    assert complaint in refusal(text)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("sum(lease.monthly_rent) > threshold", "房屋租赁的月租金合计 ＞ 下限（500万元）"),
        (
            "sum(lease.monthly_rent * lease.months_leased) > 0",
            "房屋租赁的月租金 × 当年实际承租月数合计 ＞ 0",
        ),
        (
            "count(equipment_purchase.purchase) filter (where "
            "year(equipment_purchase.purchased_on) = year(as_of)) >= machines",
            "设备器具购置（购置日期的年份 ＝ 判定日（2022年6月30日）的年份）的数量 ≥ 台数（2台）",
        ),
        ("max(equipment_purchase.unit_value) > 0", "设备器具购置的单位价值最大值 ＞ 0"),
        ("min(equipment_purchase.purchased_on)", "设备器具购置的购置日期最早者"),
        ("max(equipment_purchase.purchased_on)", "设备器具购置的购置日期最晚者"),
        ("add_months(as_of, term)", "判定日（2022年6月30日）加期限（12个月）"),
        ("add_months(as_of, 6)", "判定日（2022年6月30日）加6个月"),
        (
            "days_between(date '2022-01-01', as_of) > 30",
            "自2022年1月1日至判定日（2022年6月30日）的天数 ＞ 30",
        ),
        (
            "months_between(date '2022-01-01', as_of) >= term",
            "自2022年1月1日至判定日（2022年6月30日）的整月数 ≥ 期限（12个月）",
        ),
    ],
)
def test_aggregates_and_dates_are_told_in_chinese(text, chinese):
    assert rendered(tree.on_day(parsed(text), date(2022, 6, 30))) == chinese
