"""How a verdict is told to programs."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from ballast_web.enterprises.models import Standing
from ballast_web.enterprises.verdicts import Finding


class FindingOut(Schema):
    """A rule's word on one row: `verdict` is eligible, ineligible or unknown.

    Amounts are in 分, null where unknown or where the measure gives no money. `failed` are
    conditions, `missing` facts as table.fact, `near` says what is short.
    """

    rule: str
    clause: str
    label: str
    policy: str | None
    kind: str
    automatic: bool
    subject: str
    key: str
    period: str
    verdict: str
    amount_fen: int | None
    payable_fen: int | None
    failed: list[str]
    missing: list[str]
    near: str | None


class StandingOut(Schema):
    """Where a row stood in the last judgement of all enterprises; fields as of a finding."""

    rule: str
    key: str
    period: str
    verdict: str
    amount_fen: int | None
    payable_fen: int | None
    failed: list[str]
    missing: list[str]
    near: str | None


def finding_out(found: Finding) -> dict[str, Any]:
    """A live finding."""
    return {
        "rule": found.rule_id,
        "clause": found.measure,
        "label": found.label,
        "policy": found.policy,
        "kind": found.kind,
        "automatic": found.automatic,
        "subject": found.subject,
        "key": found.key,
        "period": found.period,
        "verdict": found.verdict,
        "amount_fen": found.amount_fen,
        "payable_fen": found.payable_fen,
        "failed": list(found.failed),
        "missing": list(found.missing),
        "near": found.near_miss,
    }


def standing_out(row: Standing) -> dict[str, Any]:
    """A standing, as it was written down."""
    names = ("rule", "key", "period", "verdict", "amount_fen", "payable_fen", "failed", "missing")
    return {name: getattr(row, name) for name in names} | {"near": row.near or None}
