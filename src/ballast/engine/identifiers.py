"""Names that an engine would cut off, made to fit."""

from __future__ import annotations

from hashlib import sha256

from sqlglot import exp


def fitted(name: str, most: int) -> str:
    """`name` if it has at most `most` bytes in UTF-8; else its beginning and a hash of it all."""
    if len(name.encode()) <= most:
        return name
    mark = f"~{sha256(name.encode()).hexdigest()[:16]}"
    return name.encode()[: most - len(mark)].decode(errors="ignore") + mark


def fit(statement: exp.Expression, most: int) -> None:
    """Make every name in `statement` fit, the same everywhere."""
    for identifier in statement.find_all(exp.Identifier):
        identifier.set("this", fitted(identifier.name, most))
