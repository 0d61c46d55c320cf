"""Which budgets bear a claim: those of its rule, of the purses that the rule names."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from ballast_web.catalogue import library
from ballast_web.errors import BadValue
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level
from ballast_web.payments.errors import NoBudget
from ballast_web.payments.models import Budget
from ballast_web.payments.sharing import Share
from ballast_web.payments.states import BudgetState

#: The words with which rules name purses, by the level of the unit that holds the purse.
_WORDS = {
    Level.NATIONAL: ("中央", "国家"),
    Level.PROVINCE: ("自治区", "省", "直辖市"),
    Level.CITY: ("设区市", "地级市", "市"),
    Level.COUNTY: ("县", "区"),
}


def budgets_of(rule_id: str, enterprise: Organisation, year: int | None = None) -> list[Share]:
    """Who bears a claim of `enterprise` under the rule, in which parts. Raises NoBudget.

    A rule without cost shares is borne whole by the widest purse that has set money apart for it.
    """
    year = year or today().year
    found = _candidates(rule_id, enterprise, year)
    parts = _parts(rule_id)
    if not parts:
        chosen = found[:1]
        if not chosen:
            raise _missing(rule_id, "", enterprise, year)
        return [Share(chosen[0])]
    by_level = {budget.purse.level: budget for budget in reversed(found)}
    for level in parts:
        if level not in by_level:
            raise _missing(rule_id, level.label, enterprise, year)
    return [Share(by_level[level], *part.as_integer_ratio()) for level, part in parts.items()]


def _candidates(rule_id: str, enterprise: Organisation, year: int) -> list[Budget]:
    """The open budgets whose scope holds the rule and whose territory the enterprise; widest first.

    Among budgets of one purse the narrowest scope comes first: the rule itself before its policy.
    """
    rows = covering(rule_id).filter(year=year, state=BudgetState.OPEN).select_related("purse")
    near = [row for row in rows if enterprise.region.startswith(row.purse.territory)]
    exact = set(covering(rule_id, exactly=True).values_list("pk", flat=True))
    return sorted(near, key=lambda row: (len(row.purse.territory), row.pk not in exact, row.pk))


def covering(rule_id: str, exactly: bool = False) -> QuerySet[Budget]:
    """The budgets set apart for the rule itself, or also for its policy package."""
    package = rule_id.rpartition("/")[0]
    names = [rule_id] if exactly or not package else [rule_id, package]
    return Budget.objects.filter(scopes__rule__in=names).distinct()


def _parts(rule_id: str) -> dict[Level, Decimal]:
    rules = library.current().library.rules
    rule = next((each for each in rules if each.id == rule_id), None)
    if rule is None or rule.written.budget is None:
        return {}
    return {level_of(purse): part for purse, part in rule.written.budget.shares.items()}


def level_of(purse: str) -> Level:
    """The level whose purse a rule names: 省级财政, 自治区, 设区市… Raises BadValue."""
    for level, words in _WORDS.items():
        if purse.startswith(words):
            return level
    allowed = "、".join(word for words in _WORDS.values() for word in words)
    raise BadValue(field="资金分担", given=purse, allowed=f"以下之一开头：{allowed}")


def _missing(rule_id: str, level: str, enterprise: Organisation, year: int) -> NoBudget:
    return NoBudget(rule=rule_id, level=level, year=year, region=enterprise.region)
