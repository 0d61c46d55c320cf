"""A trial: the rules that a change touches, judged before and after over one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from sqlglot import exp

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import quoted
from ballast.engine.filling import Rows, filled, integer, text, together
from ballast.engine.layout import RuleLayout
from ballast.engine.plan import Plan
from ballast.engine.scaled import cast
from ballast.engine.sql import case
from ballast.errors import NothingChanges
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.parse import parse_condition
from ballast.rules.questions import question
from ballast.rules.rule import Rule
from ballast.rules.scope import OWNER

#: The derived fact by whose classes enterprises are grouped.
SIZE = "size_2017"
BEFORE, AFTER = "before:", "after:"
_SIZES = "classes:size"
#: Called with the share of the work done, from 0 to 100.
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Pair:
    """One rule before and after the change; None where it has no effect on the day."""

    before: Rule | None
    after: Rule | None

    @property
    def rule(self) -> Rule:
        """The rule as it will be, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a pair of nothing")
        return found


@dataclass(frozen=True)
class Judged:
    """The verdicts of one subject before and after, packed at `path`."""

    plan: Plan
    pairs: tuple[Pair, ...]
    path: Path
    sized: bool


def pairs(base: Library, changed: Library, day: date) -> tuple[Pair, ...]:
    """The rules that the change touches on `day`. Raises NothingChanges."""
    before = {rule.id: rule for rule in base.in_force(day)}
    after = {rule.id: rule for rule in changed.in_force(day)}
    found = tuple(
        Pair(before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if _differ(before.get(name), after.get(name), day)
    )
    if not found:
        raise NothingChanges(day=day)
    return found


def _differ(one: Rule | None, other: Rule | None, day: date) -> bool:
    if one is None or other is None:
        return True
    names = [[item.name for item in rule.conditions] for rule in (one, other)]
    paid = one.payable_on(day) != other.payable_on(day)
    return paid or one.on(day) != other.on(day) or names[0] != names[1]


def judge(
    engine: DuckDB,
    found: Sequence[Pair],
    vocabulary: Vocabulary,
    day: date,
    out: Path,
    progress: Progress,
) -> Iterator[Judged]:
    """Judge every row of each subject by both drafts in one query. Raises FactsOutOfBounds."""
    for subject in dict.fromkeys(pair.rule.subject for pair in found):
        mine = tuple(pair for pair in found if pair.rule.subject == subject)
        if subject not in engine.tables:
            continue
        sizes = _sizes(subject, vocabulary, mine[0].rule)
        plan = Plan(subject, (*_both(mine), *sizes), vocabulary, day, tables=engine.tables)
        path = out / f".{subject}.parquet"
        engine.check_bounds(plan)
        engine.write(plan, path, partial(progress, plan.entity.label))
        yield Judged(plan, mine, path, bool(sizes))


def _both(found: Sequence[Pair]) -> Iterator[Rule]:
    for pair in found:
        if pair.before:
            yield replace(pair.before, id=BEFORE + pair.before.id)
        if pair.after:
            yield replace(pair.after, id=AFTER + pair.after.id)


def _sizes(subject: str, vocabulary: Vocabulary, like: Rule) -> tuple[Rule, ...]:
    """A rule whose conditions are the size classes, so that one query tells them too."""
    owned = subject == OWNER or vocabulary.entities[subject].owner is not None
    fact = vocabulary.derived.get((OWNER, SIZE))
    if not owned or fact is None:
        return ()
    scope = vocabulary.scope(subject)
    texts = {name: f"{OWNER}.{SIZE} = '{name}'" for name in fact.type.values}
    asked = {name: (text, parse_condition(text, scope)) for name, text in texts.items()}
    return (question(_SIZES, subject, asked, like.written.effect),)


_WHOSE = """
SELECT judged.* EXCLUDE (size), left(owners.industry, 3) AS industry, size
FROM judged LEFT JOIN owners ON owners.uscc = judged.owner
"""
_NOBODYS = "SELECT judged.* EXCLUDE (size), NULL AS industry, size FROM judged"
_SELECTED = """
SELECT $rule AS rule, key, $owner AS owner, city, $size AS size,
  $verdict_before AS before, $verdict_after AS after,
  $amount_before AS before_amount, $amount_after AS after_amount
FROM packed
"""
_VERDICT = """
CASE WHEN $state = 0 THEN 'eligible' WHEN $state & $low <> 0 THEN 'ineligible' ELSE 'unknown' END
"""


def columns(judged: Judged, engine: DuckDB) -> exp.Expression:
    """One row a rule and subject row, with both verdicts and amounts and who it is, as a query.

    Columns: rule, key, owner, city, industry (two digits), size, before and after (verdicts; NULL
    where the rule has no effect), before_amount and after_amount (分, what is payable).
    """
    packed = f"packed:{judged.plan.subject}"
    engine.packed(judged.path).create_view(packed, replace=True)
    tables: dict[str, Rows] = {
        "judged": together(_select(pair, judged, packed) for pair in judged.pairs)
    }
    if OWNER in engine.tables and judged.sized:
        return filled(_WHOSE, {**tables, "owners": OWNER})
    return filled(_NOBODYS, tables)


def _select(pair: Pair, judged: Judged, packed: str) -> exp.Expression:
    layouts = {rule.id: rule for rule in judged.plan.layout.rules}
    before = layouts.get(BEFORE + pair.rule.id)
    after = layouts.get(AFTER + pair.rule.id)
    return filled(
        _SELECTED,
        {"packed": packed},
        rule=text(pair.rule.id),
        owner=quoted(judged.plan.layout.owned_by),
        size=_size(layouts[_SIZES]) if judged.sized else exp.Null(),
        verdict_before=_verdict(before),
        verdict_after=_verdict(after),
        amount_before=_amount(before),
        amount_after=_amount(after),
    )


def _verdict(layout: RuleLayout | None) -> exp.Expression:
    if layout is None:
        return cast(exp.Null(), "VARCHAR")
    return filled(_VERDICT, state=quoted(layout.state), low=integer(layout.low))


def _amount(layout: RuleLayout | None) -> exp.Expression:
    pays = layout is not None and layout.pays
    return quoted(layout.payable) if layout and pays else cast(exp.Null(), "BIGINT")


def _size(layout: RuleLayout) -> exp.Expression:
    """The class whose condition is neither false nor unknown; NULL where none is."""
    state, both = quoted(layout.state), (1 << layout.shift) + 1
    branches = [
        (filled("$state & $bits = 0", state=state, bits=integer(both << place)), text(name))
        for place, name in enumerate(layout.conditions)
    ]
    return case(branches, None)
