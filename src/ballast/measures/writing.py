"""Policy packages as YAML that a person likes to edit: block style, short maps and lists in a line.

Chinese stands as itself, keys keep their order, a blank line parts the measures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from ballast.errors import NotAQuantity, cells
from ballast.quantities import Quantity, parse

#: A map or list of plain values stands in one line up to this many terminal cells.
_LINE = 88
_UNITS = {
    "CNY": "元",
    "USD": "美元",
    "HKD": "港元",
    "EUR": "欧元",
    "years": "年",
    "quarters": "个季度",
    "months": "个月",
    "weeks": "周",
    "days": "天",
}


class _Writer(yaml.SafeDumper):
    """Chooses flow style for what is short, and indents lists."""

    def represent_mapping(self, tag: Any, mapping: Any, flow_style: Any = None) -> Any:
        return _in_line(super().represent_mapping(tag, mapping, flow_style))

    def represent_sequence(self, tag: Any, sequence: Any, flow_style: Any = None) -> Any:
        return _in_line(super().represent_sequence(tag, sequence, flow_style))

    def represent_str(self, data: str) -> Any:
        quoted = "'" if data[:1] in ("<", "=", ">") else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=quoted)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Writer.add_representer(str, _Writer.represent_str)


def _in_line(node: Any) -> Any:
    pairs = isinstance(node, yaml.MappingNode)
    values = [part for pair in node.value for part in pair] if pairs else node.value
    plain = all(isinstance(value, yaml.ScalarNode) for value in values)
    node.flow_style = plain and sum(cells(value.value) + 2 for value in values) <= _LINE
    return node


def dump(data: Mapping[str, Any], comment: str = "") -> str:
    """`data` as YAML, below `comment` (each line of it after a #)."""
    text = yaml.dump(
        data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000, line_break="\n"
    )
    parted = re.sub(r"\n(?=  - (?:label|section): )", "\n\n", text)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + re.sub(r"(?m)^(\w+:)\n\n", r"\1\n", parted)


def written(quantity: Quantity) -> str | None:
    """`quantity` as people write it (8500家, 50%, 1亿元), or None where it would read otherwise."""
    if not quantity.unit:
        return None
    if quantity.unit == "ratio":
        text = f"{_digits(quantity.value * 100)}%"
    else:
        text = _scaled(quantity.value) + _UNITS.get(quantity.unit, quantity.unit)
    try:
        return text if parse(text) == quantity else None
    except NotAQuantity:
        return None


def _scaled(value: Decimal) -> str:
    for word, power in (("亿", 8), ("万", 4)):
        short = value.scaleb(-power).normalize()
        if abs(short) >= 1 and int(short.as_tuple().exponent) >= -2:
            return _digits(short) + word
    return _digits(value)


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
