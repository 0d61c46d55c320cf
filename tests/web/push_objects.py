"""Campaigns, messages and outlines that routes are tried with."""

from __future__ import annotations

from django.utils import timezone
from tests.web.places import firm, unit

from ballast_web.push.models import Campaign, Message


def campaign(whose: str) -> dict[str, object]:
    made = {"title": "推送", "rules": [], "channels": ["in_app"], "made_at": timezone.now()}
    return {"campaign": Campaign.objects.create(unit=unit(whose), **made).pk}


def message(whose: str) -> dict[str, object]:
    made = {"channel": "in_app", "title": "标题", "text": "正文"}
    return {"message": Message.objects.create(enterprise=firm(whose), **made).pk}


def reminder(whose: str) -> dict[str, object]:
    made = {"channel": "in_app", "title": "期限提醒", "text": "正文"}
    return {"message": Message.objects.create(enterprise=unit(whose), **made).pk}


def outlines(whose: str) -> dict[str, object]:
    return {"region": "440000"}


PUSH = {
    "enterprise.message": message,
    "public.outlines": outlines,
    "staff.campaign": campaign,
    "staff.reminder": reminder,
}
