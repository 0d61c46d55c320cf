"""What a rule may ask: the tables of facts and their columns, as `vocabulary/facts/` declares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ballast.sources import load

Type = Literal["bool", "integer", "decimal", "money", "ratio", "date", "enum", "code", "text"]

#: Digits after the point of each exact number; money is in yuan (or dollars) with two.
SCALES: dict[str, int] = {"integer": 0, "decimal": 4, "money": 2, "ratio": 6}
#: The largest value that a column may hold where its declaration sets none; 90万亿元 of money can
#: be turned into 分 within a DECIMAL(18, 2).
MAXIMA: dict[str, Decimal] = {
    "integer": Decimal(10**12),
    "decimal": Decimal(10**12),
    "money": Decimal(9 * 10**13),
    "ratio": Decimal(999),
}


class Declaration(BaseModel):
    """Base of everything declared in YAML: no unknown keys, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Declaration):
    """One column: what it means, its type and unit, and where it comes from.

    `minimum` and `maximum` are inclusive and in the column's own unit; a value outside is rejected
    on import. `values` are an enum's allowed values with their Chinese labels; `codelist` names the
    classification of a code (a file `vocabulary/<codelist>.csv`), `level` the level of a region.
    """

    label: str
    type: Type
    unit: str | None = None
    source: str
    averaged: str | None = None
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    values: dict[str, str] = Field(default_factory=dict)
    codelist: str | None = None
    level: Literal["city", "county"] | None = None
    required: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Fact:
        if (self.type == "enum") != bool(self.values):
            raise ValueError("an enum, and only an enum, lists its `values` with their labels")
        if self.type == "money" and self.unit not in {"CNY", "USD"}:
            raise ValueError("money states its currency: `unit: CNY` or `unit: USD`")
        if self.level and self.codelist != "regions":
            raise ValueError("only a code of regions has a `level`")
        return self

    @property
    def scale(self) -> int:
        """Digits after the point; 0 for what is no number."""
        return SCALES.get(self.type, 0)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the largest number that the column may hold."""
        most = self.maximum if isinstance(self.maximum, Decimal) else MAXIMA[self.type]
        return (self.minimum if isinstance(self.minimum, Decimal) else -most), most


#: Columns that any table may have beside its own: they make rows of one key versions of one row.
VERSION_FACTS = {
    "valid_from": Fact(label="生效日期", type="date", source="该版本事实开始成立之日"),
    "known_from": Fact(label="获知日期", type="date", source="收到该版本之日"),
    "withdrawn": Fact(label="撤销", type="bool", source="该版本撤销此前的记录"),
}


class Entity(Declaration):
    """One table of facts, such as `enterprise` or `equipment_purchase`.

    `key` identifies a row. A table of what enterprises own names in `owner` the column that holds
    the owning enterprise's 统一社会信用代码; a table of others, such as cities, names none.
    """

    label: str
    key: str
    owner: str | None = None
    facts: dict[str, Fact]

    @model_validator(mode="after")
    def _keys_exist(self) -> Entity:
        for column in filter(None, (self.key, self.owner)):
            if column not in self.facts:
                raise ValueError(f"the column “{column}” is not among the facts")
        if reserved := ", ".join(name for name in VERSION_FACTS if name in self.facts):
            raise ValueError(f"{reserved} tells versions of a row apart; name the fact otherwise")
        return self


def load_entities(folder: Path) -> dict[str, Entity]:
    """Every table that `folder` (`vocabulary/facts`) declares, by name. Raises Invalid."""
    return {path.stem: load(path, Entity)[0] for path in sorted(folder.glob("*.yaml"))}
