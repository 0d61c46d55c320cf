"""SQL around packed verdicts: fixed text, read by sqlglot, into which trees are put.

No name and no value is ever pasted into text: a column or a value stands for `$name`, a table or a
query for the table of that name, so that whatever they hold remains one name or one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, reduce

import sqlglot
from sqlglot import exp

from ballast.engine.scaled import bare, wrapped

DIALECT = "duckdb"
#: What may stand for a table: the name of another, or a query.
Rows = str | exp.Expression


def filled(
    text: str, tables: Mapping[str, Rows] | None = None, **parts: exp.Expression
) -> exp.Expression:
    """`text`, DuckDB's SQL, with a tree for each `$name` and each table that `tables` names.

    Raises KeyError for a `$name` without its tree.
    """
    found = _read(text).copy()
    for held in list(found.find_all(exp.Placeholder)):
        if held.this:  # a bare ? waits for the engine
            part = _free(parts[held.name])
            held.replace(wrapped(part) if isinstance(held.parent, _OPERATIONS) else part)
    for table in list(found.find_all(exp.Table)):
        rows = (tables or {}).get(table.name)
        if rows is not None:
            _put(table, rows)
    return found


#: In which a part stands in brackets unless it stands by itself.
_OPERATIONS = (exp.Binary, exp.Unary, exp.In)


def _put(table: exp.Table, rows: Rows) -> None:
    """Other rows in place of `table`, which go by its name."""
    alias = table.args.get("alias") or exp.TableAlias(this=table.this)
    if not isinstance(rows, str):
        table.replace(exp.Subquery(this=_free(rows), alias=alias))
        return
    table.set("this", exp.to_identifier(rows, quoted=True))
    if isinstance(table.parent, exp.From | exp.Join):
        table.set("alias", alias)


def _free(tree: exp.Expression) -> exp.Expression:
    """A tree that stands nowhere yet: this one, or its copy."""
    return tree if tree.parent is None else tree.copy()


def selected(
    text: str, tables: Mapping[str, Rows] | None = None, **parts: exp.Expression
) -> exp.Select:
    """`filled`, for a text that selects, to which columns can be added."""
    found = filled(text, tables, **parts)
    if not isinstance(found, exp.Select):
        raise TypeError(f"no SELECT: {text}")
    return found


@cache
def _read(text: str) -> exp.Expression:
    found = sqlglot.parse_one(text, dialect=DIALECT)
    if not isinstance(found, exp.Expression):
        raise TypeError(f"no expression: {text}")
    return found


def text(value: str) -> exp.Expression:
    """A text as a value."""
    return exp.Literal.string(value)


def integer(value: int) -> exp.Expression:
    """A whole number as a value."""
    return bare(value)


def together(parts: Iterable[exp.Expression]) -> exp.Expression:
    """All rows of several queries. Raises ValueError where there is none."""
    queries = list(parts)
    if not queries:
        raise ValueError("rows of no query")
    return reduce(lambda a, b: exp.Union(this=a, expression=b, distinct=False), queries)


def written(statement: exp.Expression, pretty: bool = False) -> str:
    """A statement in DuckDB's words."""
    return statement.sql(dialect=DIALECT, identify=True, copy=False, pretty=pretty)
