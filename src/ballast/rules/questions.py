"""Questions put to every row: conditions as a rule that gives nothing, for any engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ballast.rules.rule import Condition, Rule
from ballast.rules.ruleset import BenefitText, ConditionText, Period, Rounding, RuleSet
from ballast.rules.tree import Node


def question(
    name: str, subject: str, asked: Mapping[str, tuple[str, Node]], effect: Period
) -> Rule:
    """A rule named `name` whose conditions are `asked`: by name, the text and its tree."""
    written = RuleSet(
        label=name,
        measure="",
        subject=subject,
        effect=effect,
        conditions={
            key: ConditionText.model_validate({"is": text, "clause": ""})
            for key, (text, _) in asked.items()
        },
        benefit=BenefitText(kind="qualification", rounding=Rounding()),
    )
    conditions = tuple(
        Condition(key, node, text, "", None, None) for key, (text, node) in asked.items()
    )
    return Rule(name, Path(name), written, conditions, None, effect.start)
