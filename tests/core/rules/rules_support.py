"""Packages of rule sets written for a test: rules about enterprises and about leases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ballast.content import home
from ballast.engine.reference import World
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import Library, load_library

VOCABULARY = load_vocabulary(home("vocabulary"))
DAY = date(2022, 6, 30)

ENTERPRISE = """\
label: {label}
measure: 一
subject: {subject}
effect: {effect}
parameters:
  floor: {{label: 下限, unit: 人, values: {{2022-01-01: 100人}}}}
conditions:
  条件: {{is: "{condition}", clause: 一}}
benefit:
  kind: {kind}
  amount: {amount}
  rounding: {{to: 分, mode: half_up}}
"""


def rule_text(
    condition: str = "staff >= floor",
    amount: str = "revenue * 0.01",
    label: str = "奖励",
    subject: str = "enterprise",
    effect: str = "{from: 2022-01-01, to: 2022-12-31}",
    kind: str = "award",
    more: str = "",
) -> str:
    """A rule set in YAML; `more` are further lines of it."""
    return (
        ENTERPRISE.format(
            label=label,
            subject=subject,
            effect=effect,
            condition=condition,
            kind=kind,
            amount=amount,
        )
        + more
    )


def library(folder: Path, **rules: str) -> Library:
    """The rules, by the name of their files, of one package `a/2022-b`; `x__y` is another's y."""
    for name, text in rules.items():
        package, _, stem = name.rpartition("__")
        path = folder / "a" / f"2022-{package or 'b'}" / f"{stem}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_library(folder, VOCABULARY)


def rule_of(found: Library, stem: str):
    """The rule whose file is called `stem`."""
    return next(rule for rule in found.rules if rule.id.endswith(f"/{stem}"))


def world(day: date = DAY, table: str = "enterprise", **facts: object) -> World:
    """One row's facts; those of the owning enterprise as `enterprise__name`."""
    row = {}
    for name, value in facts.items():
        owner, _, fact = name.rpartition("__")
        row[owner or table, fact] = value
    return World(row, VOCABULARY, day)
