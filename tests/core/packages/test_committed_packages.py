"""The packages that come with Ballast."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ballast.content import home
from ballast.measures.check import CHECKS, Reading, Scope, letters, pairs, reading
from ballast.measures.package import Package, load_packages
from ballast.quantities import Quantity

PACKAGES = load_packages(home("policies"))
GUANGDONG = PACKAGES["guangdong/2022-industrial-growth"]
QUALITY = PACKAGES["guangdong/2023-quality-brand"]


def test_the_five_documents_have_complete_packages() -> None:
    assert {
        name: (package.policy.status, len(package.measures)) for name, package in PACKAGES.items()
    } == {
        "fujian/2023-industrial-push-report": ("complete", 0),
        "guangdong/2022-industrial-growth": ("complete", 32),
        "guangdong/2023-quality-brand": ("complete", 29),
        "guangxi/2022-industrial-follow-up": ("complete", 15),
        "miit/2022-consolidate-recovery": ("complete", 17),
    }


@pytest.mark.parametrize("name", PACKAGES)
def test_every_clause_has_a_name_of_its_own_and_is_not_named_by_its_heading(name: str) -> None:
    measures = PACKAGES[name].measures
    assert len({measure.name for measure in measures}) == len(measures)
    assert all(measure.name != measure.heading for measure in measures)


@pytest.mark.parametrize("name", [name for name in PACKAGES if not PACKAGES[name].ruled])
def test_a_package_without_rules_says_of_every_clause_why(name: str) -> None:
    package = PACKAGES[name]
    assert package.ruled == ()
    assert len(package.policy.no_rule) == len(package.measures)


def test_guangdong_2022_restates_all_32_measures() -> None:
    assert len(GUANGDONG.measures) == 32
    assert all(measure.name and measure.summary for measure in GUANGDONG.measures)
    assert len({measure.name for measure in GUANGDONG.measures}) == 32


def test_guangdong_2022_says_of_every_clause_that_it_has_a_rule_or_why_not() -> None:
    assert len(GUANGDONG.ruled) == 17
    assert len(GUANGDONG.policy.no_rule) == 15


@pytest.mark.parametrize(
    ("name", "ruled", "excused"),
    [("guangxi/2022-industrial-follow-up", 13, 2), ("miit/2022-consolidate-recovery", 9, 8)],
)
def test_guangxi_and_the_ministry_say_of_every_clause_that_it_has_a_rule_or_why_not(
    name: str, ruled: int, excused: int
) -> None:
    package = PACKAGES[name]
    assert (len(package.ruled), len(package.policy.no_rule)) == (ruled, excused)


def test_the_quality_policy_says_of_every_clause_that_it_has_a_rule_or_why_none_can_stand() -> None:
    assert len(QUALITY.ruled) == 18
    assert len(QUALITY.policy.no_rule) == 11


@pytest.mark.parametrize("name", PACKAGES)
def test_no_clause_waits_for_a_rule(name: str) -> None:
    reasons = PACKAGES[name].policy.no_rule
    assert [label for label, reason in reasons.items() if "待编制" in reason] == []


def test_guangdong_2022_leads_with_the_first_unit_but_where_work_is_shared() -> None:
    shared = [measure.label for measure in GUANGDONG.measures if measure.lead_ambiguous]
    assert shared == ["（五）", "（六）", "（十八）", "（二十七）"]
    for measure in GUANGDONG.measures:
        expected = () if measure.lead_ambiguous else (measure.units[0].unit,)
        assert measure.leads == expected


def test_guangdong_2022_has_its_four_dated_targets() -> None:
    targets = [
        (measure.label, target.comparator, target.value, target.due)
        for measure in GUANGDONG.measures
        for target in measure.targets
    ]
    year_end = date(2022, 12, 31)
    assert targets == [
        ("（十八）", "=", Quantity(Decimal(8500), "家"), year_end),
        ("（十九）", ">", Quantity(Decimal(30000), "座"), year_end),
        ("（三十一）", "=", Quantity(Decimal(10), "个"), year_end),
        ("（三十一）", ">", Quantity(Decimal(5000), "家"), year_end),
    ]


def test_guangdong_2022_orders_monthly_monitoring_and_quarterly_bulletins() -> None:
    cadences = [
        cadence.every
        for mechanism in GUANGDONG.policy.supervision
        for cadence in mechanism.cadences
    ]
    assert cadences == ["month", "quarter"]


def test_the_quality_policy_is_valid_for_three_years() -> None:
    effective = QUALITY.policy.effective
    assert (effective.from_, effective.to) == (date(2023, 10, 12), date(2026, 10, 12))


def test_a_news_report_is_not_law() -> None:
    policy = PACKAGES["fujian/2023-industrial-push-report"].policy
    assert (policy.kind, policy.official) == ("report", False)


def test_the_fujian_report_orders_four_returning_duties() -> None:
    supervision = PACKAGES["fujian/2023-industrial-push-report"].policy.supervision
    cadences = [cadence for mechanism in supervision for cadence in mechanism.cadences]
    assert [(it.every, it.at_least, it.unit, it.per) for it in cadences] == [
        ("week", 1, None, None),
        ("month", 10, "场", "地市"),
        ("month", 1, "场", "县（市、区）"),
        ("half_month", 1, "次", "各地"),
    ]


def test_the_fujian_report_sets_four_deadlines() -> None:
    supervision = PACKAGES["fujian/2023-industrial-push-report"].policy.supervision
    assert [(it.from_, it.to) for mechanism in supervision for it in mechanism.deadlines] == [
        (None, date(2023, 12, 31)),
        (None, date(2023, 8, 31)),
        (date(2023, 8, 1), date(2023, 9, 30)),
        (None, date(2023, 9, 30)),
    ]


def test_the_guangxi_text_does_not_show_who_issued_it_when() -> None:
    policy = PACKAGES["guangxi/2022-industrial-follow-up"].policy
    assert (policy.official, policy.issuers, policy.issued_on) == (False, (), None)


def test_the_regions_of_the_national_notice_are_all_provinces_but_three_once() -> None:
    named = [
        region
        for measure in PACKAGES["miit/2022-consolidate-recovery"].measures
        for region in measure.regions
    ]
    assert len(named) == len(set(named)) == 31
    assert all(region.endswith("0000") for region in named)
    assert set(named).isdisjoint({"710000", "810000", "820000"})


def test_a_clause_for_small_manufacturers_is_limited_to_them() -> None:
    rent = GUANGDONG.measure("（五）")
    assert rent is not None
    assert (rent.industries, rent.sizes, rent.regions) == (("C",), ("micro", "small"), ())


@pytest.mark.parametrize("name", PACKAGES)
def test_no_two_clauses_share_a_fingerprint(name: str) -> None:
    times = Counter(measure.fingerprint for measure in PACKAGES[name].measures)
    assert set(times.values()) <= {1}


@pytest.fixture(params=PACKAGES)
def at_hand(request: pytest.FixtureRequest, documents: Path) -> tuple[Package, Reading]:
    """A package with what the reader finds in its document."""
    package = PACKAGES[request.param]
    path = documents / package.policy.source.file
    if not path.is_file():
        pytest.skip(f"{path.name} is not in {documents}")
    return package, reading(path)


def test_every_package_agrees_with_its_document(documents: Path) -> None:
    scope = Scope(home("policies"), documents)
    if not any(scope.text(package) for package in scope.packages):
        pytest.skip(f"{documents} holds no document of a package")
    assert [str(problem) for check in CHECKS for problem in check(scope)] == []


def test_units_leads_and_fingerprints_are_those_of_the_text(
    at_hand: tuple[Package, Reading],
) -> None:
    package, found = at_hand
    compared = list(pairs(package, found))
    assert len(compared) == len(package.measures) == len(found.measures)
    for _, measure, clause in compared:
        ours = [(unit.unit, unit.role) for unit in measure.units]
        assert ours == [(unit.name, unit.role) for unit in clause.responsible]
        assert measure.fingerprint == clause.fingerprint


def test_names_and_summaries_restate_and_do_not_copy(at_hand: tuple[Package, Reading]) -> None:
    package, found = at_hand
    whole = letters(found.document.text.value)
    for restated in (*package.measures, *package.policy.supervision):
        for words in (letters(restated.name or ""), letters(restated.summary or "")):
            pieces = (words[start : start + 13] for start in range(len(words) - 12))
            assert [piece for piece in pieces if piece in whole] == [], restated.name


def test_every_figure_of_a_package_is_found_in_the_text(at_hand: tuple[Package, Reading]) -> None:
    for _, measure, clause in pairs(*at_hand):
        found = {amount.value for amount in clause.quantities}
        found |= {amount.upper for amount in clause.quantities}
        for figure in (*measure.targets, *measure.amounts):
            assert figure.value.value in found, (measure.label, figure)


def test_every_date_of_a_package_is_found_in_the_text(at_hand: tuple[Package, Reading]) -> None:
    for _, measure, clause in pairs(*at_hand):
        found = {(deadline.start, deadline.end) for deadline in clause.deadlines}
        for deadline in measure.deadlines:
            assert (deadline.from_, deadline.to) in found, (measure.label, deadline)
