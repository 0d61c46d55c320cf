"""A file of a weekly report, for those who may see the project."""

from __future__ import annotations

from ballast_web.errors import NotHere
from ballast_web.pages.attachments import attachment
from ballast_web.pages.page import Request, Response, page
from ballast_web.projects.access import access_weekly_files
from ballast_web.projects.states import READERS


@page("staff/project-file/<int:pk>/", title="周报佐证", roles=READERS)
def project_file(request: Request, pk: int) -> Response:
    """The file, saved and never shown inside the page."""
    found = access_weekly_files(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份佐证")
    return attachment(found.file, found.name)
