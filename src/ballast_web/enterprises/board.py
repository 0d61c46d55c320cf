"""An enterprise's policies as it reads them: entitled, likely, near, not; what to ask it next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ballast.rules.ruleset import BENEFIT_LABELS, BURDENS, BenefitKind
from ballast.rules.scope import OWNER
from ballast.vocabulary.facts import Fact
from ballast_web.catalogue import library
from ballast_web.enterprises.inputs import allowed, unit_of
from ballast_web.enterprises.verdicts import Finding

#: Kinds of benefit whose amounts may be added up, by what such a sum is called.
SUMS: dict[str, frozenset[BenefitKind]] = {
    "奖补资金": frozenset({"award", "subsidy", "interest_subsidy", "refund"}),
    "减免税费租金": frozenset({"tax_reduction", "fee_reduction", "rent_relief", "land_price"}),
    "税前扣除额": frozenset({"tax_deduction"}),
    "缓缴额": frozenset({"deferral"}),
}
_NUMERIC = frozenset({"integer", "decimal", "money"})


@dataclass(frozen=True)
class Question:
    """A fact that is missing: of which row, and how many open verdicts wait for it."""

    table: str
    key: str
    name: str
    fact: Fact = field(compare=False)
    waiting: int = field(default=0, compare=False)

    @property
    def identity(self) -> str:
        """A name for the field on a page."""
        return f"{self.table}.{self.name}.{self.key}"

    @property
    def of(self) -> str:
        """What the row is, where it is not the enterprise itself."""
        entity = library.vocabulary().entities[self.table]
        return "" if self.table == OWNER else f"{entity.label} {self.key}"

    @property
    def unit(self) -> str:
        """The unit in which a bare number is read."""
        return unit_of(self.fact)

    @property
    def hint(self) -> str:
        """What may be typed."""
        return allowed(self.fact)

    @property
    def options(self) -> list[tuple[str, str]]:
        """What to choose from, where the answers are few."""
        if self.fact.type == "bool":
            return [("是", "是"), ("否", "否")]
        return [(label, label) for label in self.fact.values.values()]

    @property
    def mode(self) -> str:
        """The keyboard that a phone shows."""
        return "decimal" if self.fact.type in _NUMERIC else "text"


@dataclass(frozen=True)
class Item:
    """A finding with what the page says beside it."""

    finding: Finding
    questions: tuple[Question, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of benefit."""
        return BENEFIT_LABELS[self.finding.kind]

    @property
    def of(self) -> str:
        """Which row was judged, where it is not the enterprise itself."""
        entity = library.vocabulary().entities[self.finding.subject]
        return "" if self.finding.subject == OWNER else f"{entity.label} {self.finding.key}"

    @property
    def identity(self) -> str:
        """What is judged, in one text: rule, row, period."""
        return " ".join((self.finding.rule_id, self.finding.key, self.finding.period))

    @property
    def lacking(self) -> list[str]:
        """The labels of the missing facts."""
        entities = library.vocabulary().entities
        parted = (name.split(".") for name in self.finding.missing)
        return [entities[table].facts[name].label for table, name in parted]

    @property
    def fen(self) -> int | None:
        """What is paid, else what is given, in 分."""
        paid = self.finding.payable_fen
        return self.finding.amount_fen if paid is None else paid

    @property
    def shared(self) -> bool:
        """Whether less is paid than the rule gives alone."""
        finding = self.finding
        return finding.payable_fen is not None and finding.payable_fen != finding.amount_fen

    @property
    def address(self) -> dict[str, str]:
        """The parts of the address of its explanation."""
        issuer, document, name = self.finding.rule_id.split("/")
        return {"issuer": issuer, "document": document, "name": name, "key": self.finding.key}


class Board:
    """The findings of an enterprise in `region`, grouped."""

    def __init__(self, findings: Iterable[Finding], code: str, region: str) -> None:
        self.code, self.region = code, region
        self._findings = list(findings)

    @cached_property
    def entitled(self) -> list[Item]:
        """What it is entitled to, the largest amounts first."""
        found = [Item(each, self._questions(each)) for each in self._wanted("eligible")]
        return sorted(found, key=lambda item: -(item.fen or 0))

    @cached_property
    def duties(self) -> list[Item]:
        """What it is held to: higher tariffs, obligations."""
        return [Item(each) for each in self._findings if each.kind in BURDENS and _holds(each)]

    @cached_property
    def likely(self) -> list[Item]:
        """What depends on facts that are missing; those that need fewest first."""
        found = [Item(each, self._questions(each)) for each in self._wanted("unknown")]
        return sorted(found, key=lambda item: (len(item.finding.missing), item.finding.rule_id))

    @cached_property
    def near(self) -> list[Item]:
        """What one number is short of."""
        return [Item(each) for each in self._wanted("ineligible") if each.near_miss]

    @cached_property
    def excluded(self) -> list[Item]:
        """What it does not get, policies of other provinces left out."""
        found = (each for each in self._wanted("ineligible") if not each.near_miss)
        return [Item(each) for each in found if self._reached(each.package)]

    @cached_property
    def sums(self) -> list[tuple[str, int, int]]:
        """What the entitlements add up to: name, 分, and of how many the amount is not known."""
        found = []
        for name, kinds in SUMS.items():
            items = [i for i in self.entitled if i.finding.kind in kinds and i.finding.pays]
            if items:
                known = [item.fen for item in items if item.fen is not None]
                found.append((name, sum(known), len(items) - len(known)))
        return found

    @cached_property
    def questions(self) -> list[Question]:
        """The missing facts, the one that most open verdicts wait for first."""
        waiting: defaultdict[Question, int] = defaultdict(int)
        for item in [*self.likely, *self.entitled]:
            for question in item.questions:
                waiting[question] += 1
        asked = sorted(waiting, key=lambda each: (-waiting[each], each.identity))
        return [
            Question(each.table, each.key, each.name, each.fact, waiting[each]) for each in asked
        ]

    def _wanted(self, verdict: str) -> list[Finding]:
        return [
            each for each in self._findings if each.verdict == verdict and each.kind not in BURDENS
        ]

    def _reached(self, package: str) -> bool:
        return reaches(_regions()[package], self.region) if package in _regions() else True

    def _questions(self, finding: Finding) -> tuple[Question, ...]:
        """What is missing of the enterprise and of the judged row; other rows have pages."""
        keys = {OWNER: self.code, finding.subject: finding.key}
        parted = (name.split(".") for name in finding.missing)
        return tuple(
            Question(table, keys[table], name, fact)
            for table, name in parted
            if table in keys and (fact := _fact(table, name)) is not None
        )


def _holds(finding: Finding) -> bool:
    return finding.verdict == "eligible"


def _fact(table: str, name: str) -> Fact | None:
    entity: Any = library.vocabulary().entities.get(table)
    return entity.facts.get(name) if entity and name not in (entity.key, entity.owner) else None


def _regions() -> dict[str, str]:
    """The region of each package's document."""
    packages = library.current().packages
    return {name: package.policy.region for name, package in packages.items()}


def reaches(territory: str, region: str) -> bool:
    """Whether the region of a policy takes in `region`; 100000 is the country."""
    if territory == "100000":
        return True
    end = 2 if territory.endswith("0000") else 4 if territory.endswith("00") else 6
    return region.startswith(territory[:end])
