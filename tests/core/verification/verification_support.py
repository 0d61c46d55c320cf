"""Invented rules about equipment purchases, for tests of verification."""

from __future__ import annotations

from ballast.content import home
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.verification.checks import verify

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)

RULE = """\
label: 购置补助
measure: （九）
subject: equipment_purchase
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  floor: {label: 下限, unit: CNY, values: {2022-01-01: 500万元}}
conditions:
  够大: {is: unit_value >= floor, clause: （九）}
benefit:
  kind: subsidy
  amount: unit_value * 0.1
  rounding: {to: 分, mode: down}
"""


def written(folder, text=RULE, name="subsidy"):
    """A library of the one rule `text`, in `folder`."""
    package = folder / "x" / "2022-y"
    package.mkdir(parents=True, exist_ok=True)
    (package / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library(folder, VOCABULARY)


def with_conditions(**conditions):
    """The rule with these conditions instead of its own."""
    lines = "".join(
        f'  {name}: {{is: "{text}", clause: （九）}}\n' for name, text in conditions.items()
    )
    return RULE.replace("  够大: {is: unit_value >= floor, clause: （九）}\n", lines)


def found(library, check=None):
    """What verification finds in the library's rules, of one check or of all but coverage."""
    return [
        item
        for rule in library.rules
        for item in verify(rule, library, VOCABULARY)
        if (item.check == check if check else item.check != "coverage")
    ]
