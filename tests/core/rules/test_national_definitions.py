"""The definitions that law gives: every boundary of the size classes, and the others' edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ballast.content import home
from ballast.engine.reference import World, evaluate
from ballast.rules.derived import load_vocabulary
from ballast.rules.parse import parse

VOCABULARY = load_vocabulary(home("vocabulary"))
WAN = Decimal(10_000)
#: 统计上大中小微型企业划分办法（2017）: code in each row, lower bounds of 小 中 大 (people or 万元).
TABLE = {
    "农林牧渔业": ("A0111", {"revenue": (50, 500, 20000)}),
    "工业": ("C3912", {"staff": (20, 300, 1000), "revenue": (300, 2000, 40000)}),
    "采矿业": ("B0610", {"staff": (20, 300, 1000), "revenue": (300, 2000, 40000)}),
    "电力": ("D4411", {"staff": (20, 300, 1000), "revenue": (300, 2000, 40000)}),
    "建筑业": ("E4710", {"revenue": (300, 6000, 80000), "assets": (300, 5000, 80000)}),
    "批发业": ("F5111", {"staff": (5, 20, 200), "revenue": (1000, 5000, 40000)}),
    "零售业": ("F5211", {"staff": (10, 50, 300), "revenue": (100, 500, 20000)}),
    "交通运输业": ("G5411", {"staff": (20, 300, 1000), "revenue": (200, 3000, 30000)}),
    "仓储业": ("G5910", {"staff": (20, 100, 200), "revenue": (100, 1000, 30000)}),
    "邮政业": ("G6010", {"staff": (20, 300, 1000), "revenue": (100, 2000, 30000)}),
    "住宿业": ("H6110", {"staff": (10, 100, 300), "revenue": (100, 2000, 10000)}),
    "餐饮业": ("H6210", {"staff": (10, 100, 300), "revenue": (100, 2000, 10000)}),
    "信息传输业": ("I6311", {"staff": (10, 100, 2000), "revenue": (100, 1000, 100000)}),
    "软件业": ("I6511", {"staff": (10, 100, 300), "revenue": (50, 1000, 10000)}),
    "房地产开发": ("K7010", {"revenue": (100, 1000, 200000), "assets": (2000, 5000, 10000)}),
    "物业管理": ("K7020", {"staff": (100, 300, 1000), "revenue": (500, 1000, 5000)}),
    "租赁和商务服务业": ("L7211", {"staff": (10, 100, 300), "assets": (100, 8000, 120000)}),
    "其他": ("M7310", {"staff": (10, 100, 300)}),
    "房地产中介": ("K7030", {"staff": (10, 100, 300)}),
    "社会工作": ("Q8510", {"staff": (10, 100, 300)}),
}
CLASSES = ("micro", "small", "medium", "large")


def enterprise(**facts):
    return {("enterprise", name): value for name, value in facts.items()}


def asked(text, facts, day=date(2022, 12, 31)):
    return evaluate(parse(text, VOCABULARY.scope("enterprise")), World(facts, VOCABULARY, day))


def size(**facts):
    return asked("size_2017", enterprise(**facts))


def amount(fact, bound, step=0):
    """A bound as the fact's value, `step` smallest units away."""
    return Decimal(bound) + step if fact == "staff" else bound * WAN + Decimal(step) / 100


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_class_begins_at_the_lower_bound_of_every_indicator(row, rank):
    code, lower = TABLE[row]
    at_bound = {fact: amount(fact, bounds[rank - 1]) for fact, bounds in lower.items()}
    assert size(industry=code, **at_bound) == CLASSES[rank]


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_one_indicator_a_step_under_its_bound_lowers_the_class(row, rank):
    code, lower = TABLE[row]
    for short in lower:
        facts = {fact: amount(fact, bounds[rank - 1]) for fact, bounds in lower.items()}
        facts[short] = amount(short, lower[short][rank - 1], -1)
        assert size(industry=code, **facts) == CLASSES[rank - 1]


@pytest.mark.parametrize("row", [row for row in TABLE if len(TABLE[row][1]) == 2])
def test_one_indicator_under_the_lowest_bound_makes_micro_whatever_the_other(row):
    code, lower = TABLE[row]
    for short in lower:
        assert size(industry=code, **{short: amount(short, lower[short][0], -1)}) == "micro"


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "assets", "expected"),
    [
        ("C", 300, "2000", None, "medium"),
        ("C", 299, "40000", None, "small"),
        ("C", 1000, "39999.99", None, "medium"),
        ("C", 1000, "40000", None, "large"),
        ("C", 1500, "100", None, "micro"),
        ("C", 20, "300", None, "small"),
        ("C", 19, "50000", None, "micro"),
        ("I65", 300, "9999", None, "medium"),
        ("K7010", None, "200000", "9999", "medium"),
        ("G59", 150, "30000", None, "medium"),
        ("I63", 2500, "50000", None, "medium"),
        ("K703", 10, None, None, "small"),
        ("J66", 5000, "900000", "900000", "unclassified"),
    ],
)
def test_the_published_boundary_cases_hold(industry, staff, revenue, assets, expected):
    facts = {
        "industry": industry,
        "staff": staff,
        "revenue": revenue and Decimal(revenue) * WAN,
        "assets": assets and Decimal(assets) * WAN,
    }
    assert size(**facts) == expected


@pytest.mark.parametrize(
    "industry", ["J6620", "G5310", "K7040", "P8210", "Q8411", "S9111", "T9600"]
)
def test_where_the_standard_is_silent_an_enterprise_is_not_classified(industry):
    assert size(industry=industry, staff=Decimal(1), revenue=WAN, assets=WAN) == "unclassified"


def test_an_unclassified_enterprise_is_neither_small_nor_large():
    facts = enterprise(industry="J6620", staff=Decimal(1), revenue=WAN)
    assert asked("size_2017 <= 'medium'", facts) is False
    assert asked("size_2017 >= 'micro'", facts) is False
    assert asked("size_2017 = 'unclassified'", facts) is True


def test_the_class_is_unknown_without_the_industry():
    assert size(staff=Decimal(5000), revenue=90000 * WAN) is None


def test_the_class_is_unknown_where_the_missing_indicator_could_lower_it():
    assert size(industry="C3912", revenue=2000 * WAN) is None


def test_an_order_is_known_although_the_class_is_not():
    facts = enterprise(industry="C3912", revenue=2000 * WAN)
    assert asked("size_2017", facts) is None
    assert asked("size_2017 <= 'medium'", facts) is True
    assert asked("size_2017 > 'medium'", facts) is False
    assert asked("size_2017 <= 'small'", facts) is None


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "=", "<>"])
@pytest.mark.parametrize("limit", CLASSES)
@pytest.mark.parametrize("held", CLASSES)
def test_classes_are_ordered_from_micro_to_large(operator, limit, held):
    staff, revenue = {
        "micro": (19, 299),
        "small": (20, 300),
        "medium": (300, 2000),
        "large": (1000, 40000),
    }[held]
    facts = enterprise(industry="C3912", staff=Decimal(staff), revenue=revenue * WAN)
    a, b = CLASSES.index(held), CLASSES.index(limit)
    expected = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "<>": a != b}
    assert asked(f"size_2017 {operator} '{limit}'", facts) is expected[operator]


def test_the_size_is_unknown_before_the_standard_was_issued():
    facts = enterprise(industry="C3912", staff=Decimal(300), revenue=2000 * WAN)
    assert asked("size_2017", facts, date(2017, 12, 27)) is None
    assert asked("size_2017", facts, date(2017, 12, 28)) == "medium"


def small_low_profit(**changes):
    facts = {
        "kind": "company",
        "restricted_industry": False,
        "taxable_income": 300 * WAN,
        "staff_mean": Decimal(300),
        "assets_mean": 5000 * WAN,
    }
    return asked("small_low_profit", enterprise(**(facts | changes)))


def test_a_small_low_profit_enterprise_meets_all_three_limits_inclusively():
    assert small_low_profit() is True
    assert small_low_profit(taxable_income=300 * WAN + Decimal("0.01")) is False
    assert small_low_profit(staff_mean=Decimal(301)) is False
    assert small_low_profit(assets_mean=5000 * WAN + Decimal("0.01")) is False
    assert small_low_profit(restricted_industry=True) is False


def test_the_equipment_definition_is_met_by_one_limit_of_several():
    facts = {"kind": "company", "restricted_industry": False, "industry": "C3912"}
    small_staff = enterprise(**facts, staff_mean=Decimal(1000), revenue=50000 * WAN)
    small_revenue = enterprise(**facts, staff_mean=Decimal(9000), revenue=40000 * WAN)
    neither = enterprise(**facts, staff_mean=Decimal(1001), revenue=40000 * WAN + Decimal("0.01"))
    assert asked("sme_by_equipment_rule", small_staff) is True
    assert asked("sme_by_equipment_rule", small_revenue) is True
    assert asked("sme_by_equipment_rule", neither) is False


def test_one_firm_is_small_under_one_law_and_not_under_another():
    facts = enterprise(
        kind="company",
        restricted_industry=False,
        industry="C3912",
        staff=Decimal(1200),
        revenue=39000 * WAN,
        staff_mean=Decimal(1200),
        assets_mean=9000 * WAN,
        taxable_income=100 * WAN,
    )
    assert asked("size_2017", facts) == "medium"
    assert asked("sme_by_equipment_rule", facts) is True
    assert asked("small_low_profit", facts) is False


def test_a_company_above_scale_reaches_2000_wan_of_main_revenue():
    facts = {"kind": "company", "industry": "C3912"}
    assert asked("above_scale_industry", enterprise(**facts, main_revenue=2000 * WAN)) is True
    below = 2000 * WAN - Decimal("0.01")
    assert asked("above_scale_industry", enterprise(**facts, main_revenue=below)) is False
    shop = enterprise(kind="company", industry="F5211", main_revenue=9000 * WAN)
    assert asked("above_scale_industry", shop) is False


def test_manufacturing_is_section_c():
    assert asked("manufacturing", enterprise(industry="C13")) is True
    assert asked("manufacturing", enterprise(industry="D4411")) is False
    assert asked("manufacturing", enterprise()) is None


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("91512081MA62K0260E", "valid"),
        ("91350211M0000XUF46", "confirm"),
        ("91350100M000100Y4Z", "invalid"),
    ],
)
def test_a_code_with_a_wrong_outer_check_is_to_be_confirmed(code, status):
    assert asked("uscc_check", enterprise(uscc=code)) == status


@pytest.mark.parametrize(
    ("industry", "sales", "found"),
    [
        ("C3912", "19999999.99", "small_micro"),
        ("C3912", "20000000", "medium"),
        ("C3912", "399999999.99", "medium"),
        ("C3912", "400000000", "large"),
        ("F5111", "1", "unclassified"),
        ("C3912", None, None),
        (None, "1", None),
    ],
)
def test_deferral_classes_manufacturers_alone_by_their_sales(industry, sales, found):
    facts = enterprise(industry=industry, annual_sales=sales and Decimal(sales))
    classes = ("small_micro", "medium", "large", "unclassified")
    said = {name: asked(f"deferral_class = '{name}'", facts) for name in classes}
    assert said == {name: None if found is None else name == found for name in classes}
