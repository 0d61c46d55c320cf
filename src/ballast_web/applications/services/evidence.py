"""Adding and taking away evidence while the enterprise may still change its application."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ballast_web.applications import evidence
from ballast_web.applications.errors import StillOpen
from ballast_web.applications.models import Application, Evidence, EvidenceFile
from ballast_web.applications.services.moving import locked
from ballast_web.applications.states import State
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.kernel.writes import writing

#: How many files an application carries at most.
MOST = 30
_CHANGEABLE = frozenset({State.DRAFT, State.SUPPLEMENT})


def attach(
    acting: Acting, application: Application, upload: UploadedFile, what: str = ""
) -> Evidence:
    """Check the file, keep it once, and put it to the application.

    Raises NotAllowed, NotHere, WrongFile, StillOpen (submitted, or too many files).
    """
    acting.must_be(ENTERPRISE, "上传证明材料")
    file = evidence.checked(upload)
    with writing(acting) as log:
        held = _changeable(acting, application)
        if held.evidence.filter(removed_at__isnull=True).count() >= MOST:
            raise StillOpen(action="增加材料", why=f"一份申报最多附{MOST}份材料")
        stored = kept(file)
        added = Evidence.objects.create(
            application=held,
            file=stored,
            name=file.name,
            what=what.strip()[:80],
            added_by=acting.person,
            added_at=now(),
        )
        log.note("evidence.added", added, of=held.number, sha256=file.sha256, name=file.name)
    return added


def _changeable(acting: Acting, application: Application) -> Application:
    held = locked(acting, application)
    if held.state not in _CHANGEABLE:
        state = held.get_state_display()
        raise StillOpen(action="增减材料", why=f"它现处于“{state}”，草稿和待补正时方可增减")
    return held


def kept(file: evidence.Checked) -> EvidenceFile:
    """The content on disk and its one row, however many arrive at once; inside `writing`."""
    evidence.keep(file)
    row = EvidenceFile(sha256=file.sha256, kind=file.kind, size=len(file.content), stored_at=now())
    with transaction.atomic():
        EvidenceFile.objects.bulk_create([row], ignore_conflicts=True)
    return EvidenceFile.objects.get(pk=file.sha256)


def remove(acting: Acting, found: Evidence) -> None:
    """Take a file away from an application; what was sent in once is kept for the record."""
    acting.must_be(ENTERPRISE, "移除证明材料")
    with writing(acting) as log:
        _changeable(acting, found.application)
        held = Evidence.objects.filter(pk=found.pk, removed_at__isnull=True).first()
        if held is None:
            raise NotHere(what="这份材料")
        held.removed_at = now()
        held.save(update_fields=["removed_at"])
        log.note("evidence.removed", held, of=held.application.number, name=held.name)
