"""A file of a draft, edited; a rule with its cases, checked and told in Chinese as one types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.catalogue import desk, drafts, examinations, library, texts
from ballast_web.catalogue.access import access_drafts, access_examinations
from ballast_web.catalogue.models import Draft
from ballast_web.catalogue.states import DRAFTS, ExaminationKind
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, Response, page

_LONG = {"verify": ExaminationKind.VERIFY, "simulate": ExaminationKind.SIMULATE}


@page("drafts/<int:pk>/files/<path:path>", title="编辑文件", roles=STAFF)
def draft_file(request: Request, pk: int, path: str) -> Response:
    """The editor; HTMX sends what is typed and gets what is to be said of it."""
    draft = get_object_or_404(access_drafts(request.acting), pk=pk)
    if path.endswith(".tests.yaml"):
        return redirect("staff.draft_file", pk=pk, path=f"{texts.rule_id(path)}.yaml")
    names = [path, texts.tests_of(path)] if texts.is_rule(path) else [path]
    held = _held(draft, names)
    if path not in held:
        raise Http404
    if request.method == "POST" and not request.htmx:
        return _saved(request, draft, path, names)
    written = {**held, **_written(request, names)}
    checked = _checked(draft, path, written)
    if request.htmx:
        return render(request, "staff/draft_file/checked.html", {"checked": checked})
    return draft_file.render(request, **_context(request, draft, path, written), checked=checked)


def _held(draft: Draft, names: list[str]) -> dict[str, str]:
    """The files of the draft by path; of the cases, those published where it has none."""
    held = {file.path: file.text for file in draft.files.filter(path__in=names)}
    shelf = library.current()
    for name in names[1:]:
        published = shelf.folder / name
        if name not in held:
            held[name] = published.read_text(encoding="utf-8") if published.is_file() else ""
    return held


def _written(request: Request, names: list[str]) -> dict[str, str]:
    given = zip(names, ("text", "cases"), strict=False)
    return {
        name: request.POST[field].replace("\r\n", "\n")
        for name, field in given
        if field in request.POST
    }


def _checked(draft: Draft, path: str, written: dict[str, str]) -> desk.Checked:
    others = {file.path: file.text for file in draft.files.all() if not file.removed}
    package = texts.package_of(path)
    near = {name: text for name, text in others.items() if texts.package_of(name) == package}
    if texts.is_rule(path):
        return desk.checked(library.current(), path, {**near, **written})
    return desk.checked_package(library.current(), path, {**near, **written})


def _context(request: Request, draft: Draft, path: str, written: dict[str, str]) -> dict[str, Any]:
    moves = {move.name for move in DRAFTS.open_to(draft.state, request.acting)}
    rule = texts.rule_id(path)
    done = access_examinations(request.acting).filter(draft=draft, rule=rule)
    latest = [done.filter(kind=kind).first() for kind in _LONG.values()]
    return {
        "draft": draft,
        "path": path,
        "rule": texts.is_rule(path),
        "text": written[path],
        "cases": written.get(texts.tests_of(path), ""),
        "writes": "edit" in moves,
        "examinations": [each for each in latest if each],
    }


def _saved(request: Request, draft: Draft, path: str, names: list[str]) -> Response:
    held = _held(draft, names)
    for name, text in _written(request, names).items():
        if text != held[name]:
            drafts.put(request.acting, draft, name, text)
    action = request.POST.get("action", "")
    if action in _LONG:
        examinations.begin(request.acting, draft, _LONG[action], texts.rule_id(path))
    else:
        messages.success(request, _("已保存。"))
    address = reverse("staff.draft_file", kwargs={"pk": draft.pk, "path": path})
    return redirect(address + ("#results" if action in _LONG else ""))
