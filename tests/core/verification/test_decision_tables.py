"""Decision tables: rows that share a code and classes out of order are found before they are used."""

from __future__ import annotations

import shutil

import pytest
from verification_support import with_conditions

from ballast.content import home
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.verification.checks import tables

TABLE = """\
label: 档次
subject: enterprise
type: enum
values: {low: 低, middle: 中, high: 高}
versions:
  2022-01-01:
    source: 试验
    bands:
      key: industry
      rows:
        制造业: {codes: [C], lower: {staff: [20人, 300人]}}
        采矿业: {codes: [B], lower: {staff: [20人, 300人]}}
"""


def findings(folder, table):
    vocabulary = folder / "vocabulary"
    shutil.copytree(home("vocabulary"), vocabulary)
    (vocabulary / "derived" / "grade.yaml").write_text(table, encoding="utf-8")
    package = folder / "policies" / "x" / "2022-y"
    package.mkdir(parents=True)
    rule = with_conditions(中档="enterprise.grade >= 'middle'")
    (package / "rule.yaml").write_text(rule, encoding="utf-8")
    known = load_vocabulary(vocabulary)
    library = load_library(folder / "policies", known)
    return [item for rule in library.rules for item in tables.check(rule, library, known)]


def test_industries_in_no_row_are_shown_by_one_of_them(tmp_path):
    (finding,) = findings(tmp_path, TABLE)
    assert finding.gravity == "note"
    assert finding.where == "enterprise.grade"
    assert "行业代码" in finding.example


def test_two_rows_with_a_common_code_are_an_error(tmp_path):
    overlapping = TABLE.replace("codes: [B]", "codes: [B, C39]")
    errors = [item for item in findings(tmp_path, overlapping) if item.gravity == "error"]
    assert [item.text for item in errors] == ["“档次”：“制造业”和“采矿业”两行有共同的行业"]


def test_a_class_with_lower_bounds_than_the_class_below_is_an_error(tmp_path):
    swapped = TABLE.replace(
        "采矿业: {codes: [B], lower: {staff: [20人, 300人]}}",
        "采矿业: {codes: [B], lower: {staff: [300人, 20人]}}",
    )
    errors = [item for item in findings(tmp_path, swapped) if item.gravity == "error"]
    assert [item.text for item in errors] == ["“档次”：达到高下限却达不到中下限"]
    assert "从业人员" in errors[0].example


@pytest.mark.parametrize("fact", ["size_2017"])
def test_the_national_size_classes_have_neither_fault(fact, tmp_path):
    known = load_vocabulary(home("vocabulary"))
    library = load_library(home("policies"), known)
    found = [item for rule in library.rules for item in tables.check(rule, library, known)]
    mine = [item for item in found if item.where == f"enterprise.{fact}"]
    assert [item.gravity for item in mine] == ["note"]
