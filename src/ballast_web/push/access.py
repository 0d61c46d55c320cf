"""Whose campaigns and messages somebody may see."""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.kernel.access import access_enterprises, access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.push.models import Campaign, Contact, Message


def access_campaigns(acting: Acting) -> QuerySet[Campaign]:
    """The campaigns of one's own unit and of those in its territory."""
    if not (acting.of_staff or acting.is_platform):
        return Campaign.objects.none()
    return Campaign.objects.filter(unit__in=access_organisations(acting))


def access_messages(acting: Acting) -> QuerySet[Message]:
    """The messages to the enterprises that `acting` may look into."""
    return Message.objects.filter(enterprise__in=access_enterprises(acting))


def access_inbox(acting: Acting) -> QuerySet[Message]:
    """The inbox of one's own enterprise, or of one's own unit."""
    inbox = Message.objects.filter(channel="in_app").order_by("-pk")
    has_one = acting.of_enterprise or acting.of_staff
    return inbox.filter(enterprise=acting.organisation) if has_one else inbox.none()


def access_contacts(acting: Acting) -> QuerySet[Contact]:
    """How the enterprises that `acting` may look into are reached."""
    return Contact.objects.filter(enterprise__in=access_enterprises(acting))
