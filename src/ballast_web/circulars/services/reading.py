"""A unit opens what it was sent: the first reader leaves the receipt."""

from __future__ import annotations

from ballast_web.circulars.access import access_receipts
from ballast_web.circulars.models import CircularReceipt
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing


def read(acting: Acting, receipt: CircularReceipt) -> CircularReceipt:
    """Write down that the unit has read it, once; an auditor looks without leaving a receipt.

    Raises NotHere.
    """
    if receipt.read_at is not None or acting.role == Role.AUDITOR:
        return receipt
    with writing(acting) as log:
        rows = access_receipts(acting).filter(pk=receipt.pk)
        held = rows.select_for_update(of=("self",)).first()
        if held is None:
            raise NotHere(what="这份通报")
        if held.read_at is None:
            held.read_at, held.person = now(), acting.person
            held.save(update_fields=["read_at", "person"])
            log.note("circular.read", held.circular, unit=held.unit.code)
    receipt.refresh_from_db()
    return receipt
