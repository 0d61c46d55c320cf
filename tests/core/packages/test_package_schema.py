"""What a package may say, and how it is told what it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from ballast.errors import Invalid, Problem
from ballast.measures.package import label_key, load_package, load_packages, package_folders
from ballast.quantities import Quantity

Write = Callable[..., Path]
Parts = SimpleNamespace


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(Invalid) as caught:
        load_package(folder)
    return list(caught.value.problems)


def only_problem(folder: Path) -> Problem:
    (problem,) = problems(folder)
    return problem


def test_a_valid_package_loads_with_parsed_figures(package_folder: Write) -> None:
    package = load_package(package_folder())
    assert package.name == "haitang/2024-umbrellas"
    assert package.clauses == ("（一）", "（二）")
    assert package.measures[0].targets[0].value == Quantity(Decimal(300), "家")
    assert package.measures[0].amounts[0].value == Quantity(Decimal("0.12"), "ratio")
    assert package.measures[1].cadences[0].at_least == 1
    assert package.measures[0].leads == ("省工业和信息化厅",)


def test_a_clause_is_found_in_whatever_brackets(package_folder: Write) -> None:
    package = load_package(package_folder())
    assert package.measure("(二)") is package.measure("（二）") is package.measures[1]
    assert package.measure("（九）") is None


def test_clauses_that_no_rule_does_not_excuse_need_a_rule(package_folder: Write) -> None:
    assert load_package(package_folder()).ruled == ("（一）",)


@pytest.mark.parametrize(
    ("spoil", "given", "allowed"),
    [
        (lambda it: it.measures[0].update(colour="red"), "'red'", "Extra inputs"),
        (lambda it: it.measures[0].update(name="纸" * 17), "纸" * 17, "at most 16 characters"),
        (lambda it: it.measures[0].update(name=""), "''", "at least 1 character"),
        (lambda it: it.measures[0].update(kinds=["gift"]), "'gift'", "'benefit', 'task'"),
        (lambda it: it.measures[0].update(quotes=["伞" * 31]), "伞" * 31, "at most 30"),
        (lambda it: it.measures[0].update(fingerprint="short"), "'short'", "pattern"),
        (lambda it: it.measures[0]["amounts"][0].update(value="许多"), "许多", "500万元"),
        (lambda it: it.measures[0]["amounts"][0].update(value=12), "12", "and its unit"),
        (lambda it: it.measures[0]["amounts"][0].update(value="12"), "'12'", "and its unit"),
        (lambda it: it.measures[1]["cadences"][0].update(every="decade"), "decade", "'week'"),
        (lambda it: it.measures[1]["deadlines"][0].update(to="soon"), "'soon'", "date"),
        (
            lambda it: it.measures[1]["deadlines"][0].update({"from": date(2025, 1, 1)}),
            "2025",
            "`from` on or before `to`, 2024-09-30",
        ),
        (lambda it: it.policy.update(number=[]), "[]", "valid string"),
        (lambda it: it.policy.update(region="44"), "'44'", "pattern"),
        (lambda it: it.policy.update(kind="rumour"), "'rumour'", "'policy' or 'report'"),
        (lambda it: it.policy["source"].update(file="a/b.txt"), "a/b.txt", "pattern"),
    ],
    ids=[
        "an unknown key",
        "a long name",
        "an empty name",
        "a bad kind",
        "a long quote",
        "no fingerprint",
        "no number",
        "a bare number",
        "no unit",
        "a bad frequency",
        "a wrong date",
        "dates in disorder",
        "a wrong type",
        "a short region",
        "a bad kind of document",
        "a path for a file",
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_its_line(
    package_folder: Write, spoil: object, given: str, allowed: str
) -> None:
    problem = only_problem(package_folder(spoil))
    assert given in problem.given
    assert allowed in problem.allowed
    assert problem.excerpt == problem.file.read_text("utf-8").splitlines()[problem.line - 1]


def test_the_line_of_a_wrong_value_is_its_own(package_folder: Write) -> None:
    problem = only_problem(package_folder(lambda it: it.measures[1].update(name="伞" * 20)))
    assert "伞" * 20 in problem.excerpt
    assert problem.file.name == "measures.yaml"


@pytest.mark.parametrize(
    ("spoil", "allowed"),
    [
        (lambda it: it.measures[0]["units"][1].update(role="lead"), "one lead"),
        (lambda it: it.measures[0].update(joint_lead=True), "one lead"),
        (lambda it: it.measures[0].update(lead_ambiguous=True), "no lead where"),
        (
            lambda it: it.measures[1].update(units=[{"unit": "省交通运输厅", "role": "member"}]),
            "`role: lead`",
        ),
        (lambda it: it.measures[0]["units"].append(it.measures[0]["units"][1]), "each unit once"),
        (lambda it: it.measures[1].update(label="(一)"), "each label once in a section"),
        (lambda it: it.policy.update(no_rule={"（九）": "没有"}), "（一） （二）"),
        (lambda it: it.policy["lead_convention"].update(clause="（九）"), "（一） （二）"),
        (lambda it: it.measures[1].update(cites=["海棠政办〔2020〕1号"]), "under `cites` of"),
        (lambda it: it.policy.update(kind="report"), "`official: false` for a report"),
        (lambda it: it.policy.update(issued_on=None), "`official: false` for a report"),
        (lambda it: it.policy.update(published_on=date(2024, 5, 5)), "2024-05-06"),
    ],
    ids=[
        "two leads unstated",
        "a joint lead of one",
        "a lead and none",
        "a convention without lead",
        "a unit twice",
        "a label twice",
        "no rule for no clause",
        "a convention in no clause",
        "a citation unlisted",
        "an official report",
        "an official copy without date",
        "published before issued",
    ],
)
def test_parts_that_contradict_each_other_are_problems(
    package_folder: Write, spoil: object, allowed: str
) -> None:
    found = problems(package_folder(spoil))
    assert any(allowed in problem.allowed for problem in found)


def test_several_leads_are_allowed_where_they_are_said_to_be(package_folder: Write) -> None:
    def joint(it: Parts) -> None:
        it.measures[0]["units"][1]["role"] = "lead"
        it.measures[0]["joint_lead"] = True

    assert load_package(package_folder(joint)).measures[0].leads == ("省工业和信息化厅", "省财政厅")


def test_a_label_may_repeat_in_another_section(package_folder: Write) -> None:
    def repeat(it: Parts) -> None:
        it.measures[1].update(label="（一）", section="二、销路")
        it.policy.update(no_rule={"二、销路（一）": "没有待遇。"}, lead_convention=None)

    package = load_package(package_folder(repeat))
    assert package.clauses == ("一、生产（一）", "二、销路（一）")
    assert package.ruled == ("一、生产（一）",)


@pytest.mark.parametrize(
    ("spoil", "given"),
    [
        (lambda it: it.measures[0].update(name=None), "name of （一）"),
        (lambda it: it.measures[1].update(summary=None), "summary of （二）"),
        (lambda it: it.measures[1].update(kinds=[]), "kinds of （二）"),
        (lambda it: it.measures[0]["targets"][0].update(what=None), "targets.0.what of （一）"),
        (lambda it: it.measures[1]["cadences"][0].update(what=None), "cadences.0.what of （二）"),
        (lambda it: it.policy["cites"][0].update(why=None), "why: nothing"),
    ],
)
def test_what_a_draft_may_lack_a_complete_package_may_not(
    package_folder: Write, spoil: Callable[..., object], given: str
) -> None:
    problem = only_problem(package_folder(spoil))
    assert given in problem.given
    assert "status: draft" in problem.allowed

    def drafted(it: Parts) -> None:
        spoil(it)
        it.policy["status"] = "draft"

    assert load_package(package_folder(drafted)).policy.status == "draft"


def test_a_complete_policy_has_measures(package_folder: Write) -> None:
    def bare(it: Parts) -> None:
        it.measures.clear()
        it.policy.update(no_rule={}, lead_convention=None)

    assert only_problem(package_folder(bare)).given == "no measures"


def test_problems_of_both_files_come_together(package_folder: Write) -> None:
    def spoil(it: Parts) -> None:
        it.policy["kind"] = "rumour"
        it.measures[0]["kinds"] = ["gift"]
        it.measures[1]["name"] = "伞" * 20

    assert len(problems(package_folder(spoil))) == 3


def test_problems_of_all_packages_come_together(package_folder: Write, tmp_path: Path) -> None:
    package_folder(lambda it: it.policy.update(kind="rumour"))
    package_folder(lambda it: it.policy.update(kind="gossip"), "haitang/2025-fans")
    with pytest.raises(Invalid) as caught:
        load_packages(tmp_path / "policies")
    assert [problem.given for problem in caught.value.problems] == [
        "kind: 'rumour'",
        "kind: 'gossip'",
    ]


def test_a_folder_with_one_of_two_files_is_a_problem(package_folder: Write) -> None:
    folder = package_folder()
    (folder / "policy.yaml").unlink()
    problem = only_problem(folder)
    assert (problem.file.name, problem.given) == ("policy.yaml", "no such file")
    assert package_folders(folder.parents[1]) == (folder,)


@pytest.mark.parametrize("name", ["haitang/umbrellas", "haitang/2024-Umbrellas", "海棠/2024-a"])
def test_a_folder_is_named_after_issuer_year_and_slug(package_folder: Write, name: str) -> None:
    problem = only_problem(package_folder(name=name))
    assert name in problem.given
    assert "<year>-<slug>" in problem.allowed


def test_labels_are_compared_without_regard_to_width() -> None:
    assert label_key("（一）") == label_key("( 一 )")
    assert label_key("一、") != label_key("（一）")
