"""The read-in desk: the document's text beside the measures found in it, to be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.measures.schema import KIND_LABELS, NAME_LENGTH, SUMMARY_LENGTH
from ballast_web.catalogue import documents as services
from ballast_web.catalogue.access import access_documents, access_drafts
from ballast_web.catalogue.models import Document
from ballast_web.catalogue.states import WRITERS, DocumentState
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, Response, page

#: How a leading unit is marked in the field of units, a line each.
LEAD = "（牵头）"


@dataclass(frozen=True)
class Piece:
    """A piece of the text: of the chosen clause or not, and what it says there, if anything."""

    text: str
    chosen: bool = False
    kind: str = ""


@page("documents/<int:pk>/", title="核对文件", roles=STAFF)
def read_in(request: Request, pk: int) -> Response:
    """The text with the chosen measure's highlights, the measures, a form for the chosen one."""
    document = get_object_or_404(access_documents(request.acting), pk=pk)
    if request.method == "POST":
        return _done(request, document)
    found = document.reading or {}
    place = _place(request, len(found.get("measures", [])))
    return read_in.render(
        request,
        document=document,
        found=found,
        place=place,
        drafts=access_drafts(request.acting).filter(document=document),
        writes=request.acting.role in WRITERS and document.state == DocumentState.READ,
        **(_desk(found, place) if found else {}),
    )


def _place(request: Request, number: int) -> int:
    given = request.GET.get("measure", "")
    return min(int(given), number - 1) if given.isdecimal() and number else 0


def _desk(found: dict[str, Any], place: int) -> dict[str, Any]:
    measures, text = found["measures"], found["text"]
    if not measures:
        return {"pieces": [Piece(text)], "chosen": None}
    chosen = measures[place]
    lines = (f"{each['unit']}{LEAD if each['role'] == 'lead' else ''}" for each in chosen["units"])
    return {
        "pieces": list(pieces(text, found["places"][place])),
        "chosen": chosen,
        "units": "\n".join(lines),
        "kinds": [(kind, label, kind in chosen["kinds"]) for kind, label in KIND_LABELS.items()],
        "name_length": NAME_LENGTH,
        "summary_length": SUMMARY_LENGTH,
        "finished": sum(bool(each["name"] and each["kinds"]) for each in measures),
    }


def pieces(text: str, place: dict[str, Any]) -> Iterator[Piece]:
    """The whole `text`, parted at the clause and the marks of `place`; overlaps go to the first."""
    start, end = place["span"]
    yield Piece(text[:start])
    at = start
    for mark in sorted(place["marks"], key=lambda each: (each["start"], -each["end"])):
        if mark["start"] < at or mark["end"] > len(text):
            continue
        yield Piece(text[at : mark["start"]], at < end)
        yield Piece(text[mark["start"] : mark["end"]], True, mark["kind"])
        at = mark["end"]
    yield Piece(text[at : max(at, end)], True)
    yield Piece(text[max(at, end) :])


def _done(request: Request, document: Document) -> Response:
    if request.POST.get("action") == "accept":
        given = (request.POST.get(name, "").strip() for name in ("issuer", "slug"))
        draft = services.accept(request.acting, document, *given)
        messages.success(request, _("已形成草案。请逐个核对文件，补写规则后提交审核。"))
        return redirect("staff.draft", pk=draft.pk)
    place = request.POST.get("place", "")
    number = int(place) if place.isdecimal() else -1
    services.correct(request.acting, document, number, _given(request))
    messages.success(request, _("已保存。"))
    following = min(number + 1, len(document.reading["measures"]) - 1)
    address = reverse("staff.read_in", kwargs={"pk": document.pk})
    return redirect(f"{address}?measure={following if 'next' in request.POST else number}")


def _given(request: Request) -> dict[str, Any]:
    lines = (line.strip() for line in request.POST.get("units", "").splitlines())
    units = [
        (line.removesuffix(LEAD), "lead" if line.endswith(LEAD) else "member")
        for line in lines
        if line
    ]
    texts = {name: request.POST.get(name, "") for name in ("name", "summary")}
    return {**texts, "kinds": request.POST.getlist("kinds"), "units": units}
