"""The twelve rules in numpy, as OpenFisca's formulas ask for them.

A condition is 0 (false), 1 (unknown) or 2 (true); each fact has a variable that says whether it is
known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

#: 1 where money is held in yuan, 100 where in 分.
UNIT = 1
MONEY_FACTS = [
    "assets",
    "assets_mean",
    "education_surcharge",
    "farmland_tax",
    "injury_premium",
    "land_use_tax",
    "local_education_surcharge",
    "main_revenue",
    "property_tax",
    "resource_tax",
    "revenue",
    "stamp_tax",
    "taxable_income",
    "unemployment_contribution",
    "urban_maintenance_tax",
]
COUNTS = ["insured_months", "insured_staff", "laid_off", "staff", "staff_mean"]
FLAGS = ["injury_insured", "restricted_industry"]
TEXTS = ["city", "industry", "kind", "vat_payer"]
FACTS = (*MONEY_FACTS, *COUNTS, *FLAGS, *TEXTS, "founded_on")
FALSE, UNKNOWN, TRUE = 0, 1, 2
Values = Any
#: Rows of the 2017 size table: prefixes, then indicators with lower bounds in yuan and people.
TRADES: tuple[tuple[str, dict[str, tuple[int, int, int]]], ...] = (
    ("A", {"revenue": (500_000, 5_000_000, 200_000_000)}),
    ("B C D", {"staff": (20, 300, 1000), "revenue": (3_000_000, 20_000_000, 400_000_000)}),
    (
        "E",
        {
            "revenue": (3_000_000, 60_000_000, 800_000_000),
            "assets": (3_000_000, 50_000_000, 800_000_000),
        },
    ),
    ("F51", {"staff": (5, 20, 200), "revenue": (10_000_000, 50_000_000, 400_000_000)}),
    ("F52", {"staff": (10, 50, 300), "revenue": (1_000_000, 5_000_000, 200_000_000)}),
    (
        "G54 G55 G56 G57 G58",
        {"staff": (20, 300, 1000), "revenue": (2_000_000, 30_000_000, 300_000_000)},
    ),
    ("G59", {"staff": (20, 100, 200), "revenue": (1_000_000, 10_000_000, 300_000_000)}),
    ("G60", {"staff": (20, 300, 1000), "revenue": (1_000_000, 20_000_000, 300_000_000)}),
    ("H61 H62", {"staff": (10, 100, 300), "revenue": (1_000_000, 20_000_000, 100_000_000)}),
    ("I63 I64", {"staff": (10, 100, 2000), "revenue": (1_000_000, 10_000_000, 1_000_000_000)}),
    ("I65", {"staff": (10, 100, 300), "revenue": (500_000, 10_000_000, 100_000_000)}),
    (
        "K701",
        {
            "revenue": (1_000_000, 10_000_000, 2_000_000_000),
            "assets": (20_000_000, 50_000_000, 100_000_000),
        },
    ),
    ("K702", {"staff": (100, 300, 1000), "revenue": (5_000_000, 10_000_000, 50_000_000)}),
    ("L", {"staff": (10, 100, 300), "assets": (1_000_000, 80_000_000, 1_200_000_000)}),
    ("M N O Q85 R K703 K709", {"staff": (10, 100, 300)}),
)
CORE = ("4401", "4403", "4404", "4406", "4407", "4412", "4413", "4419", "4420")
OUTLYING = (
    "4402",
    "4405",
    "4408",
    "4409",
    "4414",
    "4415",
    "4416",
    "4417",
    "4418",
    "4451",
    "4452",
    "4453",
)


class Firm:
    """The facts and conditions of all enterprises in one period, as formulas ask for them."""

    def __init__(self, population: Any, period: Any, codes: dict[str, list[str]]) -> None:
        self.population, self.period, self.codes = population, period, codes

    def __call__(self, name: str) -> Values:
        return self.population(name, self.period)

    def known(self, *names: str) -> Values:
        return reduce(np.logical_and, (self(f"{name}_known") for name in names))

    def test(self, holds: Values, *facts: str) -> Values:
        return np.where(self.known(*facts), np.where(holds, TRUE, FALSE), UNKNOWN).astype(np.int32)

    def at_least(self, name: str, bound: int) -> Values:
        return self.test(self(name) >= bound * (UNIT if name in MONEY_FACTS else 1), name)

    def at_most(self, name: str, bound: int) -> Values:
        return self.test(self(name) <= bound * (UNIT if name in MONEY_FACTS else 1), name)

    def flags(self, name: str, prefixes: Sequence[str]) -> Values:
        """Whether each row's text begins with one of `prefixes`; by number of its code."""
        table = np.array([code.startswith(tuple(prefixes)) for code in self.codes[name]])
        return table[self(name)]

    def within(self, name: str, prefixes: Sequence[str]) -> Values:
        return self.test(self.flags(name, prefixes), name)

    def pick(self, name: str, choices: Sequence[tuple[str, int]], otherwise: int) -> Values:
        """For each row the number that goes with its code's first matching prefixes."""
        table = [
            next((n for some, n in choices if code.startswith(tuple(some.split()))), otherwise)
            for code in self.codes[name]
        ]
        return np.array(table)[self(name)]


def both(*tests: Values) -> Values:
    return reduce(np.minimum, tests)


def either(*tests: Values) -> Values:
    return reduce(np.maximum, tests)


def no(test: Values) -> Values:
    return TRUE - test


def trade(firm: Firm) -> Values:
    return firm.pick("industry", [(codes, at) for at, (codes, _) in enumerate(TRADES)], -1)


def gate(rank: int) -> Callable[[Firm], Values]:
    """Whether all indicators of the trade reach the bounds of the class."""

    def formula(firm: Firm) -> Values:
        row, found = firm("trade"), np.full_like(firm("trade"), FALSE)
        for at, (_, bounds) in enumerate(TRADES):
            reached = both(*(firm.at_least(name, low[rank]) for name, low in bounds.items()))
            found = np.where(row == at, reached, found)
        return np.where(firm.known("industry"), found, UNKNOWN)

    return formula


def sme(firm: Firm) -> Values:
    classified = firm.test(firm("trade") >= 0, "industry")
    return both(classified, no(firm("large")))


def small(firm: Firm) -> Values:
    """Micro or small: each gate from below decides, and one unknown leaves the class open."""
    lower, upper = firm("small_gate"), firm("medium_gate")
    found = np.where(lower == FALSE, TRUE, np.where(lower == UNKNOWN, UNKNOWN, no(upper)))
    above = (lower == TRUE) & (upper == TRUE) & (firm("large") == UNKNOWN)
    found = np.where(above, UNKNOWN, found)
    found = np.where(firm("trade") < 0, FALSE, found)
    return np.where(firm.known("industry"), found, UNKNOWN)


def low_profit(firm: Firm) -> Values:
    return both(
        firm("in_business"),
        firm.at_most("taxable_income", 3_000_000),
        firm.at_most("staff_mean", 300),
        firm.at_most("assets_mean", 50_000_000),
    )


def in_business(firm: Firm) -> Values:
    return both(no(firm("sole")), no(firm.test(firm("restricted_industry"), "restricted_industry")))


def equipment_sme(firm: Firm) -> Values:
    def people(bound: int) -> Values:
        return firm.at_most("staff_mean", bound)

    def money(name: str, bound: int) -> Values:
        return firm.at_most(name, bound)

    services = either(
        people(2000), money("revenue", 1_000_000_000), money("assets_mean", 1_200_000_000)
    )
    estate = either(money("revenue", 2_000_000_000), money("assets_mean", 100_000_000))
    others = either(people(1000), money("revenue", 400_000_000))
    kind = firm.pick("industry", [("I63 I64 E L", 1), ("K701", 2)], 0)
    found = np.select([kind == 1, kind == 2], [services, estate], others)
    return both(firm("in_business"), np.where(firm.known("industry"), found, UNKNOWN))


def few_laid_off(firm: Firm) -> Values:
    insured, gone = firm("insured_staff"), firm("laid_off")
    holds = gone * 1000 <= insured * np.where(insured <= 30, 200, 55)
    found = firm.test(holds, "insured_staff", "laid_off")
    return np.where(firm.known("insured_staff") & (insured <= 0), UNKNOWN, found)


def focused(firm: Firm) -> Values:
    revenue = firm("revenue")
    found = firm.test(firm("main_revenue") * 10 >= revenue * 8, "main_revenue", "revenue")
    return np.where(firm.known("revenue") & (revenue <= 0), UNKNOWN, found)


def productive(firm: Firm) -> Values:
    bound = firm("staff").astype(np.int64) * 200_000 * UNIT
    return firm.test(firm("revenue") >= bound, "revenue", "staff")


def above_scale(firm: Firm) -> Values:
    industry = firm.within("industry", "BCD")
    return both(firm("company"), industry, firm.at_least("main_revenue", 20_000_000))


def founded_since(day: str) -> Callable[[Firm], Values]:
    first = int(np.datetime64(day, "D").astype(int))
    return lambda firm: firm.test(firm("founded_on") >= first, "founded_on")


def text_is(name: str, value: str) -> Callable[[Firm], Values]:
    return lambda firm: firm.within(name, (value,))


def flag(name: str) -> Callable[[Firm], Values]:
    return lambda firm: firm.test(firm(name), name)


def above(name: str) -> Callable[[Firm], Values]:
    return lambda firm: firm.test(firm(name) > 0, name)


def under(name: str, bound: int) -> Callable[[Firm], Values]:
    return lambda firm: firm.test(firm(name) < bound * UNIT, name)


CONDITIONS: dict[str, Callable[[Firm], Values]] = {
    "trade": trade,
    "small_gate": gate(0),
    "medium_gate": gate(1),
    "large": gate(2),
    "sole": text_is("kind", "individual_business"),
    "company": text_is("kind", "company"),
    "in_business": in_business,
    "low_profit": low_profit,
    "province": text_is("city", "44"),
    "small_scale": text_is("vat_payer", "small_scale"),
    "relieved": lambda firm: either(firm("small_scale"), firm("sole"), firm("low_profit")),
    "insured_a_year": lambda firm: firm.at_least("insured_months", 12),
    "few_laid_off": few_laid_off,
    "injury": flag("injury_insured"),
    "manufacturer": text_is("industry", "C"),
    "under_limit": under("revenue", 400_000_000),
    "sme": sme,
    "above_scale": above_scale,
    "main_under_limit": under("main_revenue", 400_000_000),
    "recent": founded_since("2015-01-01"),
    "starting": founded_since("2020-01-01"),
    "allowed": lambda firm: no(flag("restricted_industry")(firm)),
    "services": lambda firm: firm.within("industry", "FGHILOR"),
    "small": small,
    "has_insured": above("insured_staff"),
    "earns_enough": lambda firm: firm.at_least("revenue", 100_000_000),
    "focused": focused,
    "profitable": above("taxable_income"),
    "software": text_is("industry", "I65"),
    "ten_people": lambda firm: firm.at_least("staff", 10),
    "productive": productive,
    "personal": lambda firm: firm.within("industry", ("F52", "H", "O", "R")),
    "outlying": lambda firm: firm.within("city", OUTLYING),
    "contributes": above("unemployment_contribution"),
    "equipment_sme": equipment_sme,
    "has_assets": lambda firm: firm.at_least("assets", 5_000_000),
    "people_in_limit": lambda firm: firm.at_most("staff_mean", 1000),
}


def portion(
    firm: Firm, facts: str, parts: Values, of: int, up: bool = True
) -> tuple[Values, Values]:
    """A part of the sum of `facts`, rounded half up or down to 分, and whether it is known."""
    names = facts.split()
    total = reduce(np.add, (firm(name) for name in names))
    return rounded(total * parts, of, up), firm.known(*names)


def rounded(total: Values, of: int, up: bool) -> Values:
    """`total` / `of` to 分, where `total` is not negative."""
    if UNIT == 100:
        return (2 * total + of) // (2 * of) if up else total // of
    fen = total / of * 100
    return (np.floor(fen + 0.5) if up else np.floor(fen)) / 100


def refund(firm: Firm) -> tuple[Values, Values]:
    others, sme = firm("company") == FALSE, firm("sme")
    parts = np.where(others | (sme == TRUE), 9, 5)
    value, known = portion(firm, "unemployment_contribution", parts, 10)
    rated = others | ((firm("company") == TRUE) & (sme != UNKNOWN) & (firm("trade") >= 0))
    rated |= (firm("company") == TRUE) & (sme == TRUE)
    return value, known & rated


def deferral(firm: Firm) -> tuple[Values, Values]:
    facts = "urban_maintenance_tax education_surcharge local_education_surcharge"
    parts = np.where(firm("revenue") >= 20_000_000 * UNIT, 5, 10)
    return portion(firm, facts, parts, 10, up=False)


def tiers(firm: Firm) -> tuple[Values, Values]:
    revenue = firm("revenue")
    steps = [revenue >= 5_000_000_000 * UNIT, revenue >= 1_000_000_000 * UNIT]
    return np.select(steps, [10_000_000 * UNIT, 5_000_000 * UNIT], 1_000_000 * UNIT), True


def location(firm: Firm) -> tuple[Values, Values]:
    core = firm.flags("city", CORE)
    return np.where(core, 100_000 * UNIT, 150_000 * UNIT), firm.known("city")


def heads(firm: Firm) -> tuple[Values, Values]:
    return np.minimum(firm("insured_staff") * 2000 * UNIT, 30_000 * UNIT), True


def jobs(firm: Firm) -> tuple[Values, Values]:
    people = firm("insured_staff")
    each = np.where(people >= 100, 700, 350) * UNIT
    return people * each, firm.known("insured_staff")


def capped(
    amount: Callable[[Firm], tuple[Values, Values]], bound: int, how: Callable[..., Values]
) -> Callable[[Firm], tuple[Values, Values]]:
    def formula(firm: Firm) -> tuple[Values, Values]:
        value, known = amount(firm)
        return how(value, bound * UNIT), known

    return formula


Amount = Callable[[Firm], tuple[Values, Values]]
TAXES = (
    "resource_tax urban_maintenance_tax property_tax land_use_tax stamp_tax farmland_tax "
    "education_surcharge local_education_surcharge"
)
RULES: tuple[tuple[str, Amount], ...] = (
    ("province relieved", lambda firm: portion(firm, TAXES, 5, 10)),
    ("province insured_a_year few_laid_off", refund),
    ("province injury", lambda firm: portion(firm, "injury_premium", 2, 10)),
    ("province manufacturer under_limit sme", deferral),
    ("above_scale main_under_limit recent allowed", location),
    (
        "province services small",
        capped(lambda firm: portion(firm, "property_tax land_use_tax", 1, 1), 100_000, np.minimum),
    ),
    ("province starting small has_insured", heads),
    ("manufacturer earns_enough focused profitable allowed", tiers),
    (
        "software company ten_people productive",
        capped(lambda firm: portion(firm, "revenue", 1, 100, False), 2_000_000, np.minimum),
    ),
    (
        "province sole small_scale personal",
        capped(
            lambda firm: portion(firm, "property_tax land_use_tax stamp_tax", 3, 10),
            500,
            np.maximum,
        ),
    ),
    ("outlying manufacturer insured_a_year contributes", jobs),
    (
        "province equipment_sme has_assets people_in_limit profitable",
        capped(lambda firm: portion(firm, "assets_mean", 5, 1000), 500_000, np.minimum),
    ),
)
