"""What the condition language admits, what it refuses, and how it says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.content import home
from ballast.rules import tree
from ballast.rules.derived import load_vocabulary
from ballast.rules.parse import ExpressionError, parse, parse_condition
from ballast.rules.rendering import rendered
from ballast.vocabulary.derived import Parameter

VOCABULARY = load_vocabulary(home("vocabulary"))
PARAMETERS = {
    "threshold": Parameter(label="下限", unit="CNY", values={date(2022, 1, 1): "500万元"}),
    "rate": Parameter(label="比例", unit="ratio", values={date(2022, 1, 1): "50%"}),
}


def scope(subject="equipment_purchase"):
    return VOCABULARY.scope(subject, PARAMETERS)


def refusal(text, subject="equipment_purchase"):
    with pytest.raises(ExpressionError) as caught:
        parse(text, scope(subject))
    return caught.value


@pytest.mark.parametrize(
    ("identifiers", "labels"),
    [
        ("unit_value >= threshold", "单位价值 >= 下限"),
        ("enterprise.staff > 3", "企业.从业人员 > 3"),
        ("newly_bought", '"新购置（含新建、自用）"'),
        ("newly_bought", "新购置"),
        ("within(enterprise.industry, 'C')", "属于(企业.行业代码, '制造业')"),
        ("at_most(unit_value, threshold)", "最高不超过(单位价值, 下限)"),
        ("enterprise.kind = 'company'", "企业.主体类型 = '企业'"),
    ],
)
def test_chinese_labels_mean_what_identifiers_mean(identifiers, labels):
    assert parse(labels, scope()) == parse(identifiers, scope())


@pytest.mark.parametrize(
    "attack",
    [
        "(select max(unit_value) from lease) > 0",
        "unit_value > 0 union select 1",
        "unit_value > 0; drop table lease",
        "read_csv('x') is null",
        "pg_sleep(10) = 1",
        "getenv('HOME') = 'x'",
        "cast(unit_value as text) = '1'",
        "unit_value::double > 1.0",
        "count(*) > 1",
        "unit_value > $1",
        "unit_value > ?",
        "list_transform([1], x -> x + 1)",
        "regexp_matches(uscc, '.*')",
        "uscc like '91%'",
        "unit_value is null",
        "coalesce(unit_value, 0) > 1",
        "exists (select 1)",
        "unit_value in (select 1)",
        "other.lease.monthly_rent > 1",
        "lease.monthly_rent > 0",
        "{'a': 1}",
        "unit_value[1] > 0",
        "*",
        "null",
        "interval '1 day' > 1",
        "row_number() over () = 1",
        "1e400 > unit_value",
        "not",
        "",
        "unit_value > 0 /* */ extra",
    ],
)
def test_nothing_but_scalar_expressions_over_known_facts_is_admitted(attack):
    assert refusal(attack).allowed


def test_nesting_is_limited():
    assert "nesting" in refusal("(" * 500 + "newly_bought" + ")" * 500).given
    assert "nesting" in refusal("not " * 200 + "newly_bought").given


def test_a_long_expression_is_refused_before_it_is_parsed():
    assert "at most 4000" in refusal("newly_bought or " * 1000 + "newly_bought").allowed


def test_a_misspelt_fact_is_answered_with_its_neighbours():
    error = refusal("unit_valu >= threshold")
    assert "“unit_valu”" in error.given
    assert "unit_value (单位价值)" in error.allowed
    assert (error.start, error.width) == (0, 9)


def test_an_error_points_at_its_place():
    error = refusal("newly_bought and 单价 >= threshold")
    assert "newly_bought and 单价 >= threshold"[error.start : error.start + error.width] == "单价"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("unit_value >= 5000000", "bare number beside CNY"),
        ("unit_value >= minimum_life", "CNY beside years"),
        ("unit_value * unit_value > 0", "money times money"),
        ("enterprise.staff + enterprise.revenue > 0", "beside"),
        ("newly_bought > 1", "beside"),
        ("newly_bought > newly_bought", "only numbers have an order"),
        ("enterprise.kind > 'company'", "on an enum"),
        ("enterprise.kind = 'firm'", "'firm'"),
        ("purchased_on >= '2022-13-01'", "as a date"),
        ("within(enterprise.industry, 'Z99')", "'Z99'"),
        ("within(unit_value, 'C')", "within() of"),
        ("unit_value / enterprise.taxable_income > rate", "divisor that can be negative"),
        ("least(unit_value / 3, unit_value) > threshold", "division that is not rounded"),
        ("case when newly_bought then unit_value end > threshold", "case without else"),
        ("round_half_up(unit_value, unit_value) > 0", "digits"),
        ("at_most(unit_value) > 0", "at_most of 1"),
        ("enterprise.staff / enterprise.revenue > 1", "divided by money"),
        ("not unit_value", "where a condition is needed"),
    ],
)
def test_types_and_units_are_checked_before_anything_runs(text, complaint):
    error = refusal(text)
    assert complaint in f"{error.given}; {error.allowed}"


def test_zero_may_stand_beside_money_without_a_unit():
    assert parse_condition("unit_value > 0", scope())


def test_a_number_is_no_condition():
    with pytest.raises(ExpressionError, match="condition"):
        parse_condition("unit_value", scope())


def test_numbers_that_could_overflow_an_engine_are_refused():
    staff = "enterprise.staff"
    assert "37 digits" in refusal(f"{' * '.join([staff] * 7)} > 1").given


def test_money_divided_by_money_is_a_share():
    node = parse("unit_value / enterprise.revenue", scope())
    assert node.type.unit == ""
    assert node.type.is_quotient


def test_a_parameter_has_the_value_of_its_day():
    later = Parameter(
        label="比例", unit="ratio", values={date(2022, 1, 1): "50%", date(2023, 1, 1): "60%"}
    )
    node = parse("rate", VOCABULARY.scope("enterprise", {"rate": later}))
    assert tree.on_day(node, date(2022, 12, 31)).value == Decimal("0.5")
    assert tree.on_day(node, date(2023, 1, 1)).value == Decimal("0.6")


def test_a_parameter_is_unknown_before_its_first_day():
    node = tree.on_day(parse("rate", scope()), date(2021, 12, 31))
    assert rendered(node) == "未定"


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("unit_value >= threshold", "单位价值 ≥ 下限（500万元）"),
        ("minimum_life in (3, 4)", "最低折旧年限 为 3、4 之一"),
        (
            "newly_bought or not newly_bought",
            "新购置（含新建、自用） 或 不是（新购置（含新建、自用））",
        ),
        ("unit_value * rate > 0", "单位价值 × 比例（50%） ＞ 0"),
        ("purchased_on <= as_of", "购置日期 ≤ 判定日（2022年6月30日）"),
        ("within(enterprise.city, '440300')", "所在市 属于 深圳市（440300）"),
        ("at_most(unit_value, threshold) > 0", "单位价值，最高不超过下限（500万元） ＞ 0"),
        ("round_down(unit_value / 3, 2) > 0", "单位价值 ÷ 3，舍去到分 ＞ 0"),
        ("unit_value - threshold > 0", "单位价值 － 下限（500万元） ＞ 0"),
        ("year(purchased_on) = 2022", "购置日期的年份 ＝ 2022"),
    ],
)
def test_an_expression_is_told_in_chinese(text, chinese):
    assert rendered(tree.on_day(parse(text, scope()), date(2022, 6, 30))) == chinese


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text):
    try:
        parse(text, scope())
    except ExpressionError as error:
        assert error.given
        assert error.allowed


WORDS = "( ) and or not in case when then else end , + - * / < > = 'C' 3 unit_value newly_bought 单位价值 within round_down least rate sum count filter where add_months equipment_purchase.unit_value"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=14))
def test_any_words_of_the_language_are_parsed_or_refused(words):
    try:
        parse(" ".join(words), scope())
    except ExpressionError as error:
        assert error.given
