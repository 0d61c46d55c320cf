"""A file of evidence, for those who may see its application; always saved, never shown inside."""

from __future__ import annotations

from django.http import FileResponse

from ballast_web.applications.access import access_evidence
from ballast_web.applications.evidence import KINDS, path_of
from ballast_web.applications.states import READERS
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, Response, page


@page("evidence/<int:pk>/", title="证明材料", roles=READERS | ENTERPRISE)
def evidence(request: Request, pk: int) -> Response:
    """The file as an attachment, with its own media type and no guessing."""
    found = access_evidence(request.acting).filter(pk=pk).first()
    path = path_of(found.file_id) if found else None
    if found is None or path is None or not path.is_file():
        raise NotHere(what="这份材料")
    media = KINDS[found.file.kind].media
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=media
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
