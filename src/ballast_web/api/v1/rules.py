"""Rules: the measures that the platform judges, told in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ninja import Router, Schema

from ballast.rules.rule import Rule
from ballast.rules.telling import told
from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.lookup import rule_by
from ballast_web.api.problems import READING
from ballast_web.catalogue.library import current
from ballast_web.kernel.clock import today
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.READ_POLICIES))


class RuleOut(Schema):
    """A rule; `id` is issuer/document/name, `clause` the measure it restates."""

    id: str
    policy: str
    clause: str
    label: str
    subject: str
    kind: str
    automatic: bool
    in_force: bool
    effective_from: date
    effective_to: date | None
    published: date


class ConditionOut(Schema):
    """A condition by its name, with the clause it rests on and the expression that is judged."""

    name: str
    clause: str
    expression: str


class RuleTold(RuleOut):
    """A rule with its conditions, and the whole of it line by line in Chinese."""

    conditions: list[ConditionOut]
    text: list[str]


class Rules(Schema):
    """The library's version and its rules."""

    version: int
    items: list[RuleOut]


@router.get("", response={200: Rules, **READING}, summary="规则清单")
def rules(request: ApiRequest, policy: str = "", in_force: bool | None = None) -> dict[str, Any]:
    """Every rule, or those of one policy (issuer/document), in force today or not."""
    shelf = current()
    return {"version": shelf.version, "items": list(_chosen(shelf.library.rules, policy, in_force))}


@router.get(
    "/{issuer}/{document}/{name}", response={200: RuleTold, **READING}, summary="一条规则的中文表述"
)
def rule(request: ApiRequest, issuer: str, document: str, name: str) -> dict[str, Any]:
    """One rule under the law of today, or of its first or last day where it has no effect today."""
    found = rule_by(f"{issuer}/{document}/{name}")
    conditions = [
        {"name": each.name, "clause": each.clause, "expression": each.text}
        for each in found.conditions
    ]
    text = list(told(found, current().vocabulary, _day(found)))
    return {**_rule(found), "conditions": conditions, "text": text}


def _chosen(found: Any, policy: str, in_force: bool | None) -> Iterator[dict[str, Any]]:
    for each in found:
        row = _rule(each)
        if policy in ("", row["policy"]) and in_force in (None, row["in_force"]):
            yield row


def _day(found: Rule) -> date:
    effect = found.written.effect
    return min(max(today(), effect.start), effect.end or date.max)


def _rule(found: Rule) -> dict[str, Any]:
    written = found.written
    return {
        "id": found.id,
        "policy": found.id.rpartition("/")[0],
        "clause": written.measure,
        "label": found.label,
        "subject": found.subject,
        "kind": written.benefit.kind,
        "automatic": written.benefit.automatic,
        "in_force": found.in_force(today()),
        "effective_from": written.effect.start,
        "effective_to": written.effect.end,
        "published": found.published,
    }
