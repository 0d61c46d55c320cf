"""One rule as published: told in Chinese, its text and cases, and its history."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.catalogue import compared, desk, drafts, library, texts
from ballast_web.catalogue.access import access_drafts, access_version_files
from ballast_web.catalogue.models import VersionFile
from ballast_web.catalogue.states import WRITERS, DraftState
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, Response, page

_UNDER_WAY = (DraftState.DRAFT, DraftState.RETURNED, DraftState.SUBMITTED, DraftState.APPROVED)


@page("rules/<path:name>/", title="规则", roles=STAFF)
def rule(request: Request, name: str) -> Response:
    """The rule; POST begins a draft that changes it; `?version=` shows what a version changed."""
    shelf = library.current()
    found = next((each for each in shelf.library.rules if each.id == name), None)
    if found is None:
        raise Http404
    path = f"{name}.yaml"
    if request.method == "POST":
        return _begun(request, path, f"{found.written.measure}{found.label}")
    history = list(access_version_files(request.acting, path))
    open_drafts = access_drafts(request.acting).filter(files__path=path, state__in=_UNDER_WAY)
    return rule.render(
        request,
        rule=found,
        package=shelf.packages[name.rpartition("/")[0]],
        checked=desk.checked(shelf, path, {}),
        text=(shelf.folder / path).read_text(encoding="utf-8"),
        history=history,
        change=_change(request, history),
        drafts=open_drafts,
        path=path,
        writes=request.acting.role in WRITERS,
    )


def _begun(request: Request, path: str, label: str) -> Response:
    held = library.current().digests
    files = [each for each in (path, texts.tests_of(path)) if each in held]
    draft = drafts.begin_with(request.acting, _("调整%(label)s") % {"label": label}, files)
    messages.success(request, _("已新起一份草案。修改后提交审核，批准发布前不影响现行规则。"))
    return redirect("staff.draft_file", pk=draft.pk, path=path)


def _change(request: Request, history: list[VersionFile]) -> list[tuple[str, str]]:
    """The lines that the version asked for changed in the rule's file."""
    given = request.GET.get("version", "")
    numbers = [each.version.number for each in history]
    if not given.isdecimal() or int(given) not in numbers:
        return []
    number = int(given)
    return list(compared.lines(_text(history, number - 1), _text(history, number)))


def _text(history: list[VersionFile], number: int) -> str:
    """The file as of a version; empty where it was not there yet."""
    if number < 0 or not any(each.version.number <= number for each in history):
        return ""
    path = library.version(number).folder / history[0].path
    return path.read_text(encoding="utf-8") if path.is_file() else ""
