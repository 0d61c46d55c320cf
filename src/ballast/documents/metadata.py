"""What a document says about itself: title, number, issuers, dates, addressees, validity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ballast.documents.citations import numbers
from ballast.documents.dates import dates
from ballast.documents.effect import Effect, effect
from ballast.documents.head import Line, Role, field_values, head_lines
from ballast.documents.inferred import inferred_title
from ballast.documents.names import parted, signatories
from ballast.documents.places import placed
from ballast.documents.reports import Reported
from ballast.documents.text import Span, Text
from ballast.documents.titles import headline, inner_title, main_title, title_issuers, without_site

_ISSUED = ("成文日期", "印发日期", "生成日期")
_PUBLISHED = ("发布日期", "发布时间", "公开日期", "时间", "日期")
_SOURCE = ("来源", "信息来源")


@dataclass(frozen=True)
class Metadata:
    """The document's particulars, in simplified characters; None or empty where it does not say.

    `title_printed` keeps the title's own characters; where none is printed, `title` is inferred
    from the opening and `title_inferred` says so. `source` is where the page says it is from.
    `inner_title` is that of the annex which a notice issues. `spans` gives the bytes of each
    particular by its name.
    """

    title: str | None
    title_printed: str | None
    title_inferred: bool
    inner_title: str | None
    number: str | None
    issuers: tuple[str, ...]
    issued_on: date | None
    published_on: date | None
    source: str | None
    addressees: tuple[str, ...]
    effect: Effect | None
    spans: Mapping[str, Span]


def metadata(
    text: Text,
    first_clause: int,
    fields: Mapping[str, Text],
    every: Sequence[Line],
    news: Reported | None,
) -> Metadata:
    """The particulars of `text`, whose clauses start at the index `first_clause`.

    `every` are its lines with their roles; `news` is what a report reports.
    """
    head = head_lines(text[:first_clause])
    stated = field_values(head)
    printed = _title(head, stated, fields)
    title = printed or (news.headline if news else _inferred(text, head, every, stated))
    inner = inner_title(_below(head, title), title)
    found: dict[str, Text | None] = {
        "title": title,
        "inner_title": inner,
        "number": _number(head, stated),
        "issued_on": _issued(head, every, stated),
        "published_on": _first(_PUBLISHED, stated) or fields.get("date"),
        "source": _first(_SOURCE, stated) or fields.get("source"),
        "addressees": next((line.text for line in head if line.role is Role.ADDRESSEES), None),
    }
    issuers = _issuers(printed if news else title, every, stated)
    validity = effect(text, _date(found["issued_on"]))
    spans = {name: value.span() for name, value in found.items() if value}
    if issuers:
        spans["issuers"] = Span(issuers[0].span().start, issuers[-1].span().end)
    if validity:
        spans["effect"] = validity.span
    return Metadata(
        title=_simple(title),
        title_printed=printed.value if printed else None,
        title_inferred=title is not None and printed is None,
        inner_title=_simple(inner),
        number=found["number"].value if found["number"] else None,
        issuers=tuple(issuer.plain for issuer in issuers),
        issued_on=_date(found["issued_on"]),
        published_on=_date(found["published_on"]),
        source=_simple(found["source"]),
        addressees=_addressees(found["addressees"]),
        effect=validity,
        spans=spans,
    )


def _simple(text: Text | None) -> str | None:
    return text.plain if text else None


def _first(names: Iterable[str], stated: Mapping[str, Text]) -> Text | None:
    return next((stated[name] for name in names if name in stated), None)


def _title(
    head: Sequence[Line], stated: Mapping[str, Text], fields: Mapping[str, Text]
) -> Text | None:
    """The title in the text itself; a page's own title is only a fallback: sites rewrite it."""
    return (
        main_title(head)
        or stated.get("标题")
        or without_site(fields.get("title"))
        or headline(head)
    )


def _inferred(
    text: Text, head: Sequence[Line], every: Sequence[Line], stated: Mapping[str, Text]
) -> Text | None:
    """The title that the opening announces, of the place that issues the document."""
    title = inferred_title(head)
    return placed(title, text, _issuers(None, every, stated)) if title else None


def _number(head: Sequence[Line], stated: Mapping[str, Text]) -> Text | None:
    for value in filter(None, (_first(("发文字号", "发文文号", "文号"), stated),)):
        place = next(numbers(value.view), None)
        if place:
            return value[slice(*place)]
    line = next((line for line in head if line.role is Role.NUMBER), None)
    return line.text.strip("（）() ") if line else None


def _issued(head: Sequence[Line], every: Sequence[Line], stated: Mapping[str, Text]) -> Text | None:
    """The date below the signatures: the first that stands alone behind the first sentence."""
    if found := _first(_ISSUED, stated):
        return found
    opening = next(
        (i for i, line in enumerate(head) if line.role in (Role.ADDRESSEES, Role.PROSE)), 0
    )
    alone = [i for i, line in enumerate(every) if line.role is Role.DATE]
    chosen = next((i for i in alone if i > opening), alone[0] if alone else None)
    return every[chosen].text if chosen is not None else None


def _date(text: Text | None) -> date | None:
    return next((day for day, _, _ in dates(text.view)), None) if text else None


def _issuers(
    title: Text | None, every: Sequence[Line], stated: Mapping[str, Text]
) -> tuple[Text, ...]:
    """Who issued: as stated, as the title begins, or, where it says 等部门, as they signed."""
    if "发文机关" in stated:
        return tuple(parted(stated["发文机关"]))
    named, abridged = title_issuers(title)
    signed = tuple(signatories(every))
    return (signed or named) if abridged or not named else named


def _addressees(line: Text | None) -> tuple[str, ...]:
    if line is None:
        return ()
    groups = line.strip("：: ").split(re.compile("[,，]"))
    # 各省、自治区、…的工信部门、发展改革委: what follows belongs to each of the territories.
    whole = re.compile(r"各省[^,]*自治区[^,]*、[^,]*$")
    names = (name for g in groups for name in ([g] if whole.match(g.view) else parted(g)))
    return tuple(name.plain for name in names)


def _below(head: Sequence[Line], title: Text | None) -> Sequence[Line]:
    """The lines below the title."""
    end = title.span().end if title else 0
    return [line for line in head if line.text.span().start >= end]
