"""What the solver is told of a rule is what the reference says of every row."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal

import z3
from hypothesis import HealthCheck, given, settings
from random_rules import DAY, situations

from ballast.engine.reference import World, evaluate
from ballast.rules import tree
from ballast.verification.encoder import Encoder, Span
from ballast.verification.solver import ask

EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "40"))
#: Nodes of which the solver knows nothing but their type: what it proves of them still holds.
FREE = (tree.Aggregate, tree.AddMonths, tree.DaysBetween, tree.MonthsBetween)
FILLED = {
    "money": Decimal(1), "cost": Decimal(2), "staff": 3, "change": -1, "share": Decimal("0.5"),
    "flag": True, "kind": "a", "code": "C39", "day": date(2022, 3, 1), "months": 2,
    "owned": Decimal(5), "big": False,
}  # fmt: skip


def known(table, row):
    """A row in which nothing is missing: the solver takes all facts as known."""
    return {(table, name): FILLED[name] if value is None else value for name, value in row.items()}


def free(node, vocabulary):
    """Whether `node` rests on something that is free for the solver."""
    seen, waiting = set(), [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, FREE):
            return True
        if isinstance(current, tree.DerivedOf) and current not in seen:
            seen.add(current)
            waiting.append(vocabulary.definition(current, DAY))
        waiting.extend(current.below)
    return False


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations())
def test_a_formula_holds_fails_or_is_open_as_the_reference_says(situation):
    vocabulary, rules, rows, owner, _things = situation
    for row in rows[:2]:
        facts = known("row", row) | known("enterprise", owner)
        world = World(facts, vocabulary, DAY, {})
        codes = [("industries", facts["row", "code"])]
        for rule in rules:
            conditions, amount = rule.on(DAY)
            for node in conditions:
                told = answers(node, facts, vocabulary, codes)
                said = evaluate(node, world)
                if free(node, vocabulary):
                    assert told & {said, None} or said is None
                else:
                    assert told == {said}
            if amount is not None and not free(amount, vocabulary):
                assert_equal(amount, evaluate(amount, world), facts, vocabulary, codes)


def fixed(nodes, facts, vocabulary, codes):
    """An encoder of `nodes` and that the row is `facts`."""
    encoder = Encoder.over(nodes, vocabulary, Span(DAY, DAY), codes)
    encoder.values(nodes)
    row = [domain.holds(facts[key]) for key, domain in encoder.domains.items() if key in facts]
    return encoder, z3.And(row)


def answers(node, facts, vocabulary, codes):
    """What the formula can be on the row: true, false, open."""
    encoder, row = fixed([node], facts, vocabulary, codes)
    value = encoder.value(node)
    asked = {True: value.holds, False: value.fails, None: z3.Not(value.known)}
    return {
        said for said, demand in asked.items() if ask(encoder, {"row": row, "": demand}).example
    }


def assert_equal(amount, said, facts, vocabulary, codes):
    encoder, row = fixed([amount], facts, vocabulary, codes)
    value = encoder.value(amount)
    if said is None:
        assert ask(encoder, {"row": row, "known": value.known}).example is None
        return
    scaled = said * 10**value.scale
    assert scaled.denominator == 1
    other = z3.Or(z3.Not(value.known), value.term != int(scaled))
    assert ask(encoder, {"row": row, "other": other}).example is None
