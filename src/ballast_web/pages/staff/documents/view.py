"""Policy documents that were uploaded: how far they are read, and a place to upload more."""

from __future__ import annotations

import django_filters
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.catalogue.access import access_documents
from ballast_web.catalogue.documents import upload
from ballast_web.catalogue.models import Document
from ballast_web.catalogue.states import WRITERS, DocumentState
from ballast_web.errors import BadValue
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page

COLUMNS = (
    Column("文件", str, "title", link=lambda row: reverse("staff.read_in", kwargs={"pk": row.pk})),
    Column("文件名", lambda row: row.name, "name"),
    Column(
        "状态", lambda row: row.get_state_display(), "state", template="staff/documents/state.html"
    ),
    Column("上传单位", lambda row: row.organisation.name, "organisation__name"),
    Column("上传人", lambda row: row.by.name),
    Column("上传时间", lambda row: row.at, "at", "moment"),
)


class DocumentFilter(django_filters.FilterSet):
    """By words of the title, by state."""

    title = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("标题含"))
    state = django_filters.ChoiceFilter(
        choices=DocumentState, label=gettext_lazy("状态"), empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = Document
        fields = ("title", "state")


@page("documents/", title="文件读入", roles=STAFF, menu=40, theme="政策")
def documents(request: Request) -> Response:
    """The list and the form; `?state=<pk>` asks how far one document is."""
    if request.method == "POST":
        return _uploaded(request)
    rows = access_documents(request.acting)
    if request.htmx and request.GET.get("state", "").isdecimal():
        row = get_object_or_404(rows, pk=request.GET["state"])
        return render(request, "staff/documents/state.html", {"row": row})
    empty = _("还没有上传过文件。请在上方选择一份政策文件上传。")
    listing = Listing(request, rows, COLUMNS, DocumentFilter, name=_("政策文件"), empty=empty)
    writes = request.acting.role in WRITERS
    return listing.exported() or documents.render(request, listing=listing, writes=writes)


def _uploaded(request: Request) -> Response:
    file = request.FILES.get("file")
    if file is None:
        raise BadValue(field=_("文件"), given=_("未选择"), allowed=_("一份政策文件"))
    document = upload(request.acting, file)
    if document.state == DocumentState.REFUSED:
        messages.error(request, document.refusal)
        return redirect("staff.documents")
    messages.success(request, _("已收到“%(name)s”。") % {"name": document.name})
    return redirect("staff.read_in", pk=document.pk)
