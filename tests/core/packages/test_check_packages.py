"""`ballast check`: packages alone, and against their documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from ballast.cli import app
from ballast.errors import NotFound
from ballast.measures.check import documents_folder, letters
from ballast.measures.draft import Address, draft
from ballast.measures.writing import dump
from ballast.sources import read as read_yaml

Check = Callable[..., Result]


@pytest.fixture
def folder(umbrellas: Path, tmp_path: Path) -> Path:
    """A package drafted from the invented document."""
    return draft(umbrellas, Address(tmp_path / "policies", "haitang", "umbrellas")).folder


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Runs `ballast check` on the packages and documents of the test."""
    (tmp_path / "documents").mkdir(exist_ok=True)
    monkeypatch.setenv("BALLAST_DOCUMENTS", str(tmp_path / "documents"))

    def run(*options: str) -> Result:
        given = ["check", "--policies", str(tmp_path / "policies"), *options]
        return CliRunner().invoke(app, given)

    return run


def change(folder: Path, spoil: Callable[[SimpleNamespace], object]) -> None:
    """Writes the package in `folder` anew after `spoil` changed its two files."""
    policy, measures = (read_yaml(folder / f"{name}.yaml").data for name in ("policy", "measures"))
    spoil(SimpleNamespace(policy=policy, measures=measures["measures"]))
    (folder / "policy.yaml").write_text(dump(policy), encoding="utf-8")
    (folder / "measures.yaml").write_text(dump(measures), encoding="utf-8")


def test_a_package_that_agrees_with_its_text_passes(check: Check, folder: Path) -> None:
    result = check()
    assert result.exit_code == 0, result.output
    assert f"haitang/{folder.name}: draft policy, 3 measures" in result.output
    assert "1 packages, 0 problems" in result.output
    assert "not at hand" not in result.output


def test_an_altered_fingerprint_is_found_at_its_line(check: Check, folder: Path) -> None:
    change(folder, lambda it: it.measures[1].update(fingerprint="0" * 64))
    lines = (folder / "measures.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "0" * 64 in text)
    result = check()
    assert result.exit_code == 1
    assert f"measures.yaml:{line}:" in result.output
    assert "the fingerprint 00000000… of （二）" in result.output


@pytest.mark.usefixtures("folder")
def test_a_changed_clause_is_found_by_its_fingerprint(check: Check, umbrellas: Path) -> None:
    text = umbrellas.read_text("utf-8")
    umbrellas.write_text(text.replace("建立纸伞运输清单", "建立竹篮运输清单"), encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "of （二）" in result.output
    assert "of （一）" not in result.output


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda it: it.measures[0].update(quotes=["补助八成"]), "the quote “补助八成”"),
        (lambda it: it.measures[0].update(heading="更换纸伞"), "the quote “更换纸伞”"),
        (lambda it: it.measures[0]["units"].pop(), "省财政厅、各市人民政府, as the text says"),
        (lambda it: it.measures[0]["units"].reverse(), "省工业和信息化厅 (lead)、省财政厅"),
        (lambda it: it.measures[2].update(label="（四）"), "the measure （四）"),
        (lambda it: it.measures.pop(), "no measure for the clause"),
        (
            lambda it: (
                it.measures[2].update(lead_ambiguous=False),
                it.measures[2]["units"][0].update(role="lead"),
            ),
            "lead_ambiguous: false",
        ),
        (lambda it: it.policy.update(number="海棠政办〔2024〕8号"), "海棠政办〔2024〕7号, as the"),
        (lambda it: it.policy.update(number=None), "海棠政办〔2024〕7号, as the"),
        (
            lambda it: (it.policy["cites"].clear(), it.measures[2].pop("cites")),
            "no 海棠政办〔2023〕2号",
        ),
        (lambda it: it.policy.update(region="990000"), "vocabulary/regions.csv"),
        (
            lambda it: it.measures[0].update(
                summary="对购置单价80万元以上新机器的企业，按购价的12%给予补助，2024年动手"
            ),
            "own words",
        ),
        (
            lambda it: it.policy.update(
                supervision=[
                    {
                        "section": "尾",
                        "name": "通报",
                        "summary": "按时说一说。",
                        "kinds": ["monitoring"],
                        "quotes": ["从不通报"],
                    }
                ]
            ),
            "the quote “从不通报”",
        ),
    ],
    ids=[
        "a quote that does not occur",
        "a heading that does not occur",
        "a unit left out",
        "units in another order",
        "a label without clause",
        "a clause without measure",
        "a lead where there is none",
        "another number",
        "no number",
        "a citation left out",
        "an unknown region",
        "a copied sentence",
        "a quote of supervision that does not occur",
    ],
)
def test_what_differs_from_the_text_is_a_problem(
    check: Check, folder: Path, spoil: Callable[[SimpleNamespace], object], said: str
) -> None:
    change(folder, spoil)
    result = check()
    assert result.exit_code == 1
    assert said in result.output


def test_a_quote_counts_its_letters_and_not_its_layout(check: Check, folder: Path) -> None:
    change(folder, lambda it: it.measures[0].update(quotes=["按购价的１２％ 给予补助"]))
    assert check().exit_code == 0


def test_without_its_document_a_package_is_checked_but_not_compared(
    check: Check, folder: Path, umbrellas: Path
) -> None:
    umbrellas.unlink()
    change(folder, lambda it: it.measures[1].update(fingerprint="0" * 64))
    result = check()
    assert result.exit_code == 0
    assert "text not at hand: fingerprints and quotes not checked" in result.output


def test_every_problem_of_every_package_is_told(
    check: Check, package_folder: Callable[..., Path]
) -> None:
    package_folder(lambda it: it.policy.update(kind="rumour", status="perfect"))
    package_folder(lambda it: it.measures[0].update(kinds=["gift"]), "haitang/2025-fans")
    package_folder(name="haitang/2026-kites")
    result = check()
    assert result.exit_code == 1
    assert "1 packages, 4 problems" in result.output
    assert "no （一）\n  allowed: a rule set for it, or the reason why it has none" in result.output
    for given in ("'rumour'", "'perfect'", "'gift'"):
        assert given in result.output


def test_a_package_out_of_its_place_is_a_problem(
    check: Check, package_folder: Callable[..., Path]
) -> None:
    package_folder(name="deep/haitang/2024-umbrellas")
    result = check()
    assert result.exit_code == 1
    assert "a package out of its place" in result.output


def test_the_check_speaks_json(check: Check, package_folder: Callable[..., Path]) -> None:
    package_folder(lambda it: it.policy["no_rule"].update({"（一）": "待编制。"}))
    package_folder(lambda it: it.policy.update(kind="rumour"), "haitang/2025-fans")
    result = check("--json")
    told = json.loads(result.output)
    assert told["packages"] == [
        {
            "package": "haitang/2024-umbrellas",
            "kind": "policy",
            "status": "complete",
            "measures": 2,
            "mechanisms": 0,
            "kinds": {"benefit": 1, "target": 1, "matching": 1},
            "rules": 0,
            "text_at_hand": False,
        }
    ]
    (problem,) = told["problems"]
    assert problem["given"] == "kind: 'rumour'"
    assert problem["line"] == 3
    assert result.exit_code == 1


def test_a_folder_that_does_not_exist_is_named_with_its_option(
    check: Check, tmp_path: Path
) -> None:
    result = check("--documents", str(tmp_path / "nowhere"))
    assert isinstance(result.exception, NotFound)
    assert "--documents" in str(result.exception)
    result = check("--policies", str(tmp_path / "nowhere"))
    assert isinstance(result.exception, NotFound)
    assert "--policies" in str(result.exception)


def test_documents_lie_where_the_option_says_else_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("given", "named"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("BALLAST_DOCUMENTS", str(tmp_path / "named"))
    assert documents_folder(tmp_path / "given") == tmp_path / "given"
    assert documents_folder() == tmp_path / "named"
    monkeypatch.setenv("BALLAST_DOCUMENTS", str(tmp_path / "missing"))
    with pytest.raises(NotFound):
        documents_folder()


def test_letters_and_digits_are_what_counts_in_a_comparison() -> None:
    assert letters("（一）按 50％，减征。") == letters("(一)按50%减征") == "一按50减征"
