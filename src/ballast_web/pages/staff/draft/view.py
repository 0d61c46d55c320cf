"""One draft: its files, what they change, what the checks say, and the decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from ballast_web.catalogue import drafted, examinations, library, texts
from ballast_web.catalogue import drafts as services
from ballast_web.catalogue.access import access_drafts, access_examinations
from ballast_web.catalogue.compared import compared
from ballast_web.catalogue.models import Draft
from ballast_web.catalogue.states import (
    DECIDERS,
    DRAFTS,
    WRITERS,
    DraftState,
    ExaminationKind,
)
from ballast_web.errors import BadValue
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.page import Request, Response, page

_CHECKS = (ExaminationKind.CHECK, ExaminationKind.PUBLICATION)
#: What a new rule set begins with.
SKELETON = """\
label: 待填写
measure: （一）
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
conditions:
  条件一:
    is: enterprise.manufacturing
    clause: （一）
benefit:
  kind: award
"""
CASES = """\
as_of: 2022-12-31
given:
  enterprise:
    industry: C1713
cases:
  - case: 一句话说明情形
    expect: {verdict: eligible}
"""


@page("drafts/<int:pk>/", title="草案", roles=STAFF)
def draft(request: Request, pk: int) -> Response:
    """The draft, and what may be done with it."""
    found = get_object_or_404(access_drafts(request.acting), pk=pk)
    if request.method == "POST":
        return _done(request, found)
    moves = {move.name for move in DRAFTS.open_to(found.state, request.acting)}
    changed = drafted.changed(found)
    checks = access_examinations(request.acting).filter(draft=found, kind__in=_CHECKS)
    return draft.render(
        request,
        draft=found,
        files=[(file, file in changed) for file in found.files.order_by("path")],
        outdated=drafted.outdated(found),
        comparison=compared(_base(found), _written(found)),
        examination=checks.first(),
        contents=drafted.contents(found),
        moves=moves,
        own=request.acting.person in (found.submitted_by, found.by),
        writes="edit" in moves,
        checks=request.acting.role in WRITERS | DECIDERS,
    )


def _base(found: Draft) -> library.Shelf:
    """What the draft is compared with: the library in force, or what it was published over."""
    if found.state == DraftState.PUBLISHED:
        return library.version(found.version.number - 1)
    return library.current()


def _written(found: Draft) -> dict[str, str | None]:
    """The files of the draft that are not as in the library with which it is compared."""
    known = _base(found).digests
    different = {
        file.path for file in found.files.all() if known.get(file.path) != drafted.digest(file)
    }
    changes = drafted.changes(found)
    return {path: text for path, text in changes.items() if path in different}


def _done(request: Request, found: Draft) -> Response:
    name = request.POST.get("action", "")
    if name not in _ACTIONS:
        raise BadValue(field=_("操作"), given=name, allowed="、".join(_ACTIONS))
    told = _ACTIONS[name](request, found)
    messages.success(request, told)
    return redirect("staff.draft", pk=found.pk)


def _submit(request: Request, found: Draft) -> str:
    services.submit(request.acting, found)
    return _("已提交，请另一位同事审核。")


def _withdraw(request: Request, found: Draft) -> str:
    services.withdraw(request.acting, found)
    return _("已撤回，可以继续修改。")


def _discard(request: Request, found: Draft) -> str:
    services.discard(request.acting, found)
    return _("草案已作废。")


def _approve(request: Request, found: Draft) -> str:
    decided = services.approve(request.acting, found)
    if decided.state == DraftState.RETURNED:
        return _("发布前检查没有通过，草案已退回。")
    published = decided.state == DraftState.PUBLISHED
    return _("已批准并发布。") if published else _("已批准，检查通过后自动发布。")


def _return(request: Request, found: Draft) -> str:
    services.give_back(request.acting, found, request.POST.get("reason", ""))
    return _("已退回起草人。")


def _check(request: Request, found: Draft) -> str:
    examinations.begin(request.acting, found, ExaminationKind.CHECK)
    return _("已开始检查，结果列在下方。")


def _adopt(request: Request, found: Draft) -> str:
    services.adopt(request.acting, found, request.POST.get("path", ""))
    return _("已确认以现行版本为基础。")


def _add(request: Request, found: Draft) -> str:
    """A new rule set with its cases, begun from a skeleton."""
    path = request.POST.get("path", "").strip()
    path = path if path.endswith(".yaml") else f"{path}.yaml"
    if found.files.filter(path=path).exists() or path in library.current().digests:
        raise BadValue(field=_("文件"), given=path, allowed=_("尚未使用的文件名"))
    services.put(request.acting, found, path, SKELETON)
    services.put(request.acting, found, texts.tests_of(path), CASES)
    return _("已新增规则文件，请填写。")


def _remove(request: Request, found: Draft) -> str:
    services.remove(request.acting, found, request.POST.get("path", ""))
    return _("已移出草案，政策库中的文件不受影响。")


_ACTIONS: dict[str, Callable[[Request, Draft], str]] = {
    "submit": _submit,
    "withdraw": _withdraw,
    "discard": _discard,
    "approve": _approve,
    "return": _return,
    "check": _check,
    "adopt": _adopt,
    "add": _add,
    "remove": _remove,
}
