"""National definitions as `vocabulary/derived/` declares them: dated expressions, decision tables.

Here they are text and numbers; the rule language gives them their meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

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


class Dated(Declaration):
    """What became known on a day: a law may change what held before that day.

    Without `known` it was known as soon as what it stands in.
    """

    known: date | None = None


class Value(Dated):
    """A parameter's value: `{value: 50%, known: 2022-03-04}`, or 50% alone."""

    value: Written


def _listed(given: Any) -> Any:
    """One entry as a list of one."""
    return given if isinstance(given, list) else [given]


def _values(given: Any) -> Any:
    return [each if isinstance(each, dict) else {"value": each} for each in _listed(given)]


def _each_known_on_its_own_day(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    if not entries:
        raise ValueError("a day of effect has at least one entry")
    days = [entry.known for entry in entries]
    if len(set(days)) < len(days):
        raise ValueError("entries of one day of effect became `known` on different days")
    return entries


_OwnDays = AfterValidator(_each_known_on_its_own_day)
#: What holds from one day: a value, or several that became known one after the other.
Values = Annotated[tuple[Value, ...], BeforeValidator(_values), _OwnDays]


class Parameter(Declaration):
    """A number that law may change: each value holds from its date until the next one's.

    A value amended with effect from the same date is a list of entries, each with `known`.
    """

    label: str
    unit: str
    values: dict[date, Values] = Field(min_length=1)
    source: str | None = None

    @model_validator(mode="after")
    def _of_one_unit(self) -> Parameter:
        wanted = quantities.unit_code(self.unit)
        for day, text in self.texts():
            unit = quantities.parse(text).unit
            if unit != wanted:
                raise ValueError(f"{text} from {day} is in “{unit}”, the parameter in “{wanted}”")
        return self

    def texts(self) -> Iterator[tuple[date, str]]:
        """Every value as written, with the day from which it holds."""
        for day, entries in self.values.items():
            yield from ((day, str(entry.value)) for entry in entries)


#: How it is known whether a bound includes its number: the text says so (含, 不含), 民法典第1259条
#: does, the word's plain meaning does (高于, 低于), or the table that defines the bound does.
Basis = Literal["stated", "civil_code", "plain", "table"]


class BoundText(Declaration):
    """What a word of the clause makes of its number: the operator, and how that is known."""

    operator: Literal[">=", ">", "<=", "<"]
    basis: Basis


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


class Version(Dated):
    """A definition from a date on, until `until` or the next one: an expression or a table.

    `bounds` says of the law's words (以上, 不超过, …) whether they include their number.
    """

    expression: str | None = Field(default=None, alias="is")
    bands: Bands | None = None
    source: str
    until: date | None = None
    bounds: dict[str, BoundText] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_of_both(self) -> Version:
        if (self.expression is None) == (self.bands is None):
            raise ValueError("a version has either `is` (an expression) or `bands` (a table)")
        return self


Versions = Annotated[tuple[Version, ...], BeforeValidator(_listed), _OwnDays]


class Derived(Declaration):
    """A fact that law derives from others; `values` are an enum's classes, lowest first.

    A definition amended with effect from the same date is a list of versions, each with `known`.
    """

    label: str
    subject: str
    type: Type
    unit: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    versions: dict[date, Versions] = Field(min_length=1)

    @model_validator(mode="after")
    def _tables_fit(self) -> Derived:
        for version in (each for entries in self.versions.values() for each in entries):
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
