"""Judged as known on a day: an old decision as it was made, a correction visible as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from times_support import (
    AWARD,
    CORRECTED,
    DAY,
    FIRM,
    LEASE,
    RENT,
    VOCABULARY,
    library,
    run,
    snapshot,
    verdicts,
)

from ballast.assessment.explain import explain_enterprise
from ballast.assessment.used import Used
from ballast.errors import AmbiguousVersions, DuplicateEnterprises


def test_on_2022_02_15_nobody_knew_yet_that_the_award_held(tmp_path):
    facts, rules = (
        snapshot(tmp_path / "facts", enterprise=CORRECTED),
        library(tmp_path, award=AWARD),
    )
    known = date(2022, 2, 15)
    made = run(tmp_path / "run", facts, rules, known_at=known, day=known)
    assert verdicts(made) == []
    (skipped,) = made.record.skipped
    assert skipped.reason == "2022-02-15 尚未公布，2022-03-01 公布"


def test_a_rule_whose_number_was_not_known_is_skipped_with_its_name(tmp_path):
    text = AWARD.replace(
        "[10万元, {value: 12万元, known: 2022-09-01}]", "{value: 10万元, known: 2022-05-01}"
    )
    facts, rules = snapshot(tmp_path / "facts", enterprise=CORRECTED), library(tmp_path, award=text)
    made = run(tmp_path / "run", facts, rules, known_at=date(2022, 4, 30))
    assert [skipped.reason for skipped in made.record.skipped] == ["2022-04-30 尚未公布：奖励"]


@pytest.mark.parametrize(
    ("known_at", "verdict", "amount"),
    [
        (date(2022, 7, 14), "ineligible", None),
        (date(2022, 7, 15), "eligible", Decimal(100_000)),
        (date(2022, 9, 1), "eligible", Decimal(120_000)),
        (None, "eligible", Decimal(120_000)),
    ],
)
def test_a_corrected_staff_figure_counts_from_the_day_it_was_known(
    tmp_path, known_at, verdict, amount
):
    facts, rules = (
        snapshot(tmp_path / "facts", enterprise=CORRECTED),
        library(tmp_path, award=AWARD),
    )
    made = run(tmp_path / "run", facts, rules, known_at)
    assert verdicts(made) == [(FIRM, verdict, amount)]
    assert made.record.known_at == known_at


def test_what_will_hold_later_does_not_count_before(tmp_path):
    later = {**CORRECTED[1], "valid_from": date(2022, 7, 1), "known_from": date(2022, 5, 1)}
    facts = snapshot(tmp_path / "facts", enterprise=[CORRECTED[0], later])
    rules = library(tmp_path, award=AWARD)
    for day, verdict in ((date(2022, 6, 30), "ineligible"), (date(2022, 7, 1), "eligible")):
        made = run(tmp_path / "run", facts, rules, day=day)
        assert [row[1] for row in verdicts(made)] == [verdict]


def test_an_enterprise_that_was_withdrawn_is_judged_only_as_known_before(tmp_path):
    gone = {**CORRECTED[1], "withdrawn": True}
    facts = snapshot(tmp_path / "facts", enterprise=[CORRECTED[0], gone])
    rules = library(tmp_path, award=AWARD)
    assert len(verdicts(run(tmp_path / "run", facts, rules, known_at=date(2022, 7, 14)))) == 1
    assert verdicts(run(tmp_path / "run", facts, rules)) == []


def test_versions_of_an_enterprise_do_not_double_what_it_owns(tmp_path):
    facts = snapshot(tmp_path / "facts", enterprise=CORRECTED, lease=[LEASE])
    made = run(tmp_path / "run", facts, library(tmp_path, rent=RENT))
    assert verdicts(made) == [("L1", "eligible", Decimal(8000))]


def test_versions_between_which_nothing_decides_end_the_run(tmp_path):
    facts = snapshot(tmp_path / "facts", enterprise=[CORRECTED[0], CORRECTED[0]])
    with pytest.raises(AmbiguousVersions, match=f"{FIRM} 2 times with the same valid_from and"):
        run(tmp_path / "run", facts, library(tmp_path, award=AWARD))


def test_without_versions_an_enterprise_that_stands_twice_is_still_refused(tmp_path):
    twice = [{"uscc": FIRM, "staff": 310}] * 2
    facts = snapshot(tmp_path / "facts", enterprise=twice, lease=[LEASE])
    with pytest.raises(DuplicateEnterprises):
        run(tmp_path / "run", facts, library(tmp_path, rent=RENT))


def test_a_history_of_one_version_each_gives_the_same_bytes_as_none(tmp_path):
    plain = [{"uscc": FIRM, "staff": 310}]
    rules = library(tmp_path, award=AWARD, rent=RENT)
    for name, firms in (("plain", plain), ("history", CORRECTED[:1])):
        facts = snapshot(tmp_path / name, enterprise=firms, lease=[LEASE])
        run(tmp_path / f"run-{name}", facts, rules, known_at=date(2022, 7, 1))
    for file in ("enterprise.parquet", "lease.parquet", "summary.csv"):
        one, other = (tmp_path / f"run-{name}" / file for name in ("plain", "history"))
        assert one.read_bytes() == other.read_bytes()


def explained(tmp_path, known_at=None, firms=CORRECTED):
    facts = snapshot(tmp_path / "facts", enterprise=firms)
    rules = library(tmp_path, award=AWARD).rules
    (found,) = explain_enterprise(FIRM, rules, VOCABULARY, facts, DAY, known_at)
    return found


def test_an_explanation_names_the_days_of_the_versions_it_used(tmp_path):
    start = date(2022, 1, 1)
    found = explained(tmp_path)
    assert (found.verdict.outcome, found.verdict.amount) == ("eligible", 12_000_000)
    assert found.used == (
        Used("fact", "企业", start, date(2022, 7, 15)),
        Used("law", "奖励", start, date(2022, 9, 1)),
    )
    found = explained(tmp_path, date(2022, 6, 30))
    assert found.verdict.outcome == "ineligible"
    assert found.used == (
        Used("fact", "企业", start, date(2022, 2, 1)),
        Used("law", "奖励", start, date(2022, 3, 1)),
    )


@pytest.mark.parametrize(
    ("known_at", "outcome", "received"),
    [
        (date(2022, 7, 14), "ineligible", date(2022, 2, 1)),
        (date(2022, 7, 15), "eligible", date(2022, 7, 15)),
    ],
)
def test_an_aggregate_adds_the_versions_that_were_known(tmp_path, known_at, outcome, received):
    start = date(2022, 1, 1)
    law = AWARD.replace("staff < most", "sum(equipment_purchase.unit_value) >= award * 50")
    bought = {"purchase": "P1", "uscc": FIRM, "valid_from": start}
    worth = ((date(2022, 2, 1), 4_999_999), (date(2022, 7, 15), 5_000_000))
    versions = [bought | {"known_from": on, "unit_value": Decimal(yuan)} for on, yuan in worth]
    facts = snapshot(tmp_path / "facts", enterprise=[{"uscc": FIRM}], equipment_purchase=versions)
    rules = library(tmp_path, award=law)
    made = run(tmp_path / "run", facts, rules, known_at)
    (found,) = explain_enterprise(FIRM, rules.rules, VOCABULARY, facts, DAY, known_at)
    assert found.verdict.outcome == verdicts(made)[0][1] == outcome
    assert Used("fact", "设备器具购置", start, received) in found.used


def test_an_explanation_without_history_names_no_versions(tmp_path):
    facts = snapshot(tmp_path / "facts", enterprise=[{"uscc": FIRM}], lease=[LEASE])
    rules = library(tmp_path, rent=RENT).rules
    (found,) = explain_enterprise(FIRM, rules, VOCABULARY, facts, DAY)
    assert found.used == ()
