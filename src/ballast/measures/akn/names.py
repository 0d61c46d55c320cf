"""Elements, identifiers and addresses as Akoma Ntoso 1.0 names them.

Akoma Ntoso Naming Convention 1.0: addresses in section 4, `eId` in section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ballast.documents.citations import Citation
from ballast.documents.clauses import Clause
from ballast.documents.metadata import Metadata

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#: What the standard has no element for stands in this namespace, in `proprietary`.
OWN = "urn:ballast:measures"
#: The hierarchical element of each kind of label, and its abbreviation in an `eId`.
_ELEMENTS = {
    "条": ("article", "art"),
    "一、": ("section", "sec"),
    "(一)": ("paragraph", "para"),
    "1.": ("subparagraph", "subpara"),
    "(1)": ("point", "point"),
    "①": ("indent", "indent"),
}
_DIVISIONS = {"编": ("part", "part"), "章": ("chapter", "chp"), "节": ("section", "sec")}
#: Characters that XML 1.0 does not have (2.2), and white space that it would change.
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ADDRESS = re.compile(r"[\W_]+")
_MIXED = frozenset(("p", "num", "heading"))


def make(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    """A new element below `parent`; its attributes in the order given, without the empty ones."""
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    fill(child, attributes, text)
    return child


def make_own(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element of our namespace below `parent`."""
    child = etree.SubElement(parent, f"{{{OWN}}}{tag}")
    fill(child, attributes, None)
    return child


def fill(element: Any, attributes: Mapping[str, str], text: str | None) -> None:
    """Set attributes and text; a name may end in _ where Python keeps it for itself."""
    for name, value in attributes.items():
        if value:
            element.set(name.rstrip("_"), clean(value))
    element.text = clean(text) if text else None


def clean(text: str) -> str:
    """`text` with a replacement character for each that XML does not have."""
    return _NO_XML.sub("\ufffd", text)


@dataclass
class Identifiers:
    """Gives each clause its element and its `eId`; a number that repeats gets a suffix."""

    _given: set[str] = field(default_factory=set)

    def of(self, clause: Clause, above: str) -> tuple[str, str]:
        """The element of `clause` and its `eId` below that of the clause above (or empty)."""
        tag, short = element_of(clause)
        wanted = f"{above}__{short}" if above else short
        number = str(clause.number) if clause.number else "nn"
        identifier = next(filter(self._is_new, _suffixed(f"{wanted}_{number}")))
        self._given.add(identifier)
        return tag, identifier

    def _is_new(self, identifier: str) -> bool:
        return identifier not in self._given


def element_of(clause: Clause) -> tuple[str, str]:
    """The element for the clause's kind of label and its abbreviation."""
    if clause.kind == "章":
        return next(each for mark, each in _DIVISIONS.items() if mark in clause.label)
    return _ELEMENTS.get(clause.kind, ("hcontainer", "hcontainer"))


def _suffixed(identifier: str) -> Iterator[str]:
    yield identifier
    number = 2
    while True:
        yield f"{identifier}-{number}"
        number += 1


def work_address(said: Metadata, kind: str, subtype: str) -> str:
    """The address of the work: country, kind, day, and its number or else its title."""
    day = said.issued_on or said.published_on
    name = said.number or said.title or "untitled"
    parts = ("akn", "cn", kind, subtype, day.isoformat() if day else "undated", address_part(name))
    return "/" + "/".join(parts)


def cited_address(citation: Citation) -> str:
    """The address of a cited document, by the year in its number, or by its title."""
    year = re.search(r"(?:19|20)\d\d", citation.number or "")
    when = year[0] if year else "undated"
    name = citation.number or citation.title or ""
    return f"/akn/cn/act/policy/{when}/{address_part(name)}"


def address_part(name: str) -> str:
    """`name` as a part of an address: letters and digits, hyphens for all else."""
    return _NO_ADDRESS.sub("-", name).strip("-") or "unnamed"


def indent(element: Any, depth: int = 0) -> None:
    """Lay out the elements below `element`, but not inside running text."""
    children = list(element)
    if not children or etree.QName(element).localname in _MIXED:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in children:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    children[-1].tail = "\n" + "  " * depth
