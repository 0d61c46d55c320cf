"""National definitions declare whether their bounds include the number; the check finds lies."""

from __future__ import annotations

import shutil

import pytest

from ballast.content import home
from ballast.errors import Invalid
from ballast.rules.derived import load_vocabulary
from ballast.vocabulary.derived import load_derived


def changed(tmp_path, name, old, new):
    """The vocabulary with one text of one definition replaced."""
    folder = tmp_path / "vocabulary"
    shutil.copytree(home("vocabulary"), folder)
    path = folder / "derived" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("size_2017", '以上: {operator: ">="', '以上: {operator: ">"', "as `bounds` declares"),
        ("size_2017", '以下: {operator: "<"', '以下: {operator: "<="', "as `bounds` declares"),
        ("size_2017", '">=", basis: table', '"<=", basis: table', "> or >="),
        ("small_low_profit", "staff_mean <= staff", "staff_mean < staff", "comparison by <"),
        ("small_low_profit", "basis: plain", "basis: civil_code", "“不超过” by civil_code"),
        ("sme_by_equipment_rule", '"<="', '"<"', "<=, by civil_code"),
        ("above_scale_industry", "以上: {", "大约在: {", "a word that bounds"),
        ("deferral_class", '">="', '">"', "as `bounds` declares"),
    ],
)
def test_a_bound_that_the_definition_contradicts_is_a_problem(tmp_path, name, old, new, said):
    with pytest.raises(Invalid) as caught:
        load_vocabulary(changed(tmp_path, name, old, new))
    told = [str(each) for each in caught.value.problems if each.file.stem == name]
    assert any(said in each for each in told), told


def test_every_definition_with_limits_declares_its_bounds():
    declared = load_derived(home("vocabulary") / "derived")
    limited = {
        name: [version.bounds for entries in each.versions.values() for version in entries]
        for name, (each, _) in declared.items()
        if each.parameters or any(e.bands for v in each.versions.values() for e in v)
    }
    assert set(limited) >= {"size_2017", "small_low_profit", "sme_by_equipment_rule"}
    assert all(all(bounds) for bounds in limited.values())
