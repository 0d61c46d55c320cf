"""Whose keys somebody may see: one's own organisation's; an administrator, of the territory."""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.kernel.access import access_memberships
from ballast_web.kernel.acting import Acting
from ballast_web.keys.models import ApiKey


def access_keys(acting: Acting) -> QuerySet[ApiKey]:
    """The keys that `acting` may see and revoke."""
    keys = ApiKey.objects.select_related("membership__organisation", "membership__person")
    return keys.filter(membership__in=access_memberships(acting))
