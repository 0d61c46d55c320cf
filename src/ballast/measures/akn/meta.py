"""The `meta` of Akoma Ntoso: what the work is, when, by whom, what it cites and whom it charges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ballast.documents.reader import Document
from ballast.measures.akn.names import address_part, cited_address, make, work_address
from ballast.measures.model import Measure

AGENT = "#ballast"
#: The schema demands a day of each work; this one says with its name that none is known.
_NO_DAY = "0001-01-01"
_LANGUAGE = "zho"


@dataclass(frozen=True)
class Work:
    """A document with its measures, and the names under which its `meta` refers to things."""

    document: Document
    measures: Sequence[Measure]

    @property
    def is_report(self) -> bool:
        """Whether it is news about a document, not law."""
        return self.document.kind == "report"

    @property
    def kind(self) -> str:
        """`act`, or `doc` for a report."""
        return "doc" if self.is_report else "act"

    @property
    def subtype(self) -> str:
        """What it is in its own country."""
        return "report" if self.is_report else "policy"

    @cached_property
    def address(self) -> str:
        """The address of the work."""
        return work_address(self.document.metadata, self.kind, self.subtype)

    @cached_property
    def expression(self) -> str:
        """The address of the expression: in Chinese, as of the day of the work."""
        day = self.document.metadata.issued_on or self.document.metadata.published_on
        return f"{self.address}/{_LANGUAGE}@{day or ''}"

    @cached_property
    def organizations(self) -> Mapping[str, str]:
        """The `eId` of each organisation by its name: issuers first, then responsible units."""
        units = (unit.full_name for measure in self.measures for unit in measure.responsible)
        names = dict.fromkeys((*self.document.metadata.issuers, *units))
        return {name: f"org-{place}" for place, name in enumerate(names, 1)}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The `eId` of each unit of measurement by its code."""
        codes = (amount.unit for measure in self.measures for amount in measure.quantities)
        return {code: f"unit-{place}" for place, code in enumerate(dict.fromkeys(codes), 1)}

    @cached_property
    def days(self) -> Sequence[tuple[str, date]]:
        """The days that the document states, with what each is."""
        said = self.document.metadata
        found = (("issued", said.issued_on), ("published", said.published_on))
        return [(name, day) for name, day in found if day]


def write_meta(parent: Any, work: Work) -> Any:
    """Write `meta` below `parent`; what is proprietary comes behind."""
    meta = make(parent, "meta")
    _identification(make(meta, "identification", source=AGENT), work)
    if work.days:
        name, day = work.days[-1]
        said = work.document.metadata
        shown = said.title or said.number or "—"
        make(meta, "publication", date=str(day), name=name, showAs=shown, number=said.number or "")
    _lifecycle(meta, work)
    _references(make(meta, "references", source=AGENT), work)
    return meta


def _identification(parent: Any, work: Work) -> None:
    said = work.document.metadata
    first = make(parent, "FRBRWork")
    _core(first, f"{work.address}/!main", work.address, work, said.title)
    _authors(first, work)
    make(first, "FRBRcountry", value="cn")
    make(first, "FRBRsubtype", value=work.subtype)
    if said.number:
        make(first, "FRBRnumber", value=said.number)
    if said.title:
        make(first, "FRBRname", value=said.title)
    make(first, "FRBRprescriptive", value=str(not work.is_report).lower())
    second = make(parent, "FRBRExpression")
    _core(second, f"{work.expression}/!main", work.expression, work, said.title_printed)
    _authors(second, work)
    make(second, "FRBRauthoritative", value="false")
    make(second, "FRBRlanguage", language=_LANGUAGE)
    third = make(parent, "FRBRManifestation")
    _core(third, f"{work.expression}/!main.xml", f"{work.expression}.xml", work, None)
    make(third, "FRBRauthor", href=AGENT, as_="#editor")
    make(third, "FRBRformat", value="application/akn+xml")


def _core(parent: Any, this: str, address: str, work: Work, title: str | None) -> None:
    make(parent, "FRBRthis", value=this)
    make(parent, "FRBRuri", value=address)
    if title:
        make(parent, "FRBRalias", value=title, name="title")
    for name, day in work.days:
        make(parent, "FRBRdate", date=str(day), name=name)
    if not work.days:
        make(parent, "FRBRdate", date=_NO_DAY, name="unknown")


def _authors(parent: Any, work: Work) -> None:
    issuers = work.document.metadata.issuers
    for name in issuers:
        make(parent, "FRBRauthor", href=f"#{work.organizations[name]}", as_="#issuer")
    if not issuers:
        make(parent, "FRBRauthor", href="#unknown", as_="#issuer")


def _lifecycle(meta: Any, work: Work) -> None:
    """Issue, and from when until when the document holds, as far as it says."""
    effect = work.document.metadata.effect
    events = [
        ("issued", work.document.metadata.issued_on, "generation"),
        ("start", effect.start if effect else None, "generation"),
        ("end", effect.end if effect else None, "repeal"),
    ]
    stated = [(name, day, kind) for name, day, kind in events if day]
    if not stated:
        return
    cycle = make(meta, "lifecycle", source=AGENT)
    for name, day, kind in stated:
        make(cycle, "eventRef", eId=f"event-{name}", date=str(day), source="#original", type=kind)
    bounds = {name: f"#event-{name}" for name, _, _ in stated if name != "issued"}
    if bounds:
        group = make(make(meta, "temporalData", source=AGENT), "temporalGroup", eId="in-force")
        make(group, "timeInterval", **bounds, refersTo="#inForce")


def _references(parent: Any, work: Work) -> None:
    make(parent, "original", eId="original", href=work.expression, showAs="原文")
    for name, identifier in work.organizations.items():
        href = f"/ontology/organization/cn/{address_part(name)}"
        make(parent, "TLCOrganization", eId=identifier, href=href, showAs=name)
    for code, identifier in work.units.items():
        href = f"/ontology/concept/unit/{address_part(code)}"
        make(parent, "TLCConcept", eId=identifier, href=href, showAs=code or "1")
    for tag, identifier, shown in _concepts(work):
        href = f"/ontology/{tag.removeprefix('TLC').lower()}/{identifier}"
        make(parent, tag, eId=identifier, href=href, showAs=shown)
    for identifier, href, shown, name in _cited(work):
        make(parent, "TLCReference", eId=identifier, href=href, showAs=shown, name=name)


def _concepts(work: Work) -> Iterator[tuple[str, str, str]]:
    yield from (
        ("TLCOrganization", "ballast", "Ballast（压舱石）"),
        ("TLCRole", "editor", "编辑者"),
        ("TLCRole", "issuer", "发文机关"),
        ("TLCRole", "lead", "牵头单位"),
        ("TLCRole", "member", "责任单位"),
        ("TLCConcept", "inForce", "有效"),
    )
    if not work.document.metadata.issuers:
        yield "TLCOrganization", "unknown", "文中没有写明"
    if work.is_report:
        yield "TLCConcept", "notLaw", "新闻报道，不是政策文件"


def _cited(work: Work) -> Iterable[tuple[str, str, str, str]]:
    for place, citation in enumerate(work.document.citations, 1):
        title = f"《{citation.title}》" if citation.title else ""
        shown = " ".join(filter(None, (title, citation.number)))
        yield f"cite-{place}", cited_address(citation), shown, "citation"
    if news := work.document.reported:
        name = address_part(news.title)
        yield "reported", f"/akn/cn/act/policy/undated/{name}", f"《{news.title}》", "reported"
