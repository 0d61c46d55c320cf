"""Rules that exclude each other are never both paid, and a cap is kept: proved, or an example."""

from __future__ import annotations

from dataclasses import replace

from verification_support import RULE, VOCABULARY, written

from ballast.verification.checks import exclusive

TWO = """\
combine: {exclusive_with: [OTHER], rule: 从高}
"""


def pair(folder, combine, first=RULE, second=RULE):
    package = folder / "x" / "2022-y"
    package.mkdir(parents=True)
    text = first + combine.replace("OTHER", "second")
    (package / "first.yaml").write_text(text, encoding="utf-8")
    return written(folder, second + combine.replace("OTHER", "first"), "second")


def findings(library):
    return [item for rule in library.rules for item in exclusive.check(rule, library, VOCABULARY)]


def test_the_highest_alone_is_paid_also_where_both_are_equal(tmp_path):
    other = RULE.replace("unit_value * 0.1", "unit_value * 0.2 - floor * 0.1")
    assert findings(pair(tmp_path, TWO, second=other)) == []


def test_two_payments_where_one_is_due_are_shown_by_an_example(tmp_path):
    library = pair(tmp_path, TWO)
    rules = tuple(
        replace(rule, combined=replace(rule.combined, payable=rule.amount))
        for rule in library.rules
    )
    (found,) = findings(replace(library, rules=rules))
    assert found.gravity == "error"
    assert "只能享受一项" in found.text
    assert "单位价值" in found.example


CAPPED = """\
combine: {exclusive_with: [OTHER], rule: 可叠加, at_most: most}
"""
WITH_CAP = RULE.replace(
    "parameters:\n",
    "parameters:\n  most: {label: 叠加上限, unit: CNY, values: {2022-01-01: 60万元}}\n",
)


def test_a_cap_over_a_stack_is_kept(tmp_path):
    assert findings(pair(tmp_path, CAPPED, WITH_CAP, WITH_CAP)) == []


def test_a_stack_over_its_cap_is_shown(tmp_path):
    library = pair(tmp_path, CAPPED, WITH_CAP, WITH_CAP)
    rules = tuple(
        replace(rule, combined=replace(rule.combined, payable=rule.amount))
        for rule in library.rules
    )
    (found,) = findings(replace(library, rules=rules))
    assert "叠加后可能超过上限" in found.text
