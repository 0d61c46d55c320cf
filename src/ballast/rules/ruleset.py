"""A rule set as an officer writes it: one measure's parameters, conditions and benefit, in YAML."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from ballast.rules.budgets import Budget
from ballast.vocabulary.derived import BoundText, Parameter
from ballast.vocabulary.facts import Declaration

BenefitKind = Literal[
    "tax_deduction",
    "tax_reduction",
    "fee_reduction",
    "rent_relief",
    "refund",
    "award",
    "subsidy",
    "interest_subsidy",
    "deferral",
    "financing",
    "tariff",
    "land_price",
    "qualification",
    "facilitation",
    "obligation",
]
#: What each kind of benefit is called, and what its amount is an amount of.
BENEFIT_LABELS: dict[BenefitKind, str] = {
    "tax_deduction": "税前扣除",
    "tax_reduction": "减税",
    "fee_reduction": "降费",
    "rent_relief": "减租",
    "refund": "返还",
    "award": "奖励",
    "subsidy": "补助",
    "interest_subsidy": "贴息",
    "deferral": "缓缴",
    "financing": "融资",
    "tariff": "加价",
    "land_price": "地价",
    "qualification": "资格",
    "facilitation": "便利",
    "obligation": "义务",
}
#: What is laid on somebody: nobody strives for it, and no distance to it is told.
BURDENS: frozenset[BenefitKind] = frozenset({"tariff", "obligation"})
#: How often the benefit can be had: for each row once, or anew in every month, quarter, year.
Per = Literal["once", "month", "quarter", "year"]
#: How rules that name each other go together: the highest alone, the one chosen, or all of them.
Choice = Literal["从高", "择一", "可叠加"]
#: The condition that `once` makes.
NOT_YET = "未曾享受"
#: What a rule set can have at most, for the packed verdicts.
MOST_CONDITIONS = 31
#: What a quotation from a policy document may not exceed, in characters.
LONGEST_QUOTE = 30


class Period(Declaration):
    """From a day to a day, both included; an open end is null."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.end is not None and self.end < self.start:
            raise ValueError("`to` lies before `from`")
        return self

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class ConditionText(Declaration):
    """One condition: its expression, the clause it comes from, its operative words if short.

    `source` names another law that the condition rests on, where the clause leaves it open;
    `bounds` says of the clause's words (以上, 超过, …) whether they include their number.
    """

    expression: str = Field(alias="is")
    clause: str
    quote: str | None = Field(default=None, max_length=LONGEST_QUOTE)
    source: str | None = None
    bounds: dict[str, BoundText] = Field(default_factory=dict)


class Rounding(Declaration):
    """How an amount becomes payable: to 分 or to whole yuan, and which way."""

    to: Literal["分", "元"] = "分"
    mode: Literal["half_up", "down", "up"] = "half_up"

    @property
    def digits(self) -> int:
        """Digits after the point, in yuan."""
        return 2 if self.to == "分" else 0


class Deferred(Declaration):
    """One line of a calendar: the period that a payment is for, when it was due, when it is now."""

    period: str
    due: date
    deferred_to: date

    @model_validator(mode="after")
    def _later(self) -> Deferred:
        if self.deferred_to < self.due:
            raise ValueError("`deferred_to` lies before `due`")
        return self


class Calendar(Declaration):
    """Payments and the days to which they are put off; `by` gives the day when one was due."""

    by: str
    rows: list[Deferred] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_day_once(self) -> Calendar:
        days = [row.due for row in self.rows]
        twice = sorted({str(day) for day in days if days.count(day) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is due twice; write `until` as an expression")
        return self


class BenefitText(Declaration):
    """What the measure gives: its kind and the expression of its amount in yuan, if it has one.

    A benefit with an amount states its rounding. `automatic` is 免申即享: given without
    application. `per` says how often a row has it: rule, row and period name one entitlement. A
    deferral says until when: by an expression or a calendar. `note` is shown with the amount.
    """

    kind: BenefitKind
    amount: str | None = None
    rounding: Rounding | None = None
    automatic: bool = False
    per: Per = "year"
    until: str | None = None
    calendar: Calendar | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _amounts_are_rounded(self) -> BenefitText:
        if self.amount is not None and self.rounding is None:
            raise ValueError("a benefit with an `amount` states its `rounding`")
        return self

    @model_validator(mode="after")
    def _deferred_once(self) -> BenefitText:
        if self.until is not None and self.calendar is not None:
            raise ValueError("`until` beside `calendar`; one of them says the new day")
        if self.kind != "deferral" and (self.until is not None or self.calendar is not None):
            raise ValueError("`until` and `calendar` are for the kind deferral")
        return self


class Combination(Declaration):
    """Which other rules go with this one, by file or identifier, and how: `rule`.

    从高: the highest alone is paid. 择一: the enterprise chooses; `choice` is the fact that holds
    the chosen rule's file name. 可叠加: all are paid; `at_most` is the parameter that caps the sum.
    """

    exclusive_with: list[str] = Field(default_factory=list)
    rule: Choice
    choice: str | None = None
    at_most: str | None = None

    @model_validator(mode="after")
    def _of_its_rule(self) -> Combination:
        if self.choice is not None and self.rule != "择一":
            raise ValueError("`choice` is for 择一")
        if self.at_most is not None and self.rule != "可叠加":
            raise ValueError("`at_most` is for 可叠加")
        return self


class Once(Declaration):
    """The benefit is had once; `evidence` is a condition that is true where it was had already."""

    per: Literal["project", "enterprise", "year"]
    evidence: str
    clause: str | None = None


class RuleSet(Declaration):
    """The file `<measure>.yaml` of a policy package.

    `published` is the day from which the rule could be known; by default that of its document.
    """

    label: str
    measure: str
    subject: str
    effect: Period
    published: date | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    conditions: dict[str, ConditionText] = Field(min_length=1, max_length=MOST_CONDITIONS)
    benefit: BenefitText
    combine: Combination | None = None
    once: Once | None = None
    budget: Budget | None = None

    @property
    def per(self) -> Per:
        """How often a row has the benefit; what `once` says comes before what the benefit says."""
        if self.once is None:
            return self.benefit.per
        return "year" if self.once.per == "year" else "once"

    @model_validator(mode="after")
    def _dated_from_the_start(self) -> RuleSet:
        for name, parameter in self.parameters.items():
            if min(parameter.values) > self.effect.start:
                raise ValueError(
                    f"parameter {name} has no value on {self.effect.start}, the first day of effect"
                )
        return self

    @model_validator(mode="after")
    def _room_for_once(self) -> RuleSet:
        if self.once is None:
            return self
        if NOT_YET in self.conditions:
            raise ValueError(f"a condition {NOT_YET} beside `once`, which makes one of that name")
        if len(self.conditions) == MOST_CONDITIONS:
            raise ValueError(f"{MOST_CONDITIONS} conditions beside `once`, which makes another")
        return self
