"""A file of evidence, for those who may see its application; always saved, never shown inside."""

from __future__ import annotations

from django.http import FileResponse

from ballast_web.applications.access import access_evidence
from ballast_web.applications.evidence import KINDS, path_of
from ballast_web.applications.models import EvidenceFile
from ballast_web.applications.states import READERS
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, Response, page


@page("evidence/<int:pk>/", title="证明材料", roles=READERS | ENTERPRISE)
def evidence(request: Request, pk: int) -> Response:
    """The file as an attachment, with its own media type and no guessing."""
    found = access_evidence(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份材料")
    return saved(found.file, found.name)


def saved(file: EvidenceFile, name: str) -> Response:
    """A stored file as an attachment called `name`. Raises NotHere."""
    path = path_of(file.sha256)
    if not path.is_file():
        raise NotHere(what="这份材料")
    media = KINDS[file.kind].media
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
