"""A file of evidence, for those who may see its application; always saved, never shown inside."""

from __future__ import annotations

from ballast_web.applications.access import access_evidence
from ballast_web.applications.states import READERS
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.attachments import attachment
from ballast_web.pages.page import Request, Response, page


@page("evidence/<int:pk>/", title="证明材料", roles=READERS | ENTERPRISE)
def evidence(request: Request, pk: int) -> Response:
    """The file as an attachment."""
    found = access_evidence(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份材料")
    return attachment(found.file, found.name)
