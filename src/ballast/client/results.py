"""What the API answers, typed. Amounts are in 分; fields that a later version adds are ignored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal["eligible", "ineligible", "unknown"]


class Result(BaseModel):
    """Base of every result: nothing changes afterwards."""

    model_config = ConfigDict(frozen=True)


class Policy(Result):
    """A policy; `status` on the platform's day."""

    id: str
    title: str
    number: str | None
    region: str
    official: bool
    status: str
    reason: str
    measures: int


class Measure(Result):
    """A measure by its clause."""

    policy: str
    clause: str
    name: str | None
    summary: str | None
    kinds: tuple[str, ...]
    status: str
    units: tuple[dict[str, Any], ...]
    targets: tuple[dict[str, Any], ...]
    amounts: tuple[dict[str, Any], ...]
    deadlines: tuple[dict[str, Any], ...]
    cadences: tuple[dict[str, Any], ...]


class Rule(Result):
    """A rule; `id` is issuer/document/name."""

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


class RuleTold(Rule):
    """A rule, line by line in Chinese."""

    conditions: tuple[dict[str, str], ...]
    text: tuple[str, ...]


class Standing(Result):
    """A rule's word on one row; amounts are None where unknown or where no money is given."""

    rule: str
    key: str
    period: str
    verdict: Outcome
    amount_fen: int | None
    payable_fen: int | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    near: str | None


class Finding(Standing):
    """A standing judged just now, with what the rule is."""

    clause: str
    label: str
    policy: str | None
    kind: str
    automatic: bool
    subject: str


class Findings(Result):
    """An enterprise's findings by a version of the library, under the law of `day`."""

    version: int
    day: date
    items: tuple[Finding, ...]


class Standings(Result):
    """Where an enterprise stood in the last judgement of all."""

    version: int
    day: date
    items: tuple[Standing, ...]


class Assessed(Result):
    """The findings of one enterprise, by the name that the request gave it."""

    id: str
    findings: tuple[Finding, ...]


class Answer(Result):
    """Enterprises judged by given facts, in the order in which they were given."""

    version: int
    day: date
    items: tuple[Assessed, ...]


class Reason(Result):
    """One step of a reason, with the steps below it."""

    text: str
    outcome: bool | None
    short: str | None
    below: tuple[Reason, ...]


class Condition(Result):
    """A condition: `outcome` None is unknown; `gap` says what is short."""

    name: str
    clause: str
    source: str | None
    outcome: bool | None
    text: str
    reasons: tuple[Reason, ...]
    gap: str | None


class Explanation(Result):
    """A verdict with every condition."""

    rule: str
    label: str
    policy: str | None
    clause: str
    subject: str
    key: str
    period: str
    verdict: Outcome
    amount_fen: int | None
    payable_fen: int | None
    amount_text: str | None
    missing: dict[str, str]
    near: str | None
    conditions: tuple[Condition, ...]


class Enterprise(Result):
    """An enterprise by its 统一社会信用代码."""

    code: str
    name: str
    region: str
    active: bool


class Fact(Result):
    """A fact; exact numbers are text, None is unknown."""

    table: str
    key: str
    name: str
    label: str
    value: bool | int | str | None
    text: str
    source: str
    as_of: date | None
    supplied: bool


class Supplied(Result):
    """A fact as it was supplied."""

    table: str
    key: str
    name: str
    value: bool | int | str | None
    state: str


class Step(Result):
    """A step in an application's history."""

    step: str
    label: str
    state: str
    organisation: str | None
    at: datetime
    reason: str


class Application(Result):
    """An application; `steps` and `statement` where one alone was asked for."""

    number: str
    enterprise: str
    rule: str
    label: str
    clause: str
    policy: str
    subject: str
    key: str
    period: str
    state: str
    automatic: bool
    claimed_fen: int | None
    payable_fen: int | None
    amount_fen: int | None
    submitted_on: date | None
    due: date | None
    decided_on: date | None
    reason: str
    statement: str = ""
    steps: tuple[Step, ...] = ()


class Payment(Result):
    """A payment order; the account's number is masked."""

    number: str
    claim: str
    enterprise: str
    purse: str
    amount_fen: int
    attempt: int
    state: str
    account: str
    bank_name: str
    ordered_at: datetime
    settled_on: date | None
    note: str


class Message(Result):
    """A message by one channel; `text` for the enterprise itself."""

    id: int
    enterprise: str
    rule: str
    channel: str
    title: str
    text: str | None
    state: str
    made_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
