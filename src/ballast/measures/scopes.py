"""Whom a document is for, where it says so once for all its measures or for those of a section."""

from __future__ import annotations

from ballast.documents.passes.spaces import tight
from ballast.documents.reader import Document
from ballast.measures.model import Scope
from ballast.measures.orders import named, scope_clauses


def scopes(document: Document) -> tuple[Scope, ...]:
    """The scopes that clauses such as 适用范围 and 支持对象 state, in order."""
    made = []
    for clause in scope_clauses(document):
        if clause.body is not None and clause.body.value:
            section = named(clause.parent) if clause.parent else None
            text = tight(clause.body)
            made.append(Scope(section or None, text.plain, text.span()))
    return tuple(made)
