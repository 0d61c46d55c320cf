"""`ballast check` on rule sets: their cases, their clauses, their quotes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ballast.cli import app
from ballast.content import home

NAME = "guangdong/2022-industrial-growth"


@pytest.fixture
def policies(tmp_path, monkeypatch):
    """A copy of the packages, without any document at hand."""
    monkeypatch.setenv("BALLAST_DOCUMENTS", str(tmp_path))
    return Path(shutil.copytree(home("policies"), tmp_path / "policies"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(policies: Path, *options: str):
    return CliRunner().invoke(app, ["check", "--policies", str(policies), *options])


def test_the_packages_of_ballast_pass(policies):
    result = check(policies)
    assert result.exit_code == 0, result.output
    rules = list((policies / NAME).glob("*.tests.yaml"))
    assert f"{len(rules)} rules" in result.output
    assert "guangdong/2023-quality-brand: complete policy, 29 measures" in result.output


def test_a_case_that_no_longer_holds_is_a_problem(policies):
    change(policies / NAME / "03-six-taxes-two-fees.yaml", "50%", "40%")
    result = check(policies)
    assert result.exit_code == 1
    assert "03-six-taxes-two-fees.tests.yaml" in result.output
    assert "amount is 2920000" in result.output


def test_a_rule_without_cases_is_a_problem(policies):
    (policies / NAME / "05-rent-relief.tests.yaml").unlink()
    assert "a file of cases beside every rule set" in check(policies).output


def test_a_clause_that_lost_its_rule_is_a_problem(policies):
    for file in (policies / NAME).glob("25-*"):
        file.unlink()
    assert "no （二十五）" in check(policies).output


def test_a_rule_for_a_clause_that_is_excused_is_a_problem(policies):
    change(policies / NAME / "policy.yaml", "no_rule:", "no_rule:\n  （五）: 没有规则。")
    assert "the clause “（五）”" in check(policies).output


def test_a_rule_for_a_clause_that_does_not_exist_is_a_problem(policies):
    change(policies / NAME / "05-rent-relief.yaml", "measure: （五）", "measure: （五十）")
    assert "the clause “（五十）”" in check(policies).output


def test_a_mistake_in_a_rule_is_underlined(policies):
    change(policies / NAME / "05-rent-relief.yaml", "is: state_owned", "is: state_ownd")
    output = check(policies).output
    assert "“state_ownd”" in output
    assert "^^^^^^^^^^" in output


def test_a_bound_that_is_not_declared_is_a_warning(policies):
    bound = '    bounds: {以上: {operator: ">=", basis: civil_code}}\n'
    change(policies / NAME / "01-equipment-deduction.yaml", bound, "")
    result = check(policies)
    assert result.exit_code == 0
    assert "“以上” in a quote, without its bound" in result.output
    assert "bounds: {以上: {operator: '>=', basis: civil_code}}" in result.output


def test_a_bound_that_contradicts_the_expression_is_a_problem(policies):
    change(policies / NAME / "01-equipment-deduction.yaml", "unit_value >=", "unit_value >")
    result = check(policies)
    assert result.exit_code == 1
    assert "a comparison by >" in result.output


def test_a_quote_that_is_not_in_the_clause_is_a_problem(policies, documents):
    change(policies / NAME / "05-rent-relief.yaml", "quote: 承租国有房屋", "quote: 承租公家房屋")
    output = check(policies, "--documents", str(documents)).output
    assert "the quote “承租公家房屋”" in output


def test_the_quotes_of_all_rules_stand_in_their_clauses(policies, documents):
    result = check(policies, "--documents", str(documents))
    assert result.exit_code == 0, result.output
