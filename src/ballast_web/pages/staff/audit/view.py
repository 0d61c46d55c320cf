"""The audit log, for auditors: filtered, exported, and proved whole."""

from __future__ import annotations

import django_filters
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.kernel import audit as chain
from ballast_web.kernel.access import access_audit
from ballast_web.kernel.models import AuditEntry, AuditHead
from ballast_web.kernel.roles import Role
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page

COLUMNS = (
    Column("序号", lambda row: row.sequence, "sequence", "number"),
    Column("时间（UTC）", lambda row: row.at[:19].replace("T", " ")),
    Column("身份", lambda row: row.acting_as),
    Column("操作", lambda row: row.action, "action"),
    Column("对象", lambda row: f"{row.subject_type} {row.subject_id}".strip()),
    Column("内容", lambda row: row.details, template="staff/audit/details.html"),
)


class AuditFilter(django_filters.FilterSet):
    """By action, object and whom."""

    action = django_filters.CharFilter(label=gettext_lazy("操作"), lookup_expr="startswith")
    subject_type = django_filters.CharFilter(label=gettext_lazy("对象类别"))
    subject_id = django_filters.CharFilter(label=gettext_lazy("对象编号"))
    acting_as = django_filters.CharFilter(label=gettext_lazy("身份"), lookup_expr="contains")

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()


@page("staff/audit/", title="审计日志", roles={Role.AUDITOR}, menu=79, theme="系统管理")
def audit(request: Request) -> Response:
    """The list; `?verify=1` follows the whole chain, `?export=jsonl` hands it out."""
    listing = Listing(request, access_audit(request.acting), COLUMNS, AuditFilter, _("审计日志"))
    if request.GET.get("export") == "jsonl":
        return _handed_out(listing)
    flaws = list(chain.verify()) if "verify" in request.GET else None
    head = AuditHead.objects.get(pk=1)
    return listing.exported() or audit.render(request, listing=listing, flaws=flaws, head=head)


def _handed_out(listing: Listing) -> StreamingHttpResponse:
    entries = listing.chosen.order_by("sequence").iterator(chain.CHUNK)
    lines = (f"{line}\n" for line in chain.export(entries))  # type: ignore[arg-type]
    response = StreamingHttpResponse(lines, content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="audit.jsonl"'
    return response
