"""Applying: the facts that are known, those still missing, evidence, submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast.vocabulary.facts import Fact
from ballast_web.applications import services
from ballast_web.applications.access import access_evidence
from ballast_web.applications.evidence import ENDINGS, allowed
from ballast_web.applications.judging import OUTCOMES, Judged, judged
from ballast_web.applications.models import Application
from ballast_web.applications.services.applying import live_of
from ballast_web.applications.states import State
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import inputs
from ballast_web.enterprises import services as facts
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.kernel.writes import writing
from ballast_web.pages.page import Request, page


@dataclass(frozen=True)
class Asked:
    """A missing fact that can be typed here: `name` is table.fact."""

    name: str
    fact: Fact
    cell: facts.Cell

    @property
    def hint(self) -> str:
        """What may be typed."""
        return inputs.allowed(self.fact)


@page("enterprise/apply/<path:rule>/<str:key>/", title="申报", roles=ENTERPRISE)
def apply(request: Request, rule: str, key: str) -> HttpResponse:
    """The form, filled with what is known; whatever is sent leads back here, or on to the case."""
    enterprise = request.acting.organisation
    assert enterprise is not None  # noqa: S101 - an enterprise's page
    word = judged(enterprise, rule, key, today())
    draft = live_of(word, key)
    if request.method == "POST":
        return _done(request, word, draft)
    if draft is not None and draft.state != State.DRAFT:
        return redirect("enterprise.application", pk=draft.pk)
    return apply.render(request, **_shown(request, word, draft))


def _shown(request: Request, word: Judged, draft: Application | None) -> dict[str, Any]:
    files = access_evidence(request.acting).filter(application=draft) if draft else []
    asked = list(_asked(word, request.acting.organisation))
    return {
        "word": word,
        "rule": word.rule,
        "judgement": word.kept(),
        "outcome": OUTCOMES[word.outcome],
        "asked": asked,
        "elsewhere": len(word.explanation.missing) - len(asked),
        "application": draft,
        "files": files,
        "changeable": True,
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "allowed": allowed(),
        "may_submit": word.outcome != "ineligible" and word.payable != 0,
    }


def _asked(word: Judged, enterprise: Organisation | None) -> Iterator[Asked]:
    """The missing facts of the object itself and of the enterprise."""
    assert enterprise is not None  # noqa: S101 - an enterprise's page
    keys = {word.rule.subject: word.explanation.key, "enterprise": enterprise.code}
    for name in word.explanation.missing:
        table, _, column = name.partition(".")
        entity = vocabulary().entities[table]
        if table in keys and column in inputs.suppliable(entity):
            yield Asked(name, entity.facts[column], facts.Cell(table, keys[table], column))


def _done(request: Request, word: Judged, draft: Application | None) -> HttpResponse:
    action = request.POST.get("action", "")
    here = redirect(request.path)
    if action == "supply":
        _supplied(request, word)
        return here
    application = draft or services.begin(request.acting, word.rule.id, word.explanation.key)
    if action == "submit":
        services.submit(request.acting, application, request.POST.get("statement", ""))
        messages.success(request, "申报已提交。办理进度可随时在本页查看。")
        return redirect("enterprise.application", pk=application.pk)
    if action not in ("attach", "remove"):
        raise BadValue(field="操作", given=action, allowed="页面上的按钮")
    change_evidence(request, application)
    return here


def _supplied(request: Request, word: Judged) -> None:
    """Write what was typed; what was left empty stays unknown."""
    enterprise = request.acting.organisation
    assert enterprise is not None  # noqa: S101 - an enterprise's page
    with writing(request.acting):
        for each in _asked(word, enterprise):
            if text := request.POST.get(each.name, "").strip():
                facts.supply(request.acting, enterprise, each.cell, text)
    messages.success(request, "已保存，并按您补充的数据重新判定。")


def change_evidence(request: Request, application: Application) -> None:
    """Add the file that was sent, or take away the one that was named."""
    if request.POST.get("action") == "attach":
        upload = request.FILES.get("upload")
        if upload is None:
            raise BadValue(field="文件", given="（空）", allowed=allowed())
        added = services.attach(request.acting, application, upload, request.POST.get("what", ""))
        messages.success(request, f"已上传“{added.name}”。")
        return
    key = request.POST.get("evidence", "")
    own = access_evidence(request.acting).filter(application=application)
    found = own.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这份材料")
    services.remove(request.acting, found)
    messages.success(request, f"已移除“{found.name}”。")
