"""The unit's inbox: reminders of deadlines, newest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.applications.states import READERS
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page
from ballast_web.push.access import access_inbox

COLUMNS = (
    Column(
        "标题",
        lambda each: each.title,
        "title",
        link=lambda each: reverse("staff.reminder", kwargs={"message": each.pk}),
    ),
    Column("状态", lambda each: _("已读") if each.opened_at else _("未读"), "opened_at"),
    Column("时间", lambda each: each.made_at, "made_at", "moment"),
)


@page("staff/reminders/", title="期限提醒", roles=READERS, menu=45, theme="督查", icon="bell")
def reminders(request: Request) -> HttpResponse:
    """The list."""
    rows = access_inbox(request.acting)
    unread = rows.filter(opened_at__isnull=True).count()
    empty = _("没有提醒。有申报将于3个工作日内到期或已经逾期时，每个工作日上午在这里列出。")
    listing = Listing(request, rows, COLUMNS, None, _("期限提醒"), empty)
    return listing.exported() or reminders.render(request, listing=listing, unread=unread)
