"""Circulars that one's own city issued and was sent, and those of another, for every page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.web.places import unit

from ballast_web.circulars.models import Circular, CircularReceipt
from ballast_web.kernel.models import Person


def circular_of(whose: str) -> Circular:
    """A circular that is sent, so that all who may see circulars see it."""
    writer, approver = (
        Person.objects.get_or_create(login=f"{what}-{whose}", defaults={"name": "某人"})[0]
        for what in ("circular-writer", "circular-approver")
    )
    return Circular.objects.create(
        kind="circular",
        issuer=unit(whose),
        period="2022年8月",
        first=date(2022, 8, 1),
        last=date(2022, 8, 31),
        figures_on=date(2022, 8, 31),
        number=f"督通〔2022〕1号{whose}",
        title="关于2022年8月工业稳增长任务推进情况的通报",
        sections=[{"heading": "总体情况", "paragraphs": ["没有已下达的任务。"]}],
        state="sent",
        drafted_by=writer,
        approved_by=approver,
        dated=date(2022, 9, 1),
        sent_at=datetime(2022, 9, 1, tzinfo=UTC),
    )


def circular(whose: str) -> dict[str, object]:
    return {"pk": circular_of(whose).pk}


def paper(whose: str) -> dict[str, object]:
    return {"pk": receipt_of(whose).circular_id, "form": "docx"}


def receipt_of(whose: str) -> CircularReceipt:
    return CircularReceipt.objects.create(circular=circular_of(whose), unit=unit(whose))


def received(whose: str) -> dict[str, object]:
    return {"pk": receipt_of(whose).pk}


CIRCULARS = {
    "staff.circular": circular,
    "staff.circular_paper": paper,
    "staff.received_circular": received,
}
