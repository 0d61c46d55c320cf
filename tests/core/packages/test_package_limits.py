"""Whom a measure is limited to, what superseded a document, when a report is complete."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from ballast.cli import app
from ballast.errors import Invalid, Problem
from ballast.measures.package import load_package

Write = Callable[..., Path]


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(Invalid) as caught:
        load_package(folder)
    return list(caught.value.problems)


def checked(policies: Path) -> dict[str, Any]:
    """What `ballast check --json` says of the packages below `policies`."""
    found: dict[str, Any] = json.loads(
        CliRunner().invoke(app, ["check", "--policies", str(policies), "--json"]).output
    )
    return found


def test_a_measure_may_be_limited_to_industries_sizes_and_regions(package_folder: Write) -> None:
    limits = {"industries": ["C", "C39"], "sizes": ["micro", "small"], "regions": ["440300"]}
    folder = package_folder(lambda it: it.measures[0].update(limits))
    measure = load_package(folder).measures[0]
    assert (measure.industries, measure.sizes) == (("C", "C39"), ("micro", "small"))
    assert measure.regions == ("440300",)
    given = [problem["given"] for problem in checked(folder.parents[1])["problems"]]
    assert not any("under `" in each for each in given)


def test_a_measure_without_limits_is_limited_by_none(package_folder: Write) -> None:
    measure = load_package(package_folder()).measures[0]
    assert (measure.industries, measure.sizes, measure.regions) == ((), (), ())


@pytest.mark.parametrize(
    ("limits", "given"),
    [
        ({"industries": ["c39"]}, "'c39'"),
        ({"industries": ["3912"]}, "'3912'"),
        ({"sizes": ["tiny"]}, "'tiny'"),
        ({"regions": ["广东"]}, "'广东'"),
    ],
)
def test_a_limit_that_is_no_code_is_refused(
    package_folder: Write, limits: dict[str, list[str]], given: str
) -> None:
    (problem,) = problems(package_folder(lambda it: it.measures[0].update(limits)))
    assert given in problem.given


def test_a_limit_stands_once(package_folder: Write) -> None:
    (problem,) = problems(package_folder(lambda it: it.measures[0].update(sizes=["micro"] * 2)))
    assert "each size once" in problem.allowed


@pytest.mark.parametrize(
    ("limits", "given"),
    [
        ({"industries": ["C", "C99"]}, "C99 under `industries` of （一）"),
        ({"regions": ["440000", "991234"]}, "991234 under `regions` of （一）"),
    ],
)
def test_a_code_that_the_classification_does_not_have_is_a_problem(
    package_folder: Write, limits: dict[str, list[str]], given: str
) -> None:
    folder = package_folder(lambda it: it.measures[0].update(limits))
    found = checked(folder.parents[1])["problems"]
    assert [each["given"] for each in found if "under `" in each["given"]] == [given]


def test_a_document_names_what_superseded_it(package_folder: Write) -> None:
    after = {"number": "海棠政办〔2025〕9号", "title": None, "on": date(2025, 3, 1)}
    folder = package_folder(lambda it: it.policy.update(superseded_by=after))
    superseded = load_package(folder).policy.superseded_by
    assert superseded is not None
    assert (superseded.number, superseded.on) == ("海棠政办〔2025〕9号", date(2025, 3, 1))


def test_what_superseded_a_document_has_a_number_or_a_title(package_folder: Write) -> None:
    after = {"number": None, "title": None, "on": date(2025, 3, 1)}
    (problem,) = problems(package_folder(lambda it: it.policy.update(superseded_by=after)))
    assert "`number` and `title`" in problem.allowed


def report(it: SimpleNamespace, **mechanism: object) -> None:
    """Makes the package a complete report of one mechanism."""
    said = {
        "section": "第二段",
        "name": "周通报",
        "summary": "每周说进度。",
        "kinds": ["monitoring"],
    }
    it.measures.clear()
    it.policy.update(
        kind="report", official=False, lead_convention=None, no_rule={}, supervision=[]
    )
    if mechanism:
        it.policy["supervision"].append(said | mechanism)


def test_a_report_is_complete_when_all_that_it_says_was_ordered_is(package_folder: Write) -> None:
    cadence = {"what": "通报进度", "every": "week"}
    folder = package_folder(lambda it: report(it, cadences=[cadence]))
    assert load_package(folder).policy.status == "complete"


def test_a_complete_report_says_what_was_ordered(package_folder: Write) -> None:
    (problem,) = problems(package_folder(report))
    assert problem.given == "no supervision"


def test_a_complete_report_says_what_each_date_and_cadence_is_for(package_folder: Write) -> None:
    cadence = {"what": None, "every": "week"}
    (problem,) = problems(package_folder(lambda it: report(it, cadences=[cadence])))
    assert problem.given == "cadences.0.what of “周通报”: nothing"
    assert "status: draft" in problem.allowed


def charge(it: SimpleNamespace, status: str) -> None:
    it.measures[0]["units"][1]["unit"] = "省工信局"
    it.policy.update(status=status)


def test_an_unknown_unit_of_a_complete_package_is_a_problem_with_the_nearest_names(
    package_folder: Write,
) -> None:
    folder = package_folder(lambda it: charge(it, "complete"))
    found = checked(folder.parents[1])
    (problem,) = (each for each in found["problems"] if "the unit" in each["given"])
    assert problem["given"] == "the unit “省工信局”"
    assert "省工信厅" in problem["allowed"]
    assert "省工信局" in problem["excerpt"]
    assert found["warnings"] == []


def test_an_unknown_unit_of_a_draft_is_a_warning(package_folder: Write) -> None:
    folder = package_folder(lambda it: charge(it, "draft"))
    result = CliRunner().invoke(app, ["check", "--policies", str(folder.parents[1])])
    assert result.exit_code == 0, result.output
    assert "warning: " in result.output
    assert "the unit “省工信局”" in result.output
    assert "1 packages, 0 problems, 1 warnings" in result.output


def test_a_unit_of_a_mechanism_is_looked_up_too(package_folder: Write) -> None:
    unit = {"unit": "省伞骨委", "role": "member"}
    folder = package_folder(lambda it: report(it, units=[unit]))
    found = checked(folder.parents[1])["problems"]
    assert [each["given"] for each in found] == ["the unit “省伞骨委”"]
    assert Path(found[0]["file"]).name == "policy.yaml"
