"""Money set apart for a measure: how much, for whom first, and whose purse bears it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from ballast import quantities
from ballast.errors import Problem
from ballast.sources import Source
from ballast.vocabulary.derived import Parameter, Written
from ballast.vocabulary.facts import Declaration


class Budget(Declaration):
    """Money set apart for a measure and who bears it.

    `appropriation` is dated like any parameter; without it only the cost is shared. `order` names
    facts of the subject, the earliest first (ties go by key). Where the money is short, `queue`
    serves in that order until a claim no longer fits (`partial`: that one gets the rest), `prorate`
    gives everybody the same part. `share` says which part of each grant whose purse bears.
    """

    appropriation: Parameter | None = None
    order: list[str] = Field(default_factory=list)
    when_short: Literal["queue", "prorate"] = "queue"
    partial: bool = False
    share: dict[str, Written] = Field(default_factory=dict)
    clause: str

    @model_validator(mode="after")
    def _whole(self) -> Budget:
        if self.appropriation is not None and self.appropriation.unit != "CNY":
            raise ValueError("an appropriation is money: `unit: CNY`")
        if self.appropriation is None and not self.share:
            raise ValueError("a budget has an `appropriation`, a `share` of the cost, or both")
        if self.share and sum(self.shares.values()) != 1:
            raise ValueError("the parts of `share` make 100% together")
        return self

    @property
    def shares(self) -> dict[str, Decimal]:
        """Whose purse bears which part of 1."""
        return {purse: quantities.parse(str(part)).value for purse, part in self.share.items()}

    def on(self, day: date) -> int | None:
        """The appropriation on `day` in 分; None without one."""
        texts = self.appropriation.texts() if self.appropriation else ()
        held = sorted((start, text) for start, text in texts if start <= day)
        return int(quantities.parse(held[-1][1]).value * 100) if held else None


def unfunded(
    budget: Budget | None, amount: str | None, facts: Collection[str], source: Source
) -> Iterator[Problem]:
    """What is wrong with a budget: it pays an `amount`, in the order of the row's `facts`."""
    if budget is None:
        return
    if amount is None:
        allowed = "a benefit with an `amount`"
        yield source.problem(("budget",), "a budget for a benefit without one", allowed)
    for place, name in enumerate(budget.order):
        if name not in facts:
            yield source.problem(("budget", "order", place), name, ", ".join(facts))
