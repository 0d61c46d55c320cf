"""How verdicts are packed: one state and one amount a rule, and masks of missing facts a row.

A rule's state is one integer: bit i says that condition i is false, bit i + shift that it is
unknown. So 0 is eligible, any low bit is ineligible, anything else is unknown. A mask has one bit
a fact. A row holds that of its absent facts, and those of trees that ask for a part of theirs; the
layout says which of these bits leave a rule's verdict or benefit open.
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


class Asked(BaseModel):
    """What a rule asks for where it is open: those of `facts` that are absent, and whole `masks`.

    Both by their places in the layout. `where` is a condition: only where that is unknown.
    """

    model_config = ConfigDict(frozen=True)

    facts: tuple[int, ...] = ()
    masks: tuple[int, ...] = ()
    where: int | None = None

    def bits(self, chunk: int) -> int:
        """The facts as a mask over one chunk of them."""
        places = (place - chunk * MASK_BITS for place in self.facts)
        return sum(1 << place for place in places if 0 <= place < MASK_BITS)


class RuleLayout(BaseModel):
    """The columns of one rule: `<id>:state` and `<id>:amount` (分).

    A rule that shares what is paid with others has `<id>:payable` (分), one that says until when it
    defers `<id>:until` (a date). `verdict` is what it asks for where its verdict is unknown,
    `benefit` where it grants something that is open.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    label: str
    conditions: tuple[str, ...]
    pays: bool
    shares: bool = False
    defers: bool = False
    verdict: tuple[Asked, ...] = ()
    benefit: tuple[Asked, ...] = ()

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
        """The column of a mask of its own, which runs before `Layout.masks` packed."""
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
    packed as `key` and, where it is another, `owner` beside the enterprise's `city`. `masks` counts
    those beside the mask of absent facts; None where each rule packed its own, as runs once did.
    """

    model_config = ConfigDict(frozen=True)

    subject: str
    key: str
    owner: str
    facts: tuple[str, ...]
    rules: tuple[RuleLayout, ...]
    masks: int | None = None
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
        """The columns of each mask: the first holds the first `MASK_BITS` facts, and so on."""
        return range(-(-len(self.facts) // MASK_BITS))

    @staticmethod
    def absent(chunk: int) -> str:
        """The column of the mask of a row's absent facts."""
        return f"absent:{chunk}"

    @staticmethod
    def mask(place: int, chunk: int) -> str:
        """The column of another mask."""
        return f"mask:{place}:{chunk}"

    @property
    def shared(self) -> tuple[str, ...]:
        """The columns of masks that rules share."""
        if self.masks is None:
            return ()
        others = (self.mask(place, chunk) for place in range(self.masks) for chunk in self.chunks)
        return (*map(self.absent, self.chunks), *others)

    @property
    def columns(self) -> dict[str, str]:
        """Every packed column with its SQL type, in order."""
        found = dict.fromkeys(self.whose, "VARCHAR") | dict.fromkeys(self.shared, "BIGINT")
        for rule in self.rules:
            found[rule.state] = "INTEGER" if rule.shift == 16 else "BIGINT"
            if rule.pays:
                found[rule.amount] = "BIGINT"
            if rule.shares:
                found[rule.payable] = "BIGINT"
            if rule.defers:
                found[rule.until] = "DATE"
            if self.masks is None:
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
        bits = [self._bits(rule, row, chunk) for chunk in self.chunks]
        for place, name in enumerate(self.facts):
            chunk, bit = divmod(place, MASK_BITS)
            if bits[chunk] >> bit & 1:
                yield name

    def _bits(self, rule: RuleLayout, row: Mapping[str, Any], chunk: int) -> int:
        """The mask of one rule; 0 where its verdict is no."""
        if self.masks is None:
            return int(row[rule.missing(chunk)])
        state = row[rule.state]
        found = 0
        for each in () if state & rule.low else rule.verdict if state else rule.benefit:
            if each.where is None or state >> each.where + rule.shift & 1:
                found |= row[self.absent(chunk)] & each.bits(chunk)
                for place in each.masks:
                    found |= row[self.mask(place, chunk)]
        return found
