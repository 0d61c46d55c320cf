"""Measures whose law has changed since their document was issued."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ballast.cli import app
from ballast.content import home
from ballast.errors import Invalid
from ballast.measures.law_changes import ChangedNumber, LawChange, law_changes, unlinked
from ballast.measures.package import Package, load_package, load_packages
from ballast.measures.writing import dump
from ballast.vocabulary.laws import load_laws

Write = Callable[..., Path]
PACKAGE = "haitang/2024-umbrellas"
LAW: dict[str, Any] = {
    "label": "纸伞补助标准",
    "title": "纸伞补助管理规定",
    "parameters": {
        "share": {"label": "补助比例", "comparator": "<=", "basis": "civil_code"},
        "count": {"label": "每年企业数", "comparator": "=", "basis": "stated"},
    },
    "versions": {
        date(2024, 1, 1): {
            "number": "国令一号",
            "values": {"share": "12%", "count": "300家"},
            "evidence": "reprints",
        },
        date(2025, 7, 1): {
            "number": "国令二号",
            "values": {"share": "15%", "count": "300家"},
            "until": date(2026, 6, 30),
            "evidence": "government_page",
        },
    },
    "measures": [{"package": PACKAGE, "clause": "(一)", "rests_on": ["share", "count"]}],
}


@pytest.fixture
def package(package_folder: Write) -> Package:
    return load_package(package_folder())


@pytest.fixture
def laws(tmp_path: Path) -> Callable[..., Any]:
    """Loads the invented law, after `changes`."""

    def load(**changes: Any) -> Any:
        folder = tmp_path / "laws"
        folder.mkdir(exist_ok=True)
        (folder / "umbrella.yaml").write_text(dump(LAW | changes), encoding="utf-8")
        return load_laws(folder)

    return load


def only_change(package: Package, laws: Any, day: date) -> LawChange:
    (change,) = law_changes(package, laws, day)
    return change


@pytest.mark.parametrize("day", [date(2024, 5, 6), date(2025, 6, 30)])
def test_until_the_law_changes_nothing_is_told(package: Package, laws: Any, day: date) -> None:
    assert law_changes(package, laws(), day) == []


def test_from_the_day_of_the_new_law_its_numbers_are_told(package: Package, laws: Any) -> None:
    change = only_change(package, laws(), date(2025, 7, 1))
    assert (change.changed_on, change.number, change.ended) == (date(2025, 7, 1), "国令二号", None)
    assert change.numbers == (ChangedNumber("补助比例", "12%", "15%"),)
    assert "自2025-07-01起有新规定（国令二号）：补助比例12%→15%" in str(change)


def test_a_law_that_ran_out_with_nothing_after_it_is_told(package: Package, laws: Any) -> None:
    assert only_change(package, laws(), date(2026, 6, 30)).ended is None
    change = only_change(package, laws(), date(2026, 7, 1))
    assert change.ended == date(2026, 6, 30)
    assert "现行规定已于2026-06-30到期" in str(change)


def test_the_law_of_the_day_of_issue_may_run_out_without_a_change(
    package: Package, laws: Any
) -> None:
    first = dict(LAW["versions"][date(2024, 1, 1)], until=date(2024, 12, 31))
    change = only_change(package, laws(versions={date(2024, 1, 1): first}), date(2025, 1, 1))
    assert (change.changed_on, change.numbers) == (None, ())
    assert "已于2024-12-31到期，未见接续规定" in str(change)


def test_a_new_document_with_the_same_numbers_is_a_change_of_law(
    package: Package, laws: Any
) -> None:
    resting = [{"package": PACKAGE, "clause": "（一）", "rests_on": ["count"]}]
    change = only_change(package, laws(measures=resting), date(2025, 7, 1))
    assert change.numbers == ()
    assert "所依据的数字未变" in str(change)


def test_numbers_are_compared_and_not_how_they_are_written(package: Package, laws: Any) -> None:
    versions = dict(LAW["versions"])
    versions[date(2025, 7, 1)] = versions[date(2025, 7, 1)] | {
        "values": {"share": "12.0%", "count": "300 家"}
    }
    assert only_change(package, laws(versions=versions), date(2025, 7, 1)).numbers == ()


def test_a_measure_may_state_the_law_of_another_day(package: Package, laws: Any) -> None:
    resting = [dict(LAW["measures"][0], stated_on=date(2025, 8, 1))]
    assert law_changes(package, laws(measures=resting), date(2026, 1, 1)) == []


def test_another_package_is_left_alone(package: Package, laws: Any) -> None:
    resting = [dict(LAW["measures"][0], package="haitang/2030-kites")]
    assert law_changes(package, laws(measures=resting), date(2026, 1, 1)) == []
    assert list(unlinked(package, laws(measures=resting))) == []


def test_a_link_that_holds_is_no_problem(package: Package, laws: Any) -> None:
    assert list(unlinked(package, laws())) == []


@pytest.mark.parametrize(
    ("link", "given", "allowed"),
    [
        ({"clause": "（九）"}, "the clause “（九）”", "（一） （二）"),
        ({"stated_on": date(2020, 1, 1)}, "no version of 纸伞补助标准 on 2020-01-01", "began"),
        ({"stated_on": date(2025, 8, 1)}, "share: 15%, which is no figure of (一)", "`amounts`"),
    ],
    ids=["no such clause", "before the law", "a figure that the measure does not state"],
)
def test_a_link_that_does_not_hold_is_a_problem(
    package: Package, laws: Any, link: dict[str, Any], given: str, allowed: str
) -> None:
    (problem,) = unlinked(package, laws(measures=[LAW["measures"][0] | link]))
    assert problem.given == given
    assert allowed in problem.allowed
    assert problem.file.name == "umbrella.yaml"


def test_a_link_to_a_package_without_date_needs_one(package_folder: Write, laws: Any) -> None:
    undated = load_package(
        package_folder(lambda it: it.policy.update(official=False, issued_on=None))
    )
    (problem,) = unlinked(undated, laws())
    assert "stated_on" in problem.allowed
    assert law_changes(undated, laws(), date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        (
            {"measures": [{"package": PACKAGE, "clause": "（一）", "rests_on": ["weight"]}]},
            "weight is none",
        ),
        (
            {
                "versions": {
                    date(2024, 1, 1): LAW["versions"][date(2024, 1, 1)]
                    | {"values": {"share": "1%"}}
                }
            },
            "each of share, count",
        ),
        (
            {
                "versions": {
                    date(2024, 1, 1): LAW["versions"][date(2024, 1, 1)]
                    | {"until": date(2023, 1, 1)}
                }
            },
            "on or after",
        ),
    ],
    ids=["an unknown parameter", "a value left out", "an end before the start"],
)
def test_a_law_that_contradicts_itself_is_refused(
    laws: Any, changes: dict[str, Any], allowed: str
) -> None:
    with pytest.raises(Invalid) as caught:
        laws(**changes)
    assert any(allowed in problem.allowed for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("day", "flagged"), [(date(2024, 1, 21), False), (date(2024, 1, 22), True)]
)
def test_the_merger_thresholds_of_guangdong_2023_are_those_of_an_older_law_since_january_2024(
    day: date, flagged: bool
) -> None:
    quality = load_packages(home("policies"))["guangdong/2023-quality-brand"]
    changes = law_changes(quality, load_laws(home("vocabulary") / "laws"), day)
    assert [change.number for change in changes] == ["国务院令第773号"] * flagged
    told = [(number.before, number.after) for change in changes for number in change.numbers]
    assert told == [("100亿元", "120亿元"), ("20亿元", "40亿元"), ("4亿元", "8亿元")] * flagged


def test_the_check_warns_of_a_changed_law_and_stays_at_exit_0(
    package_folder: Write, tmp_path: Path
) -> None:
    folder = package_folder(lambda it: it.policy.update(status="draft"))
    vocabulary = tmp_path / "vocabulary"
    shutil.copytree(home("vocabulary"), vocabulary)
    (vocabulary / "laws" / "umbrella.yaml").write_text(dump(LAW), encoding="utf-8")
    options = ["--policies", str(folder.parents[1]), "--vocabulary", str(vocabulary)]
    result = CliRunner().invoke(app, ["check", *options, "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["problems"] == []
    (warning,) = told["warnings"]
    assert "补助比例12%→15%" in warning["given"]
    assert Path(warning["file"]).name == "measures.yaml"
    assert "（一）" in warning["excerpt"]
