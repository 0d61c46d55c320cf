"""Quantities: values, units, bounds and their basis; and numbers that count nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ballast.documents.decode import decode
from ballast.measures.amounts import amounts
from ballast.measures.model import Amount


def read(sentence: str) -> list[Amount]:
    return list(amounts(decode(sentence.encode(), "here")))


def one(sentence: str) -> Amount:
    (amount,) = read(sentence)
    return amount


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "comparator", "basis"),
    [
        ("单价500万元以上的设备", "5000000", "CNY", ">=", "civil_code"),
        ("营业收入4亿元以下", "400000000", "CNY", "<=", "civil_code"),
        ("收入2000万元以上（含）", "20000000", "CNY", ">=", "stated"),
        ("收入4亿元（不含）以下", "400000000", "CNY", "<", "stated"),
        ("排量2.0升及以下", "2.0", "升", "<=", "stated"),
        ("销售额超过2000万元", "20000000", "CNY", ">", "civil_code"),
        ("成立不满3年", "3", "years", "<", "civil_code"),
        ("比例不低于2%", "0.02", "ratio", ">=", None),
        ("单户不超过50万元", "500000", "CNY", "<=", None),
        ("最高不超过1000万元", "10000000", "CNY", "<=", None),
        ("最高奖励1亿元", "100000000", "CNY", "<=", None),
        ("额度最高可达300万元", "3000000", "CNY", "<=", None),
        ("建设基站超3万座", "30000", "座", ">", None),
        ("至少培训1,200人次", "1200", "人次", ">=", None),
        ("底价不得低于各用途对应基准地价之和的70%", "0.7", "ratio", ">=", None),
        ("业务额前10名企业", "10", "名", "<=", None),
        ("年实际外资超过5000万美元", "50000000", "USD", ">", "civil_code"),
        ("煤耗300克标准煤/千瓦时以上", "300", "克标准煤/千瓦时", ">=", "civil_code"),
        ("加价0.1元/千瓦时", "0.1", "CNY/千瓦时", "=", None),
        ("贴息1.5个百分点", "0.015", "ratio", "=", None),
        ("延长一个季度", "1", "quarters", "=", None),
        ("至少两个经营者", "2", "个", ">=", None),
        ("通过二级及以上评估", "2", "级", ">=", "stated"),
        ("每年只享受一次", "1", "次", "<=", None),
        ("连续三年给予补助", "3", "years", "=", None),
        ("减半征收", "0.5", "ratio", "=", None),
        ("按六五折收取", "0.65", "ratio", "=", None),
        ("租金打九折", "0.9", "ratio", "=", None),
        ("最长不得超过60日。", "60", "days", "<=", None),
        ("下调50个基点", "0.005", "ratio", "=", None),
        ("不超过五分之一", "0.2", "ratio", "<=", None),
        ("百分之三十的比例", "0.3", "ratio", "=", None),
        ("30日内办结", "30", "days", "<=", "civil_code"),
    ],
)
def test_a_quantity_has_value_unit_bound_and_basis(
    sentence: str, value: str, unit: str, comparator: str, basis: str | None
):
    amount = one(sentence)
    assert (amount.value, amount.unit, amount.comparator, amount.basis, amount.upper) == (
        Decimal(value),
        unit,
        comparator,
        basis,
        None,
    )


@pytest.mark.parametrize(
    ("sentence", "value", "upper", "comparator"),
    [
        ("参加3—12个月的见习", "3", "12", "="),
        ("年龄16至24岁", "16", "24", "="),
        ("奖励3-5万元", "30000", "50000", "="),
        ("建设1到2个基地", "1", "2", "="),
        ("返还比例从60%最高提至90%", "0.6", "0.9", "<="),
        ("由参保3年以上放宽至参保1年以上", "3", "1", ">="),
    ],
)
def test_a_range_or_a_change_has_two_numbers(
    sentence: str, value: str, upper: str, comparator: str
):
    amount = one(sentence)
    assert (amount.value, amount.upper, amount.comparator) == (
        Decimal(value),
        Decimal(upper),
        comparator,
    )


def test_alternatives_are_separate():
    assert [amount.value for amount in read("年限为4年、5年、10年的")] == [4, 5, 10]


def test_another_number_between_takes_the_word():
    first, second = read("至少两个经营者的营业额均超过4亿元人民币")
    assert (first.comparator, second.comparator, second.value) == (">=", ">", Decimal(400000000))


def test_about_is_marked_and_bounds_nothing():
    assert [
        (a.comparator, a.approximate) for a in read("引进1万名左右人才，近30家企业，80余家机构")
    ] == [("=", True)] * 3


@pytest.mark.parametrize(
    "sentence",
    [
        "加快5G、6G和4K/8K建设",
        "推进“十四五”规划",
        "实施2022年第三批项目",
        "落实粤财〔2018〕78号文",
        "办好第132届展会",
        "拨打12345热线或010-64956759",
        "参与WP.29工作",
        "实施121人才项目",
        "推进“12221”体系",
        "自2022年10月12日起",
        "8、9月份开展",
        "实施五年行动计划",
        "三年攻坚行动",
        "《2025年行动方案（3年期）》",
        "一项工作、两个方面、十大产业",
        "下半年安排",
        "面向500强企业",
        "优化“3+N”模式",
        "建立个人账户",
        "打造L3级车型",
        "进一步提高",
        "一次性奖励",
        "一批项目",
    ],
)
def test_numbers_that_count_nothing_are_no_quantities(sentence: str):
    assert read(sentence) == []


def test_the_phrase_and_its_bytes_hold_the_word_of_the_bound():
    sentence = "给予最高不超过50万元奖励"
    amount = one(sentence)
    assert amount.text == "最高不超过50万元"
    assert sentence.encode()[amount.span.start : amount.span.end].decode() == amount.text
