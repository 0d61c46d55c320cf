"""Cases generated for a rule: each limit met, just missed and just passed; each fact missing.

They are drafts in the form of `<measure>.tests.yaml`: expectations are what the rule says now, for
an officer to compare with the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.verification.case_text import case_text
from ballast.verification.drafts import Drafts, Made
from ballast.verification.limits import comparisons
from ballast.verification.owned_cases import of_owned_rows
from ballast.verification.spans import spans


def generated(rule: Rule, vocabulary: Vocabulary, day: date) -> str:
    """The cases as YAML. Raises NobodyIsEligible where no row meets all conditions on `day`."""
    span = next(item for item in spans([rule], vocabulary) if item.end is None or day <= item.end)
    drafts = Drafts.of(rule, vocabulary, day)
    made = [*_limits(drafts), *_of_amounts(drafts), *_missing(drafts), *of_owned_rows(drafts)]
    return case_text(rule, vocabulary, max(day, span.start), drafts.given, made)


def _limits(drafts: Drafts) -> Iterator[Made]:
    """At, just below and just above each number that a condition compares."""
    for condition in drafts.rule.conditions:
        others = {name: met for name, met in drafts.holding.items() if name != condition.name}
        for part, path in comparisons(condition.node, drafts.encoder):
            for sentence, example in drafts.sides(part, {**others, "path": path}, drafts.encoder):
                yield drafts.made(sentence, example)


def _of_amounts(drafts: Drafts) -> Iterator[Made]:
    """The same for what an amount compares, and for its caps and floors."""
    amount = drafts.rule.amount
    for part, path in comparisons(amount, drafts.encoder) if amount else ():
        demands = {**drafts.holding, "path": path}
        for sentence, example in drafts.sides(part, demands, drafts.encoder):
            yield drafts.made(sentence, example)


def _missing(drafts: Drafts) -> Iterator[Made]:
    """The common situation without one fact."""
    given = drafts.given
    for table, name in given.row:
        label = drafts.encoder.vocabulary.entities[table].facts[name].label
        owned = {
            each: [{**rows[0], (table, name): None}, *rows[1:]] if each == table else rows
            for each, rows in given.owned.items()
        }
        lacking = replace(given, row={**given.row, (table, name): None}, owned=owned)
        yield drafts.made(f"不知道{label}", lacking)
