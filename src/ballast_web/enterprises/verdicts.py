"""What an enterprise is entitled to, judged live from what is known of it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ballast.assessment.enterprise import Assessor, Judged
from ballast.assessment.explain import Explanation, Rows, policy_number
from ballast.engine.verdict import Outcome
from ballast.errors import NoRule
from ballast.rules.ruleset import BenefitKind
from ballast_web.catalogue import library
from ballast_web.catalogue.library import Shelf
from ballast_web.enterprises.facts import held
from ballast_web.errors import NotHere
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation


@dataclass(frozen=True)
class Finding:
    """What one rule says of one row of an enterprise.

    `measure` is the clause, `policy` the number of its document, if it has one; `missing` are
    table.fact, `near_miss` says what is short; amounts are in 分, None where unknown or no money.
    """

    rule_id: str
    subject: str
    key: str
    period: str
    label: str
    measure: str
    policy: str | None
    verdict: Outcome
    amount_fen: int | None
    payable_fen: int | None
    missing: tuple[str, ...]
    near_miss: str | None
    automatic: bool
    kind: BenefitKind
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    until: date | None = None
    pays: bool = False

    @property
    def package(self) -> str:
        """The package of the rule: issuer/year-slug."""
        return self.rule_id.rpartition("/")[0]


def findings(enterprise: Organisation, day: date | None = None) -> list[Finding]:
    """Every rule in force on `day` (today), on every row of `enterprise`."""
    return judged(held(enterprise).rows, day)


def judged(rows: Rows, day: date | None = None) -> list[Finding]:
    """Every rule in force on `day` (today), on every row."""
    on = day or today()
    return [_finding(each, on) for each in assessor(on).judge(rows)]


def explained(
    enterprise: Organisation, rule_id: str, key: str, day: date | None = None
) -> Explanation:
    """Why the rule says what it says of the row `key`. Raises NotHere."""
    found = assessor(day or today()).explain(held(enterprise).rows, rule_id, key)
    try:
        return next(found)
    except (StopIteration, NoRule):
        raise NotHere(what="这项判定") from None


def assessor(day: date) -> Assessor:
    """The rules of the published library in force on `day`, compiled."""
    return _assessor(library.current(), day)


@lru_cache(maxsize=8)
def _assessor(shelf: Shelf, day: date) -> Assessor:
    return Assessor(shelf.library, shelf.vocabulary, day)


def _finding(judged: Judged, day: date) -> Finding:
    rule, verdict = judged.rule, judged.verdict
    return Finding(
        rule_id=rule.id,
        subject=rule.subject,
        key=judged.key,
        period=rule.period(day).label,
        label=rule.label,
        measure=rule.written.measure,
        policy=policy_number(rule.path.parent),
        verdict=verdict.outcome,
        amount_fen=verdict.amount,
        payable_fen=verdict.payable,
        missing=verdict.missing,
        near_miss=judged.near_miss,
        automatic=rule.written.benefit.automatic,
        kind=rule.written.benefit.kind,
        failed=verdict.failed,
        unknown=verdict.unknown,
        until=verdict.until,
        pays=rule.amount is not None,
    )
