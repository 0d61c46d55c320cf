"""National definitions as `vocabulary/derived/` declares them: dated expressions, decision tables.

Here they are text and numbers; the rule language gives them their meaning.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from ballast import quantities
from ballast.errors import NotAQuantity
from ballast.sources import Source, load
from ballast.vocabulary.facts import Declaration, Type


def _quantity(text: str | int) -> str:
    try:
        quantities.parse(str(text))
    except NotAQuantity as error:
        raise ValueError(str(error)) from None
    return str(text)


#: A number with its unit as people write it: 500万元, 50%, 6个月, or a bare integer.
Written = Annotated[str | int, AfterValidator(_quantity)]


class Parameter(Declaration):
    """A number that law may change: each value holds from its date until the next one's."""

    label: str
    unit: str
    values: dict[date, Written] = Field(min_length=1)
    source: str | None = None

    @model_validator(mode="after")
    def _of_one_unit(self) -> Parameter:
        wanted = quantities.unit_code(self.unit)
        for day, text in self.values.items():
            unit = quantities.parse(str(text)).unit
            if unit != wanted:
                raise ValueError(f"{text} from {day} is in “{unit}”, the parameter in “{wanted}”")
        return self


class Row(Declaration):
    """One row of a decision table: its industries and each indicator's lower bounds, ascending."""

    codes: list[str] = Field(min_length=1)
    lower: dict[str, list[Written]] = Field(min_length=1)


class Bands(Declaration):
    """A decision table: a row is found by `key`; a class needs the lower bounds of all indicators.

    An entity in no row is `unclassified`: the standard is silent about it.
    """

    key: str
    rows: dict[str, Row] = Field(min_length=1)


class Version(Declaration):
    """A definition from a date on, until `until` or the next one: an expression or a table."""

    expression: str | None = Field(default=None, alias="is")
    bands: Bands | None = None
    source: str
    until: date | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Version:
        if (self.expression is None) == (self.bands is None):
            raise ValueError("a version has either `is` (an expression) or `bands` (a table)")
        return self


class Derived(Declaration):
    """A fact that law derives from others; `values` are an enum's classes, lowest first."""

    label: str
    subject: str
    type: Type
    unit: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    versions: dict[date, Version] = Field(min_length=1)

    @model_validator(mode="after")
    def _tables_fit(self) -> Derived:
        for version in self.versions.values():
            for name, row in (version.bands.rows if version.bands else {}).items():
                short = [key for key, low in row.lower.items() if len(low) != len(self.values) - 1]
                if short:
                    raise ValueError(
                        f"row {name}: {', '.join(short)} needs {len(self.values) - 1} lower bounds,"
                        " one for each class but the lowest"
                    )
        return self


def load_derived(folder: Path) -> dict[str, tuple[Derived, Source]]:
    """Every derived fact that `folder` (`vocabulary/derived`) declares, by name. Raises Invalid."""
    return {path.stem: load(path, Derived) for path in sorted(folder.glob("*.yaml"))}
