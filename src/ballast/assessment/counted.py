"""What an aggregate looked at, in Chinese: how many owned rows there are, how many it counted."""

from __future__ import annotations

from ballast.engine.reference import World, counts, evaluate, owned_rows
from ballast.rules.rendering import reading
from ballast.rules.tree import Aggregate, Node


def counted(node: Node, world: World) -> str:
    """In brackets, of each aggregate in `node`, its rows, and its value where it is only a part."""
    if isinstance(node, Aggregate):
        return f"（{_rows(node, world)}）"
    parts = [
        f"{reading(item, evaluate(item, world))}，{_rows(item, world)}" for item in node.aggregates
    ]
    return f"（其中：{'；'.join(parts)}）" if parts else ""


def _rows(item: Aggregate, world: World) -> str:
    rows = owned_rows(item, world)
    if rows is None:
        return f"没有{item.label}表"
    tests = [counts(item, row) for row in rows]
    said = f"共{len(rows)}条，计入{tests.count(True)}条"
    if None in tests:
        said += f"，{tests.count(None)}条是否计入未知"
    looked_at = [row for row, test in zip(rows, tests, strict=True) if test]
    absent = 0 if item.which == "count" else _absent(item, looked_at)
    return f"{said}，其中{absent}条数值未知" if absent else said


def _absent(item: Aggregate, rows: list[World]) -> int:
    return sum(evaluate(item.item, row) is None for row in rows)
