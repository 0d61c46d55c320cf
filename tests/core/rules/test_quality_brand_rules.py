"""The rules of Guangdong's quality policy that rest on dated national law or classifications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ballast.content import home
from ballast.engine.reference import World, evaluate, judge
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.parse import parse
from ballast.vocabulary.laws import load_laws

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)
LAW = load_laws(home("vocabulary") / "laws")["merger_notification"][0]
RULES = {rule.id.split("/")[-1]: rule for rule in LIBRARY.rules if "2023-quality-brand" in rule.id}
MERGERS = ("16-merger-green-channel", "16-merger-filing")
YI = Decimal(10**8)
#: 高技术产业（制造业）分类（2017）: its 85 classes of GB/T 4754-2017, by their six heads.
HIGH_TECH = {
    "医药制造业": "2710 2720 2730 2740 2750 2761 2762 2770 2780",
    "航空、航天器及设备制造业": "3741 3742 3743 3744 3749 4343",
    "电子及通信设备制造业": (
        "3562 3563 3569 3832 3833 3841 3921 3922 3931 3932 3933 3934 3939 3940 3951 3952 3953"
        " 3961 3962 3963 3969 3971 3972 3973 3974 3975 3976 3979 3981 3982 3983 3984 3985 3989 3990"
    ),
    "计算机及办公设备制造业": "3474 3475 3911 3912 3913 3914 3915 3919",
    "医疗仪器设备及仪器仪表制造业": (
        "3581 3582 3583 3584 3585 3586 3589 4011 4012 4013 4014 4015 4016 4019"
        " 4021 4022 4023 4024 4025 4026 4027 4028 4029 4040 4090"
    ),
    "信息化学品制造业": "2664 2665",
}
CLASSES = [f"C{code}" for codes in HIGH_TECH.values() for code in codes.split()]


def merger(china: Decimal, second: Decimal, day: date) -> World:
    facts = {
        ("enterprise", "city"): "440300",
        ("enterprise", "industry"): "C3841",
        ("merger", "gains_control"): True,
        ("merger", "same_control"): False,
        ("merger", "completed"): False,
        ("merger", "worldwide_turnover"): china,
        ("merger", "china_turnover"): china,
        ("merger", "second_china_turnover"): second,
    }
    return World(facts, VOCABULARY, day)


@pytest.mark.parametrize("name", MERGERS)
@pytest.mark.parametrize(
    ("day", "china", "second"),
    [(date(2024, 1, 21), 20 * YI, 4 * YI), (date(2024, 1, 22), 40 * YI, 8 * YI)],
)
def test_a_merger_is_judged_by_the_standard_of_the_day(name, day, china, second):
    cent = Decimal("0.01")
    rule = RULES[name]
    assert judge(rule, merger(china + cent, second + cent, day)).outcome == "eligible"
    assert judge(rule, merger(china, second, day)).failed == (
        "营业额合计超过标准",
        "至少两个经营者超过标准",
    )


@pytest.mark.parametrize("name", MERGERS)
def test_the_standards_of_a_merger_are_those_of_the_law(name):
    stated = RULES[name].written.parameters
    for day, version in LAW.versions.items():
        (values,) = zip(*(parameter.values[day] for parameter in stated.values()), strict=True)
        assert dict(zip(stated, (each.value for each in values), strict=True)) == version.values


def high_tech(industry):
    world = World({("enterprise", "industry"): industry}, VOCABULARY, date(2024, 6, 30))
    return evaluate(parse("high_tech_manufacturing", VOCABULARY.scope("enterprise")), world)


def test_the_classification_of_high_technology_has_85_classes():
    assert len(set(CLASSES)) == 85


@pytest.mark.parametrize("code", CLASSES)
def test_each_class_of_the_classification_is_high_technology(code):
    assert high_tech(code) is True


@pytest.mark.parametrize(
    "code", ["C2661", "C2683", "C3561", "C3587", "C3831", "C3842", "C403", "C405", "C4341", "I6513"]
)
def test_neighbours_of_the_classes_are_not(code):
    assert high_tech(code) is False


@pytest.mark.parametrize(
    "code", sorted({code[:length] for code in CLASSES for length in (1, 3, 4)})
)
def test_an_upper_code_is_high_technology_only_if_all_below_it_is(code):
    whole = {"C27", "C39", "C374", "C401", "C402", "C404", "C409"}
    expected = True if code in whole or code[:3] in ("C27", "C39") else None
    assert high_tech(code) is expected
