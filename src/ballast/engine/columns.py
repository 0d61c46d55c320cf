"""The columns of a query: facts as they are stored become integers at their scale, text, dates."""

from __future__ import annotations

from sqlglot import exp

from ballast.engine.scaled import cast
from ballast.rules import tree

_TEXTS = frozenset({"enum", "code", "text"})


def column(table: str, name: str) -> exp.Expression:
    """A column of a table by its alias."""
    return exp.column(name, table=table, quoted=True)


def quoted(name: str) -> exp.Expression:
    """A column of the stage before."""
    return exp.Column(this=exp.Identifier(this=name, quoted=True))


def named(sql: exp.Expression, name: str) -> exp.Expression:
    """`sql` under a column name."""
    return exp.Alias(this=sql, alias=exp.Identifier(this=name, quoted=True))


def fact_name(fact: tree.FactOf | tree.DerivedOf) -> str:
    """The column of a fact in the query's stages."""
    return f"{fact.table}.{fact.name}"


def stored(fact: tree.FactOf, alias: str) -> exp.Expression:
    """A declared fact, read from the table under `alias`; a number as an integer at its scale."""
    held = column(alias, fact.name)
    if fact.type.kind != "number":
        return cast(held, "VARCHAR") if fact.type.kind in _TEXTS else held
    span = fact.type.numerator
    if span.scale == 0:
        return cast(held, "BIGINT")
    if span.high * 10**span.scale >= 10**18:  # the product could leave a DECIMAL(18)
        held = cast(held, f"DECIMAL(38, {span.scale})")
    factor = exp.Literal.number(10**span.scale)
    return cast(exp.Mul(this=held, expression=factor), "BIGINT")
