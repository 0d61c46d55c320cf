"""Why a rule says what it says of an enterprise on the platform."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema

from ballast.assessment.explain import ConditionExplained, Explanation
from ballast.assessment.reasons import Reason
from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.lookup import enterprise_by
from ballast_web.api.problems import READING
from ballast_web.enterprises.verdicts import explained
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.ASSESS))


class ReasonOut(Schema):
    """One step of a reason, what is short there, and the steps below it."""

    text: str
    outcome: bool | None
    short: str | None
    below: list[ReasonOut]


class ConditionOut(Schema):
    """A condition: `outcome` is true, false or null (unknown); `gap` says what is short."""

    name: str
    clause: str
    source: str | None
    outcome: bool | None
    text: str
    reasons: list[ReasonOut]
    gap: str | None


class ExplanationOut(Schema):
    """A verdict with every condition; `missing` gives the labels of facts, amounts are in 分."""

    rule: str
    label: str
    policy: str | None
    clause: str
    subject: str
    key: str
    period: str
    verdict: str
    amount_fen: int | None
    payable_fen: int | None
    amount_text: str | None
    missing: dict[str, str]
    near: str | None
    conditions: list[ConditionOut]


@router.get(
    "/{enterprise}/{issuer}/{document}/{name}",
    response={200: ExplanationOut, **READING},
    summary="解释一家企业的一项判定",
)
def explain(
    request: ApiRequest, enterprise: str, issuer: str, document: str, name: str, key: str = ""
) -> dict[str, Any]:
    """One rule on one row: `key` names it, by default the enterprise itself (its code)."""
    found = enterprise_by(request.acting, enterprise)
    return _told(explained(found, f"{issuer}/{document}/{name}", key or found.code))


def _told(found: Explanation) -> dict[str, Any]:
    return {
        "rule": found.rule.id,
        "label": found.rule.label,
        "policy": found.policy,
        "clause": found.rule.written.measure,
        "subject": found.rule.subject,
        "key": found.key,
        "period": found.period,
        "verdict": found.verdict.outcome,
        "amount_fen": found.verdict.amount,
        "payable_fen": found.verdict.payable,
        "amount_text": found.amount_text,
        "missing": dict(found.missing),
        "near": found.near_miss,
        "conditions": [_condition(each) for each in found.conditions],
    }


def _condition(each: ConditionExplained) -> dict[str, Any]:
    return {
        "name": each.condition.name,
        "clause": each.condition.clause,
        "source": each.condition.source,
        "outcome": each.outcome,
        "text": each.text,
        "reasons": [_reason(reason) for reason in each.reasons],
        "gap": each.gap,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "outcome": reason.outcome,
        "short": reason.short,
        "below": [_reason(each) for each in reason.below],
    }
