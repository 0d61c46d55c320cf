"""A rule set as an officer writes it: one measure's parameters, conditions and benefit, in YAML."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from ballast.vocabulary.derived import Parameter
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

    `source` names another law that the condition rests on, where the clause leaves it open.
    """

    expression: str = Field(alias="is")
    clause: str
    quote: str | None = Field(default=None, max_length=LONGEST_QUOTE)
    source: str | None = None


class Rounding(Declaration):
    """How an amount becomes payable: to 分 or to whole yuan, and which way."""

    to: Literal["分", "元"] = "分"
    mode: Literal["half_up", "down", "up"] = "half_up"

    @property
    def digits(self) -> int:
        """Digits after the point, in yuan."""
        return 2 if self.to == "分" else 0


class BenefitText(Declaration):
    """What the measure gives: its kind and the expression of its amount in yuan, if it has one.

    `automatic` is 免申即享: given without application. `note` is shown with the amount.
    """

    kind: BenefitKind
    amount: str | None = None
    rounding: Rounding
    automatic: bool = False
    note: str | None = None


class Combination(Declaration):
    """Which other rules (by identifier) exclude this one, and how the choice is made."""

    exclusive_with: list[str] = Field(default_factory=list)
    rule: Literal["从高", "择一", "可叠加"]


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
    conditions: dict[str, ConditionText] = Field(min_length=1, max_length=31)
    benefit: BenefitText
    combine: Combination | None = None

    @model_validator(mode="after")
    def _dated_from_the_start(self) -> RuleSet:
        for name, parameter in self.parameters.items():
            if min(parameter.values) > self.effect.start:
                raise ValueError(
                    f"parameter {name} has no value on {self.effect.start}, the first day of effect"
                )
        return self
