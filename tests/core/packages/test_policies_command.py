"""`ballast policies`: the library at a glance."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ballast.cli import app
from ballast.content import home
from ballast.errors import NotFound

Write = Callable[..., Path]


def policies(*given: str) -> Result:
    return CliRunner().invoke(app, ["policies", *given])


def told(*given: str) -> dict[str, Any]:
    """What `--json` tells of each package."""
    result = policies(*given, "--json")
    assert result.exit_code == 0, result.output
    return {each["package"]: each for each in json.loads(result.output)["policies"]}


@pytest.mark.parametrize(
    ("day", "label"),
    [("2023-10-11", "尚未施行"), ("2026-10-12", "有效（"), ("2026-10-13", "已失效（")],
)
def test_a_policy_is_shown_as_it_stands_on_the_day(day: str, label: str) -> None:
    lines = policies("--as-of", day).output.splitlines()
    (line,) = (each for each in lines if each.startswith("粤市监〔2023〕74号"))
    assert label in line


def test_a_policy_without_stated_end_is_told_so_with_what_has_run_out() -> None:
    output = policies("--as-of", "2023-01-01").output
    block = next(each for each in output.split("\n\n") if each.startswith("粤办函〔2022〕41号"))
    assert "未写明有效期" in block.splitlines()[0]
    assert "32项措施" in block
    rules = len(list((home("policies") / "guangdong/2022-industrial-growth").glob("*.tests.yaml")))
    assert f"、{rules}套规则" in block
    assert "项措施所列期限均已届满" in block
    assert "所列期限均已届满" not in policies("--as-of", "2022-04-01").output


def test_a_measure_stands_by_its_own_dates_in_json() -> None:
    found = told("--as-of", "2023-01-01")["guangdong/2022-industrial-growth"]
    first = found["measures"][0]
    assert (first["clause"], first["status"], first["basis"]) == ("（一）", "expired", "measure")
    assert (first["start"], first["end"]) == ("2022-01-01", "2022-12-31")
    assert found["standing"]["status"] == "unknown"
    assert len(found["measures"]) == 32
    assert found["kinds"]["benefit"] == 12


@pytest.mark.parametrize(("day", "flagged"), [("2024-01-21", False), ("2024-01-22", True)])
def test_a_changed_law_is_told_with_its_numbers(day: str, flagged: bool) -> None:
    output = policies("--as-of", day).output
    assert ("国务院令第773号" in output) == flagged
    assert ("100亿元→120亿元" in output) == flagged
    changes = told("--as-of", day)["guangdong/2023-quality-brand"]["law_changes"]
    assert [each["changed_on"] for each in changes] == ["2024-01-22"] * flagged


def test_a_superseded_draft_is_told_so(package_folder: Write) -> None:
    def supersede(it: SimpleNamespace) -> None:
        after = {"number": None, "title": "新办法", "on": date(2025, 3, 1)}
        it.policy.update(superseded_by=after, status="draft")

    folder = str(package_folder(supersede).parents[1])
    output = policies("--policies", folder, "--as-of", "2025-03-01").output
    assert "已被替代（自2025-03-01起由《新办法》替代）　草稿" in output
    assert "2项措施、0项督导机制、0套规则；" in output


def test_a_report_is_called_a_report() -> None:
    assert "新闻报道（本身没有效力）" in policies().output


def test_an_empty_library_says_how_to_begin(tmp_path: Path) -> None:
    assert "ballast draft" in policies("--policies", str(tmp_path)).output


def test_a_package_that_does_not_load_is_left_out_and_told(package_folder: Write) -> None:
    folder = package_folder()
    package_folder(lambda it: it.policy.update(kind="rumour"), "haitang/2025-fans")
    result = policies("--policies", str(folder.parents[1]))
    assert "1份文件" in result.output
    assert "1 problems keep packages out; see: ballast check" in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert isinstance(policies("--policies", str(tmp_path / "no")).exception, NotFound)
