"""How verdicts are packed: one state, one amount and one mask of missing facts a rule.

A rule's state is one integer: bit i says that condition i is false, bit i + shift that it is
unknown. So 0 is eligible, any low bit is ineligible, anything else is unknown. The mask has one bit
for each fact whose absence leaves the verdict or the amount open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from ballast.engine.verdict import Outcome, Verdict

#: Facts in one BIGINT mask; the sign bit stays free.
MASK_BITS = 62
#: Conditions whose two bits each fit an INTEGER; more take a BIGINT.
NARROW = 15


class RuleLayout(BaseModel):
    """The columns of one rule: `<id>:state`, `<id>:amount` (分) and `<id>:missing`.

    A rule that shares what is paid with others has `<id>:payable` (分), one that says until when it
    defers `<id>:until` (a date).
    """

    model_config = ConfigDict(frozen=True)

    id: str
    label: str
    conditions: tuple[str, ...]
    pays: bool
    shares: bool = False
    defers: bool = False

    @property
    def state(self) -> str:
        """The column of the state."""
        return f"{self.id}:state"

    @property
    def amount(self) -> str:
        """The column of the amount, if the rule pays."""
        return f"{self.id}:amount"

    @property
    def payable(self) -> str:
        """The column of what is paid: that of the amount where no other rule shares it."""
        return f"{self.id}:payable" if self.shares else self.amount

    @property
    def until(self) -> str:
        """The column of the day to which payment is put off, if the rule defers."""
        return f"{self.id}:until"

    def missing(self, chunk: int) -> str:
        """The column of a mask: chunk 0 holds the first `MASK_BITS` facts, and so on."""
        return f"{self.id}:missing" + (f":{chunk}" if chunk else "")

    @property
    def shift(self) -> int:
        """How far the unknown bits lie above the false bits."""
        return 16 if len(self.conditions) <= NARROW else 32

    @property
    def low(self) -> int:
        """The mask of the false bits."""
        return (1 << self.shift) - 1

    def named(self, bits: int) -> tuple[str, ...]:
        """The conditions whose bits are set."""
        return tuple(name for place, name in enumerate(self.conditions) if bits >> place & 1)

    def split(self, state: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The conditions that failed and those that are unknown."""
        return self.named(state & self.low), self.named(state >> self.shift)


class Layout(BaseModel):
    """The packed columns of one subject table, for all of its rules or a part of many.

    `facts` are `table.fact`, in order of their bits; `key` and `owner` are the row's own columns,
    packed as `key` and, where it is another, `owner` beside the enterprise's `city`.
    """

    model_config = ConfigDict(frozen=True)

    subject: str
    key: str
    owner: str
    facts: tuple[str, ...]
    rules: tuple[RuleLayout, ...]
    part: int = 1

    @property
    def file(self) -> str:
        """The name of the Parquet file, or of the folder of its parts."""
        return (
            f"{self.subject}.parquet" if self.part == 1 else f"{self.subject}.{self.part}.parquet"
        )

    @property
    def whose(self) -> tuple[str, ...]:
        """The columns that say whose row it is."""
        return ("key", "city") if self.owner == self.key else ("key", "owner", "city")

    @property
    def owned_by(self) -> str:
        """The packed column that holds the owner: the key itself where a row is its own owner."""
        return "key" if self.owner == self.key else "owner"

    @property
    def chunks(self) -> range:
        """The masks that a rule has."""
        return range(-(-len(self.facts) // MASK_BITS))

    @property
    def columns(self) -> dict[str, str]:
        """Every packed column with its SQL type, in order."""
        found = dict.fromkeys(self.whose, "VARCHAR")
        for rule in self.rules:
            found[rule.state] = "INTEGER" if rule.shift == 16 else "BIGINT"
            if rule.pays:
                found[rule.amount] = "BIGINT"
            if rule.shares:
                found[rule.payable] = "BIGINT"
            if rule.defers:
                found[rule.until] = "DATE"
            found |= dict.fromkeys(map(rule.missing, self.chunks), "BIGINT")
        return found

    def verdicts(self, row: Mapping[str, Any]) -> Iterator[tuple[RuleLayout, Verdict]]:
        """The verdict of every rule on one packed row."""
        for rule in self.rules:
            state = row[rule.state]
            failed, unknown = rule.split(state)
            outcome: Outcome = "ineligible" if failed else "unknown" if unknown else "eligible"
            absent = tuple(sorted(self._missing(rule, row)))
            benefit = (row.get(column) for column in (rule.amount, rule.payable, rule.until))
            amount, payable, until = benefit
            yield rule, Verdict(outcome, amount, failed, unknown, absent, payable, until)

    def _missing(self, rule: RuleLayout, row: Mapping[str, Any]) -> Iterator[str]:
        for place, name in enumerate(self.facts):
            chunk, bit = divmod(place, MASK_BITS)
            if row[rule.missing(chunk)] >> bit & 1:
                yield name
