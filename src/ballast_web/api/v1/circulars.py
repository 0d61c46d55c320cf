"""Circulars that are sent: those that one's unit issued, and those that it was sent.

Reading one here is no receipt: that is left by whoever opens it on the platform.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.circulars.access import access_papers
from ballast_web.circulars.models import Circular
from ballast_web.circulars.states import CircularKind, CircularState
from ballast_web.errors import NotHere
from ballast_web.keys.models import Scope
from ballast_web.supervision.states import READERS

router = Router(auth=KeyHolder(Scope.READ_CIRCULARS))


class CircularOut(Schema):
    """A circular that is sent; `issuer` is a unit's code, `number` its 发文字号."""

    id: int
    kind: str
    issuer: str
    number: str
    title: str
    period: str
    first: date
    last: date
    figures_on: date
    dated: date | None
    sent_at: datetime | None


class Section(Schema):
    """A part of the text."""

    heading: str
    paragraphs: list[str]


class CircularWhole(CircularOut):
    """A circular with its text, and its tables as they were printed."""

    addressees: str
    sections: list[Section]
    tables: list[dict[str, Any]]


class Circulars(Schema):
    """A page of circulars; `next` is the cursor of what follows, null at the end."""

    items: list[CircularOut]
    next: str | None


@router.get("", response={200: Circulars, **READING}, summary="通报清单")
def circulars(
    request: ApiRequest, cursor: str = "", limit: int = 50, kind: CircularKind | None = None
) -> dict[str, Any]:
    """The circulars that one may read, by kind."""
    rows = _seen(request)
    return paged(rows.filter(kind=kind) if kind else rows, cursor, limit, _told)


@router.get("/{id}", response={200: CircularWhole, **READING}, summary="一份通报")
def circular(request: ApiRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the API's own word
    """The circular, as it was printed."""
    found = _seen(request).filter(pk=id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotHere(what="这份通报")
    names = ("addressees", "sections", "tables")
    return {**_told(found), **{name: getattr(found, name) for name in names}}


def _seen(request: ApiRequest) -> QuerySet[Circular]:
    request.acting.must_be(READERS, "查阅通报")
    return access_papers(request.acting).filter(state=CircularState.SENT)


def _told(found: Circular) -> dict[str, Any]:
    names = ("kind", "number", "title", "period", "first", "last", "figures_on", "dated", "sent_at")
    told = {name: getattr(found, name) for name in names}
    return {**told, "id": found.pk, "issuer": found.issuer.code}
