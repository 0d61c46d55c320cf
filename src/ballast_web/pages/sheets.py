"""What pages that take a filled-in sheet share: the file given, and the sheet with its errors."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from ballast_web.errors import BadValue, NotHere
from ballast_web.pages.page import Request
from ballast_web.supervision.services import sheets


def given(request: Request) -> UploadedFile:
    """The sheet that was uploaded. Raises BadValue."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise BadValue(field="文件", given="未选择", allowed="由本页下载的表")
    return upload


def marked(request: Request, form: sheets.Form, name: str) -> FileResponse:
    """The last sheet of this person, its errors in its own cells. Raises NotHere."""
    sheet = sheets.marked(request.acting, form)
    if sheet is None:
        raise NotHere(what="标注后的表")
    return FileResponse(sheet.open("rb"), as_attachment=True, filename=f"标注-{name}")
