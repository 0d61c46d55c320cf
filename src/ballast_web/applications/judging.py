"""What a rule says of an application's object, and everything that it read, ready to be kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from django.utils import timezone

from ballast.assessment.enterprise import Assessor
from ballast.assessment.explain import ConditionExplained, Explanation
from ballast.assessment.reasons import Reason
from ballast.errors import BallastError
from ballast.rules.rule import Rule
from ballast.rules.scope import OWNER
from ballast_web.applications.errors import NotInForce
from ballast_web.applications.models import Application, Judgement
from ballast_web.catalogue import library
from ballast_web.catalogue.library import Shelf
from ballast_web.enterprises import facts
from ballast_web.enterprises.facts import Held
from ballast_web.enterprises.inputs import shown
from ballast_web.enterprises.states import SuppliedState
from ballast_web.errors import NotHere
from ballast_web.kernel.models import Organisation

#: What a verdict is called.
OUTCOMES = {"eligible": "符合条件", "ineligible": "不符合条件", "unknown": "尚缺数据"}


@dataclass(frozen=True)
class Judged:
    """A rule's word on one object on one day; money in 分. The fields are those of `Judgement`."""

    explanation: Explanation
    version: int
    digest: str
    held: Held

    @property
    def rule(self) -> Rule:
        """The rule that judged."""
        return self.explanation.rule

    @property
    def outcome(self) -> str:
        """eligible, ineligible or unknown."""
        return self.explanation.verdict.outcome

    @property
    def payable(self) -> int | None:
        """What is payable beside other measures, in 分."""
        return self.explanation.verdict.payable

    @property
    def gives_money(self) -> bool:
        """Whether the measure has an amount at all."""
        return self.rule.amount is not None

    def kept(self) -> dict[str, Any]:
        """The fields of a `Judgement`."""
        return dict(self._kept)

    @cached_property
    def _kept(self) -> dict[str, Any]:
        explained = self.explanation
        return {
            "as_of": explained.world.day,
            "library_version": self.version,
            "rule_digest": self.digest,
            "verdict": explained.verdict.outcome,
            "claimed_fen": explained.verdict.amount,
            "payable_fen": explained.verdict.payable,
            "clause": f"{explained.policy or ''}{self.rule.written.measure}",
            "amount_text": explained.amount_text or "",
            "facts": list(facts_read(explained, self.held)),
            "conditions": [_condition(each) for each in explained.conditions],
            "missing": dict(explained.missing),
        }

    def unconfirmed(self) -> list[str]:
        """The labels of facts that rest on the enterprise's own word alone."""
        read = facts_read(self.explanation, self.held)
        return [each["label"] for each in read if each["state"] == SuppliedState.SUPPLIED]

    def failed(self) -> str:
        """The conditions that are not met, with what is short, in words."""
        unmet = [each for each in self.explanation.conditions if each.outcome is False]
        return "、".join(each.condition.name + _bracketed(each.condition.clause) for each in unmet)


def _bracketed(clause: str) -> str:
    """The clause in brackets; many are numbered with brackets of their own."""
    return clause if clause.startswith("（") else f"（{clause}）"


def differs(now: Judged, before: Judgement) -> str:
    """What has changed since `before`, in words; empty where verdict and amount are the same."""
    if now.outcome != before.verdict:
        why = now.failed() or "、".join(now.explanation.missing.values())
        said = f"结论由“{OUTCOMES[before.verdict]}”变为“{OUTCOMES[now.outcome]}”"
        return f"{said}：{why}" if why else said
    if now.payable != before.payable_fen:
        return f"可兑付金额由{_yuan(before.payable_fen)}变为{_yuan(now.payable)}"
    return ""


def _yuan(fen: int | None) -> str:
    return "未知" if fen is None else f"{in_yuan(fen)}元"


def in_yuan(fen: int) -> str:
    """分 as yuan to the last 分: 1,234.50."""
    return f"{Decimal(fen) / 100:,.2f}"


def at_hand() -> None:
    """Load the published rules, before a transaction that others wait for has to."""
    _ = library.current().library


def judged(
    enterprise: Organisation, rule_id: str, key: str, day: date, version: int | None = None
) -> Judged:
    """What the rule says of `key` under the law of `day` by today's facts.

    The rule is that of the library's `version`, of the published one by default. Raises NotInForce,
    NotHere, NoVersion.
    """
    shelf = library.current()
    if version not in (None, shelf.version):
        shelf = library.version(version)
    rules = [rule for rule in shelf.library.rules if rule.id == rule_id]
    if not rules or not rules[0].in_force(day):
        raise NotInForce(rule=rule_id, day=day)
    held = facts.held(enterprise)
    about = (shelf, day, rule_id, key, held.digest)
    word = _words.get(about)
    if word is None:
        explained = next(_assessor(shelf, day).explain(held.rows, rule_id, key), None)
        if explained is None:
            raise NotHere(what=f"“{rules[0].label}”的这一申报对象")
        digest = hashlib.sha256(rules[0].path.read_bytes()).hexdigest()
        word = Judged(explained, shelf.version, digest, held)
        _ = word.kept()
        _words.keep(about, word)
    return word


def beforehand(judge: Callable[[], Judged]) -> None:
    """Judge before a transaction that others wait for: there it is found, if nothing changed.

    What cannot be judged is told there as well.
    """
    at_hand()
    with suppress(BallastError):
        judge()


class _Words:
    """What was said last, by all that it rests on: the rules, the day, the object, every fact."""

    MOST = 64

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Judged] = OrderedDict()
        self._lock = Lock()

    def get(self, about: Hashable) -> Judged | None:
        with self._lock:
            return self._held.get(about)

    def keep(self, about: Hashable, word: Judged) -> None:
        with self._lock:
            self._held[about] = word
            while len(self._held) > self.MOST:
                self._held.popitem(last=False)


_words = _Words()


@lru_cache(maxsize=16)
def _assessor(shelf: Shelf, day: date) -> Assessor:
    return Assessor(shelf.library, shelf.vocabulary, day)


def judged_again(application: Application) -> Judged:
    """What the same rule, as it was at submission, says by today's facts.

    Raises as `judged`, and NotHere before it was submitted.
    """
    first = application.judgements.order_by("pk").first()
    day = application.judged_on
    if first is None or day is None:
        raise NotHere(what="提交时的判定")
    version = first.library_version
    return judged(application.enterprise, application.rule, application.key, day, version)


def facts_read(explained: Explanation, held: Held) -> Iterator[dict[str, Any]]:
    """Every declared fact that the rule rests on, with its value, source and date."""
    world = explained.world
    vocabulary = world.vocabulary
    trees, amount = explained.rule.on(world.day, world.known_at)
    nodes = [*trees, *([amount] if amount else [])]
    own = dict.fromkeys(f for node in nodes for f in vocabulary.declared(node, world.day))
    for fact in own:
        for row in _rows_of(explained, fact.table):
            entity = vocabulary.entities[fact.table]
            declared, value = entity.facts[fact.name], row.get((fact.table, fact.name))
            key = str(row.get((fact.table, entity.key), ""))
            yield {
                "table": fact.table,
                "key": key,
                "one_of": fact.table not in (explained.rule.subject, OWNER),
                "name": fact.name,
                "label": declared.label,
                "value": _plain(value),
                "text": shown(value, declared, vocabulary.codelists),
                **_origin(held, fact.table, key, fact.name, declared.source),
            }


def _origin(held: Held, table: str, key: str, name: str, register: str) -> dict[str, Any]:
    """Where a value comes from and of which day; `state` tells what the enterprise supplied."""
    supplied = held.supplied.get((table, key), {}).get(name)
    if supplied is not None:
        day = timezone.localtime(supplied.at).date()
        label = supplied.get_state_display()
        return {"source": label, "as_of": day.isoformat(), "state": supplied.state}
    row = held.registered.get((table, key))
    if row is None or row.values.get(name) is None:
        return {"source": register, "as_of": None, "state": ""}
    return {"source": row.source or register, "as_of": row.as_of.isoformat(), "state": ""}


def _rows_of(explained: Explanation, table: str) -> list[Mapping[Any, Any]]:
    """The row itself, or all rows of a table over which the rule aggregates."""
    world = explained.world
    if table in (explained.rule.subject, OWNER):
        return [world.row]
    return list(world.owned.get(table, ()))


def _plain(value: Any) -> Any:
    """A value as JSON holds it; exact numbers as text."""
    if isinstance(value, Decimal | Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _condition(each: ConditionExplained) -> dict[str, Any]:
    return {
        "name": each.condition.name,
        "clause": each.condition.clause,
        "outcome": each.outcome,
        "text": each.text,
        "reasons": list(_said(each.reasons)),
        "gap": each.gap,
    }


def _said(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield f"{reason.text}；{reason.short}" if reason.short else reason.text
        yield from _said(reason.below)
