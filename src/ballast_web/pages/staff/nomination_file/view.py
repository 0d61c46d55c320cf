"""A file that proves a nomination, for those who may see the nomination."""

from __future__ import annotations

from ballast_web.errors import NotHere
from ballast_web.pages.attachments import attachment
from ballast_web.pages.page import Request, Response, page
from ballast_web.scorecards.access import access_nominations
from ballast_web.scorecards.models import NominationFile
from ballast_web.scorecards.states import VIEWERS


@page("staff/nomination/<int:nomination>/file/<int:pk>/", title="申报佐证", roles=VIEWERS)
def nomination_file(request: Request, nomination: int, pk: int) -> Response:
    """The file as an attachment."""
    seen = NominationFile.objects.filter(nomination__in=access_nominations(request.acting))
    found = seen.filter(nomination=nomination, pk=pk).select_related("file").first()
    if found is None:
        raise NotHere(what="这份材料")
    return attachment(found.file, found.name)
