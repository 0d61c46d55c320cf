"""The schema of a policy package: what `policy.yaml` and `measures.yaml` may say.

Quantities are written as people write them (8500家, 50%, 1亿元) and parsed on loading.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from ballast.errors import NotAQuantity
from ballast.measures.model import Comparator, Role
from ballast.quantities import Quantity, parse
from ballast.vocabulary.facts import Declaration

#: The most characters that a package may take over in one piece from the text.
QUOTE_LENGTH = 30
NAME_LENGTH = 16
SUMMARY_LENGTH = 160

#: What a measure is about; one measure may be several things at once.
Kind = Literal[
    "benefit",  # gives somebody something: money, relief, credit, a place
    "task",  # a unit must do something
    "target",  # a figure to reach
    "mechanism",  # a body, a rota, a procedure is set up
    "registry",  # a list is kept: of firms, projects, parks
    "matching",  # buyers and sellers, banks and firms, workers and jobs are brought together
    "monitoring",  # something is watched, warned of, reported
    "tariff",  # a price or rate is set
    "allocation",  # land, energy or emission quotas are given out
]
#: What each kind is called.
KIND_LABELS: dict[Kind, str] = {
    "benefit": "待遇",
    "task": "任务",
    "target": "目标",
    "mechanism": "机制",
    "registry": "名录",
    "matching": "对接",
    "monitoring": "监测",
    "tariff": "价费",
    "allocation": "配置",
}
#: The size classes of an enterprise: 微型、小型、中型、大型.
Size = Literal["micro", "small", "medium", "large"]
Frequency = Literal[
    "day", "week", "ten_days", "half_month", "month", "quarter", "half_year", "year"
]


def _quantity(given: object) -> object:
    try:
        quantity = parse(given) if isinstance(given, str) else given
    except NotAQuantity as error:
        raise ValueError(str(error)) from None
    if not isinstance(quantity, Quantity) or not quantity.unit:
        raise ValueError("write a number and its unit: 8500家, 50%, 1亿元")
    return quantity


Words = Annotated[str, StringConstraints(min_length=1, max_length=SUMMARY_LENGTH)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH)]
Quote = Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LENGTH)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=12)]
#: A label, with its section before it where the label stands more than once.
Clause = Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LENGTH + 12)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: A code of GB/T 2260; the whole country, which the standard leaves out, is 100000.
Region = Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
#: A code of GB/T 4754: C, C39, C391, C3912.
Industry = Annotated[str, StringConstraints(pattern=r"^[A-Z]([0-9]{2}){0,2}$|^[A-Z][0-9]{3}$")]
Figure = Annotated[Quantity, BeforeValidator(_quantity)]


class Period(Declaration):
    """From a day to a day, both included; an open side is null."""

    from_: date | None = Field(alias="from")
    to: date | None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(f"`from` on or before `to`, {self.to}")
        return self


class Deadline(Period):
    """A window in which something is due; `ambiguous` says why the text allows another reading."""

    what: Words | None
    ambiguous: Words | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if not (self.from_ or self.to):
            raise ValueError("at least one of `from` and `to` is a date")
        return self


class Amount(Declaration):
    """A figure of a measure; `upper` is the second one of a range or of a change (60% to 90%)."""

    what: Words | None
    comparator: Comparator
    value: Figure
    upper: Figure | None = None


class Target(Amount):
    """A figure that has to be reached, by `due` where the text says when."""

    due: date | None


class Cadence(Declaration):
    """Something to be done again and again: at least so many times (of `unit`) in each period.

    The period is `interval` times `every`. `per` says for whom it counts where each has to do it:
    地级市, 县（市、区）.
    """

    what: Words | None
    every: Frequency
    interval: Annotated[int, Field(ge=1)] = 1
    at_least: Annotated[int, Field(ge=1)] = 1
    unit: Words | None = None
    per: Words | None = None


class Responsible(Declaration):
    """A responsible unit, as printed."""

    unit: Words
    role: Role


class Citation(Declaration):
    """Another document that this one cites, and why; without number it is known by its title."""

    number: str | None
    title: Words | None
    why: Words | None


class Mechanism(Declaration):
    """What the text orders outside its numbered clauses: who coordinates, watches, admonishes.

    A report has no numbered clauses: all that it says was ordered stands here.
    """

    section: str
    name: Name
    summary: Words
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    units: tuple[Responsible, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Measure(Declaration):
    """One clause. `name` and `summary` are ours and null only in a draft; `heading` is a quote.

    `lead_ambiguous`: a convention names a lead, but this clause shares the work out without one.
    `joint_lead`: the text states several leads. `amounts` are figures that are no targets. `cites`
    are numbers, or 《titles》 of documents without one, that `policy.yaml` lists.

    `industries`, `sizes` and `regions` say whom the clause is limited to, by the codes of
    vocabulary/industries.csv and regions.csv; empty is not limited (or not by this).
    """

    label: Label
    section: Quote | None
    heading: Quote | None = None
    name: Name | None
    summary: Words | None
    kinds: tuple[Kind, ...]
    units: tuple[Responsible, ...] = ()
    lead_ambiguous: bool = False
    joint_lead: bool = False
    targets: tuple[Target, ...] = ()
    amounts: tuple[Amount, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    industries: tuple[Industry, ...] = ()
    sizes: tuple[Size, ...] = ()
    regions: tuple[Region, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cites: tuple[str, ...] = ()
    fingerprint: Fingerprint

    @property
    def leads(self) -> tuple[str, ...]:
        """The units that lead."""
        return tuple(unit.unit for unit in self.units if unit.role == "lead")

    @model_validator(mode="after")
    def _one_lead(self) -> Self:
        if (len(self.leads) > 1) != self.joint_lead:
            raise ValueError("one lead; where the text states several, `joint_lead: true`")
        if self.leads and self.lead_ambiguous:
            raise ValueError("no lead where `lead_ambiguous: true`")
        return self

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for what, items in (
            ("unit", [unit.unit for unit in self.units]),
            ("kind", self.kinds),
            ("industry", self.industries),
            ("size", self.sizes),
            ("region", self.regions),
            ("quote", self.quotes),
        ):
            twice = next((item for item, times in Counter(items).items() if times > 1), None)
            if twice:
                raise ValueError(f"each {what} once; “{twice}” stands here more than once")
        return self


class Measures(Declaration):
    """The file `measures.yaml`: the measures in the order of the document."""

    measures: tuple[Measure, ...]


class Copy(Declaration):
    """Where the text can be had: a page, who keeps it, and the file name in the documents folder.

    `address` is null where none is known; `file` is a bare name.
    """

    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None
    publisher: Words | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]


class LeadConvention(Declaration):
    """The document's own rule of who leads, from the clause on that states it.

    `before_comma`: all units before the first comma or semicolon.
    """

    rule: Literal["first_unit", "before_comma"]
    clause: Clause | None


class Superseded(Declaration):
    """The document that took the place of this one, and from which day."""

    number: str | None
    title: Words | None
    on: date

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.number or self.title):
            raise ValueError("at least one of `number` and `title` is given")
        return self


class Policy(Declaration):
    """The file `policy.yaml`: what the document is.

    `official` is false for a news report and for a reprint that does not show who issued it when.
    `effective` is the validity that the text states, both days included; `superseded_by` ends it
    sooner. `no_rule` says of every clause that no rule set executes why that is so. `supervision`
    is what unnumbered paragraphs order.
    """

    title: str
    number: str | None
    kind: Literal["policy", "report"]
    official: bool
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    issued_on: date | None
    published_on: date | None
    effective: Period
    superseded_by: Superseded | None = None
    region: Region
    source: Copy
    cites: tuple[Citation, ...]
    status: Literal["draft", "complete"]
    lead_convention: LeadConvention | None
    supervision: tuple[Mechanism, ...] = ()
    no_rule: dict[Clause, Words]

    @model_validator(mode="after")
    def _official(self) -> Self:
        if self.official and (self.kind == "report" or not (self.issuers and self.issued_on)):
            raise ValueError("`official: false` for a report, and without issuer or date of issue")
        return self

    @model_validator(mode="after")
    def _issued_before_published(self) -> Self:
        if self.issued_on and self.published_on and self.issued_on > self.published_on:
            raise ValueError(f"`published_on` on or after `issued_on`, {self.issued_on}")
        return self
