"""Drafts: begun, written, submitted, and decided by a second person."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from ballast.vocabulary import codes
from ballast_web.catalogue import drafted, examinations, library, store, texts
from ballast_web.catalogue.errors import NothingDrafted, Outdated, OutOfTerritory, OwnDraft
from ballast_web.catalogue.models import Document, Draft, DraftFile
from ballast_web.catalogue.states import DRAFTS, WRITERS, ExaminationKind
from ballast_web.errors import BadValue, NotAllowed
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Membership
from ballast_web.kernel.roles import Level
from ballast_web.kernel.writes import writing

_NATIONAL_OR_PROVINCIAL = (Level.NATIONAL, Level.PROVINCE)


def begin(acting: Acting, title: str, document: Document | None = None) -> Draft:
    """A new draft without files. Raises NotAllowed."""
    acting.must_be(WRITERS, "起草")
    author = _author(acting)
    with writing(acting) as log:
        draft = Draft.objects.create(
            title=title,
            organisation=author.organisation,
            by=author.person,
            at=now(),
            base=library.current().version,
            document=document,
        )
        log.note("draft.begun", draft, title=title)
    return draft


def _author(acting: Acting) -> Membership:
    """Who writes: a person, for a unit. Raises NotAllowed of the platform itself."""
    if acting.membership is None:
        raise NotAllowed(role="平台", what="起草")
    return acting.membership


def begin_with(acting: Acting, title: str, paths: Iterable[str]) -> Draft:
    """A new draft that holds the published files at `paths`, to be changed. Raises NotAllowed."""
    shelf = library.current()
    with writing(acting):
        draft = begin(acting, title)
        for path in paths:
            put(acting, draft, path, (shelf.folder / path).read_text(encoding="utf-8"))
    return draft


def put(acting: Acting, draft: Draft, path: str, text: str) -> DraftFile:
    """Write a file of the draft; what it replaces is remembered from the first time on.

    Raises NotAllowed, WrongState, BadPath, BadValue, OutOfTerritory.
    """
    checked, author = texts.checked_path(path), _author(acting).person
    clean = text.replace("\r\n", "\n")
    if wrong := texts.hostile(clean, path):
        given = f"{wrong.given}（第{wrong.line}行）"
        raise BadValue(field=path, given=given, allowed=wrong.allowed)
    with writing(acting) as log:
        held = _moved(acting, draft, "edit")
        _within_territory(acting, held, checked, clean)
        held.save(update_fields=["state"])
        replaces = library.current().digests.get(path, "")
        file, _ = DraftFile.objects.get_or_create(
            draft=held, path=path, defaults={"replaces": replaces, "by": author}
        )
        file.text, file.removed, file.by = clean, False, author
        file.save()
        log.note("draft.file_written", held, path=path, digest=store.digest(clean.encode()))
    return file


def remove(acting: Acting, draft: Draft, path: str) -> None:
    """Take a file out of the draft; what is published stays. Raises NotAllowed, WrongState."""
    with writing(acting) as log:
        held = _moved(acting, draft, "edit")
        held.save(update_fields=["state"])
        held.files.filter(path=path).delete()
        log.note("draft.file_removed", held, path=path)


def adopt(acting: Acting, draft: Draft, path: str) -> None:
    """Say that what was published since has been looked at: the draft now replaces that."""
    with writing(acting) as log:
        held = _moved(acting, draft, "edit")
        held.base = library.current().version
        held.save(update_fields=["state", "base"])
        held.files.filter(path=path).update(replaces=library.current().digests.get(path, ""))
        log.note("draft.rebased", held, path=path, onto=held.base)


def submit(acting: Acting, draft: Draft) -> Draft:
    """Hand the draft over. Raises NotAllowed, WrongState, NothingDrafted, Outdated."""
    with writing(acting) as log:
        held = _moved(acting, draft, "submit")
        _worth_submitting(held)
        held.submitted_by, held.submitted_at, held.reason = acting.person, now(), ""
        held.decided_by = held.decided_at = None
        held.save()
        log.note("draft.submitted", held, contents=drafted.contents(held))
        examinations.begin(acting, held, ExaminationKind.CHECK)
    return held


def withdraw(acting: Acting, draft: Draft) -> Draft:
    """Take a submitted draft back. Raises NotAllowed, WrongState."""
    return _simply(acting, draft, "withdraw")


def discard(acting: Acting, draft: Draft) -> Draft:
    """Give a draft up. Raises NotAllowed, WrongState."""
    return _simply(acting, draft, "discard")


def _simply(acting: Acting, draft: Draft, name: str) -> Draft:
    with writing(acting) as log:
        held = _moved(acting, draft, name)
        held.save()
        log.note(f"draft.{held.state}", held)
    return held


def give_back(acting: Acting, draft: Draft, reason: str) -> Draft:
    """Return a submitted draft. Raises NotAllowed, WrongState, BadValue, OwnDraft."""
    if not reason.strip():
        raise BadValue(field="退回原因", given="", allowed="写明要修改什么")
    with writing(acting) as log:
        held = _decided(acting, draft, "return")
        held.reason = reason.strip()
        held.save()
        log.note("draft.returned", held, reason=held.reason)
    return held


def approve(acting: Acting, draft: Draft) -> Draft:
    """Approve a submitted draft; it is examined once more and then published, or returned.

    Raises NotAllowed, WrongState, OwnDraft, Outdated.
    """
    with writing(acting) as log:
        held = _decided(acting, draft, "approve")
        _worth_submitting(held)
        held.save()
        log.note("draft.approved", held, contents=drafted.contents(held))
        examinations.begin(acting, held, ExaminationKind.PUBLICATION)
    held.refresh_from_db()
    return held


def _decided(acting: Acting, draft: Draft, name: str) -> Draft:
    held = _moved(acting, draft, name)
    if acting.person and acting.person.pk == held.submitted_by_id:
        raise OwnDraft(did="提交")
    writers = set(held.files.values_list("by", flat=True)) | {held.by_id}
    if acting.person and acting.person.pk in writers:
        raise OwnDraft(did="起草")
    held.decided_by, held.decided_at = acting.person, now()
    return held


def _moved(acting: Acting, draft: Draft, name: str) -> Draft:
    """The draft, locked, in the state after the move. Raises NotAllowed, WrongState."""
    held = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    held.state = DRAFTS.move(held.state, name, acting)
    return held


def _worth_submitting(draft: Draft) -> None:
    if not drafted.changed(draft):
        raise NothingDrafted
    for path in drafted.outdated(draft):
        raise Outdated(path=path)


def _within_territory(acting: Acting, draft: Draft, path: str, text: str) -> None:
    """A city changes what is for the city; a province, whatever the installation holds."""
    unit = acting.organisation
    if unit is None or unit.level in _NATIONAL_OR_PROVINCIAL:
        return
    package = texts.package_of(path)
    for region in drafted.region_of(draft, package, {path: text}):
        if not region.startswith(unit.territory):
            named = codes.load(settings.BALLAST_VOCABULARY, "regions")
            label = named.label(region) if region in named else "全国"
            raise OutOfTerritory(package=package, region=label, unit=unit.name)
