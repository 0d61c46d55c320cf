"""An explanation in words for pages: verdict, amount, and the facts that it read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ballast.assessment.explain import Explanation
from ballast.engine.verdict import Verdict
from ballast_web.enterprises.facts import held
from ballast_web.enterprises.inputs import shown
from ballast_web.enterprises.models import FactRow, Supplied
from ballast_web.enterprises.values import read
from ballast_web.kernel.models import Organisation

VERDICTS = {"eligible": "符合", "ineligible": "不符合", "unknown": "待定"}


def verdict_told(verdict: Verdict) -> str:
    """符合, 不符合, 待定."""
    return VERDICTS[verdict.outcome]


@dataclass(frozen=True)
class FactTold:
    """A fact as a page shows it: of which row, its label and value, who says so, and since when.

    `cell` names it: table, key, name. `supplied` is what the enterprise or an officer wrote.
    """

    cell: tuple[str, str, str]
    label: str
    text: str
    source: str
    as_of: date | None
    supplied: Supplied | None = None


def facts_behind(explanation: Explanation, enterprise: Organisation) -> list[FactTold]:
    """The facts of the row and its enterprise that the rule rests on, each with its source."""
    rule, world = explanation.rule, explanation.world
    nodes = [node for node in (*rule.on(world.day)[0], rule.on(world.day)[1]) if node is not None]
    facts = dict.fromkeys(
        (fact.table, fact.name)
        for node in nodes
        for fact in world.vocabulary.declared(node, world.day)
    )
    keys = {"enterprise": enterprise.code, rule.subject: explanation.key}
    wanted = {(table, keys[table], name) for table, name in facts if table in keys}
    return [each for each in facts_told(enterprise) if each.cell in wanted]


def facts_told(enterprise: Organisation) -> Iterator[FactTold]:
    """Every fact of every row of the enterprise, in the vocabulary's order, unknown ones too."""
    known = held(enterprise)
    entities = known.vocabulary.entities
    order = list(entities)
    places = sorted(known.values, key=lambda place: (order.index(place[0]), place[1]))
    for table, key in places:
        values, row = known.values[table, key], known.registered.get((table, key))
        for name, fact in entities[table].facts.items():
            value = read(values.get(name), fact)
            text = shown(value, fact, known.vocabulary.codelists)
            by = known.supplied.get((table, key), {}).get(name)
            yield FactTold((table, key, name), fact.label, text, *_said(row, by, value), by)


def _said(row: FactRow | None, by: Supplied | None, value: object) -> tuple[str, date | None]:
    """Who says so, and since when."""
    if by is not None:
        return by.get_state_display(), by.at.date()
    return (row.source, row.as_of) if row is not None and value is not None else ("", None)
