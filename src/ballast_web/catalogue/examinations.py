"""Long work on drafts: checks, verification, simulation; a check that leads to publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from ballast.errors import BallastError
from ballast_web.catalogue import drafted, facts, library, store, tasks, texts, versions
from ballast_web.catalogue.folders import folders
from ballast_web.catalogue.models import Draft, Examination
from ballast_web.catalogue.states import (
    DECIDERS,
    DRAFTS,
    WRITERS,
    ExaminationKind,
    ExaminationState,
)
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.sandbox import Limits, run
from ballast_web.kernel.writes import writing

_APART = "ballast_web.catalogue.apart"
#: What a solver and a whole province may take.
LONG = Limits(megabytes=6144, seconds=900, written=4096)
#: The engine of the report's charts reserves address space that it never uses.
ROOMY = Limits(megabytes=1 << 17, seconds=1800, written=8192)


def begin(acting: Acting, draft: Draft, kind: ExaminationKind, rule: str = "") -> Examination:
    """Ask for an examination of the draft as it is now. Raises NotAllowed."""
    acting.must_be(WRITERS | DECIDERS, f"发起{kind.label}")
    with writing(acting) as log:
        made = Examination.objects.create(
            draft=draft,
            kind=kind,
            rule=rule,
            contents=drafted.contents(draft),
            by=acting.person,
            at=now(),
        )
        log.note("examination.begun", made, kind=kind, draft=draft.pk)
        tasks.examine.enqueue(made.pk)
    made.refresh_from_db()
    return made


def carry_out(examination: Examination) -> None:
    """Do the work, once, however often asked; what goes wrong is told in the examination."""
    if examination.state != ExaminationState.RUNNING:
        return
    try:
        result, failure = _WORK[examination.kind](examination), ""
    except BallastError as error:
        result, failure = None, str(error)
    with writing(platform("检查草案")) as log:
        examination.result, examination.failure = result, failure
        examination.state = ExaminationState.FAILED if failure else ExaminationState.DONE
        examination.ended_at = now()
        examination.save()
        log.note(f"examination.{examination.state}", examination, faults=len(examination.faults))
        if examination.kind == ExaminationKind.PUBLICATION:
            _conclude(examination)


def _check(examination: Examination) -> Any:
    changes = drafted.changes(examination.draft)
    with store.laid_over(library.current().folder, changes) as folder:
        return run(
            f"{_APART}.examining:check",
            {
                "policies": str(folder),
                "documents": [str(each) for each in folders()],
                "vocabulary": str(settings.BALLAST_VOCABULARY),
                "changed": sorted({texts.rule_id(path) for path in changes}),
                "day": today().isoformat(),
            },
            what=str(examination.draft),
            limits=LONG,
        )


def _verify(examination: Examination) -> Any:
    changes = drafted.changes(examination.draft)
    with store.laid_over(library.current().folder, changes) as folder:
        arguments = {
            "policies": str(folder),
            "vocabulary": str(settings.BALLAST_VOCABULARY),
            "rule": examination.rule,
        }
        what = str(examination.draft)
        return run(f"{_APART}.examining:verify_rule", arguments, what=what, limits=LONG)


def _simulate(examination: Examination) -> Any:
    snapshot = facts.snapshot_folder()
    changes = drafted.changes(examination.draft)
    with tempfile.TemporaryDirectory() as name:
        store.lay({path: text for path, text in changes.items() if text}, Path(name))
        return run(
            f"{_APART}.simulating:simulate",
            {
                "policies": str(library.current().folder),
                "draft": name,
                "facts": str(snapshot),
                "vocabulary": str(settings.BALLAST_VOCABULARY),
                "out": str(report_folder(examination)),
            },
            what=str(examination.draft),
            limits=ROOMY,
        )


def report_folder(examination: Examination) -> Path:
    """Where a simulation leaves its report."""
    return Path(settings.BALLAST_HOME) / "trials" / str(examination.pk)


_WORK: Mapping[str, Callable[[Examination], Any]] = {
    ExaminationKind.CHECK: _check,
    ExaminationKind.PUBLICATION: _check,
    ExaminationKind.VERIFY: _verify,
    ExaminationKind.SIMULATE: _simulate,
}


def _conclude(examination: Examination) -> None:
    """Publish the draft if nothing is wrong with it and nobody changed anything; else return it."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=examination.draft_id)
    shelf, changes = library.current(), drafted.changes(draft)
    reason = _against(examination, draft)
    acting = platform("发布政策库")
    draft.state = DRAFTS.move(draft.state, "refuse" if reason else "publish", acting)
    draft.reason = reason
    draft.save()
    with writing(acting) as log:
        if reason:
            log.note("draft.refused", draft, reason=reason)
            return
        with store.laid_over(shelf.folder, changes) as made:
            versions.add(log, made, draft.title, shelf.digests, draft)


def _against(examination: Examination, draft: Draft) -> str:
    """Why the draft is not published; empty where nothing stands against it."""
    if examination.failure:
        return f"发布前检查未能完成：{examination.failure}"
    if examination.faults:
        return f"发布前检查发现{len(examination.faults)}个问题，列于检查结果。"
    if examination.contents != drafted.contents(draft):
        return "检查期间草案内容有变动，请重新提交。"
    stale = drafted.outdated(draft)
    return f"{stale[0]}已另行发布新版本，请核对差异后重新提交。" if stale else ""
