"""The audit log: append-only, each entry hashed with a key over itself and the hash before it.

What the database cannot prove of itself, that nothing was cut off the end, the anchors prove: after
every commit the end of the chain is added to a file outside the database.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ballast_web.kernel.models import AuditEntry, AuditHead

FIELDS = ("sequence", "at", "person", "acting_as", "action", "subject_type", "subject_id")
#: What the hash of an entry is over, in this order; the hash before it comes last.
HASHED = (*FIELDS, "details", "previous")
_JSON = json.JSONEncoder(ensure_ascii=False)
#: How many entries are read at once when the chain is verified.
CHUNK = 5000


@dataclass(frozen=True)
class Note:
    """One thing done, not yet in the chain."""

    acting_as: str
    person: int | None
    action: str
    subject_type: str
    subject_id: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Flaw:
    """Where the chain is not what it was: the sequence and what is wrong there."""

    sequence: int
    what: str


def append(notes: Sequence[Note]) -> None:
    """Chain `notes` to the log, within the caller's transaction."""
    if not notes:
        return
    head = AuditHead.objects.select_for_update().get(pk=1)
    entries = []
    for note in notes:
        entry = _entry(note, head.sequence + 1, head.hash)
        entries.append(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
    AuditEntry.objects.bulk_create(entries)
    head.save(update_fields=["sequence", "hash"])
    transaction.on_commit(partial(_anchor, head.sequence, head.hash))


def _entry(note: Note, sequence: int, previous: str) -> AuditEntry:
    entry = AuditEntry(
        sequence=sequence,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        person=note.person,
        acting_as=note.acting_as[:160],
        action=note.action,
        subject_type=note.subject_type,
        subject_id=note.subject_id[:128],
        details=canonical(note.details),
        previous=previous,
    )
    entry.hash = hashed(*(getattr(entry, name) for name in HASHED))
    return entry


def canonical(details: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces; what JSON does not know is told by `str`."""
    return json.dumps(
        details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def hashed(*content: Any) -> str:
    """The keyed hash of an entry's HASHED fields (HMAC; SM3 where the settings say so)."""
    key, text = settings.BALLAST_AUDIT_KEY.encode(), _JSON.encode(content)
    return hmac.digest(key, text.encode(), settings.BALLAST_AUDIT_DIGEST).hex()


def anchors_path() -> Path:
    """The file of anchors: a line for each commit, sequence and hash."""
    path: Path = settings.BALLAST_HOME / "audit-anchors.txt"
    return path


def _anchor(sequence: int, digest: str) -> None:
    path = anchors_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{sequence} {digest}\n".encode())
    finally:
        os.close(descriptor)


def anchors() -> dict[int, str]:
    """Every anchored end of the chain, by sequence; a torn last line is left out."""
    path = anchors_path()
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    parted = (line.split(" ") for line in lines)
    return {int(parts[0]): parts[1] for parts in parted if len(parts) == 2 and parts[0].isdecimal()}


def keep_anchors(last: int) -> None:
    """Leave out the anchors after `last`, for a log that was restored to that entry."""
    kept = [f"{sequence} {digest}\n" for sequence, digest in anchors().items() if sequence <= last]
    anchors_path().write_text("".join(kept), encoding="ascii")


def verify() -> Iterator[Flaw]:
    """Every flaw of the chain: edits, gaps, exchanges, a cut end; nothing where it is whole."""
    held, sequence, previous = anchors(), 0, ""
    rows = AuditEntry.objects.order_by("sequence").values_list(*HASHED, "hash")
    for *content, digest in rows.iterator(CHUNK):
        sequence += 1
        if content[0] != sequence:
            yield Flaw(sequence, f"缺少第 {sequence} 至 {content[0] - 1} 条")
            sequence = content[0]
        if content[-1] != previous:
            yield Flaw(sequence, "与前一条不衔接")
        if not hmac.compare_digest(digest, hashed(*content)):
            yield Flaw(sequence, "内容与哈希不符")
        if held.get(sequence, digest) != digest:
            yield Flaw(sequence, "与库外存证不符")
        previous = digest
    yield from _ends(sequence, previous, held)


def _ends(sequence: int, last: str, held: dict[int, str]) -> Iterator[Flaw]:
    head = AuditHead.objects.get(pk=1)
    if (head.sequence, head.hash) != (sequence, last):
        yield Flaw(sequence, f"链尾记录为第 {head.sequence} 条，日志止于第 {sequence} 条")
    anchored = max(held, default=0)
    if anchored > sequence:
        yield Flaw(sequence, f"库外存证到第 {anchored} 条，日志止于第 {sequence} 条")


def export(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Entries as JSON lines, with everything that a third party needs to check the chain."""
    for entry in entries:
        told = {name: getattr(entry, name) for name in (*HASHED, "hash")}
        yield json.dumps(told, ensure_ascii=False)
