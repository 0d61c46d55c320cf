"""The commands of verification as an officer runs them."""

from __future__ import annotations

import json
import shutil

import yaml
from click.testing import CliRunner
from verification_support import with_conditions, written

from ballast.cli import app
from ballast.content import home


def ballast(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_committed_rules_have_no_errors():
    result = ballast("verify")
    assert result.exit_code == 0
    assert "0 个错误" in result.output


def test_a_contradiction_is_told_and_the_exit_status_says_so(tmp_path):
    written(tmp_path, with_conditions(够大="unit_value >= floor", 很小="unit_value < floor * 0.01"))
    result = ballast("verify", "--policies", tmp_path)
    assert result.exit_code == 1
    assert "没有人能同时符合：够大、很小" in result.output


def test_findings_can_be_had_as_json(tmp_path):
    written(tmp_path, with_conditions(够大="unit_value >= floor", 有价="unit_value > 0"))
    result = ballast("verify", "--policies", tmp_path, "--json")
    found = [json.loads(line) for line in result.output.splitlines()]
    assert {"conditions", "coverage"} == {item["check"] for item in found}


def test_a_changed_threshold_is_shown_by_an_enterprise(tmp_path):
    shutil.copytree(home("policies"), tmp_path / "new")
    (rule,) = (tmp_path / "new").glob("guangdong/2022-*/01-equipment-deduction.yaml")
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("500万元}", "600万元}"), encoding="utf-8"
    )
    result = ballast("verify", "--policies", tmp_path / "new", "--against", home("policies"))
    assert "01-equipment-deduction（2022-01-01 至 2022-12-31）：不再符合" in result.output
    assert "原：符合" in result.output
    assert "现：不符合" in result.output
    assert "经证明对任何企业结论相同" in result.output


def test_cases_are_printed_for_one_rule_alone():
    made = yaml.safe_load(ballast("cases", "05-rent-relief").output)
    assert made["given"]["lease"]["state_owned"] is True
    assert len(made["cases"]) > 5


def test_clashes_are_told_with_the_rules_that_they_touch():
    output = ballast("clash", "--as-of", "2022-12-31").output
    assert "符合“小型微利企业”而不符合“划型办法的小型、微型”" in output
    assert "03-six-taxes-two-fees" in output
