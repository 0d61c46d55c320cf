"""Files that people handed in: always saved, never shown inside a page."""

from __future__ import annotations

from django.http import FileResponse

from ballast_web.applications.evidence import KINDS, path_of
from ballast_web.applications.models import EvidenceFile
from ballast_web.errors import NotHere


def attachment(file: EvidenceFile, name: str) -> FileResponse:
    """The file under `name`, with its own media type and no guessing. Raises NotHere."""
    path = path_of(file.pk)
    if not path.is_file():
        raise NotHere(what="这份材料")
    media = KINDS[file.kind].media
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
