"""Which circulars somebody may see.

The unit that issues a circular sees it: its supervisors and approvers from the draft on, its
leaders and auditors once it is approved. A unit that it was sent to sees it from then on.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ballast_web.circulars.models import Circular, CircularReceipt
from ballast_web.circulars.states import APPROVERS, FINAL, ISSUERS, WRITERS
from ballast_web.kernel.acting import Acting
from ballast_web.supervision.states import READERS


def access_circulars(acting: Acting) -> QuerySet[Circular]:
    """The circulars that `acting`'s unit issues, as far as they may see them."""
    rows = Circular.objects.select_related("issuer", "drafted_by", "approved_by")
    rows = rows.order_by("-last", "-pk")
    if acting.is_platform:
        return rows
    if acting.role not in ISSUERS:
        return rows.none()
    own = rows.filter(issuer=acting.organisation)
    return own if acting.role in WRITERS | APPROVERS else own.filter(state__in=FINAL)


def access_receipts(acting: Acting) -> QuerySet[CircularReceipt]:
    """What was sent to `acting`'s unit."""
    rows = CircularReceipt.objects.select_related("circular__issuer", "unit", "person")
    rows = rows.order_by("-circular__sent_at", "-pk")
    if acting.is_platform:
        return rows
    if acting.role not in READERS:
        return rows.none()
    return rows.filter(unit=acting.organisation)


def access_papers(acting: Acting) -> QuerySet[Circular]:
    """The circulars that `acting` may take as a document: their unit's, and those sent to it."""
    sent = access_receipts(acting).values("circular")
    own = access_circulars(acting).values("pk")
    rows = Circular.objects.select_related("issuer", "approved_by")
    return rows.filter(Q(pk__in=own) | Q(pk__in=sent))
