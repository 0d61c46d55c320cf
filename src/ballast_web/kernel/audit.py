"""The audit log: append-only, each entry hashed with a key over itself and the hash before it.

What the database cannot prove of itself, that nothing was cut off the end, the anchors prove: after
every commit the end of the chain is added to a file outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import json.encoder
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
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
#: A text as `_JSON` writes it.
_quoted = json.encoder.encode_basestring
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


def verify(after: int = 0) -> Iterator[Flaw]:
    """Every flaw of the chain behind entry `after`: edits, gaps, exchanges, a cut end."""
    held = anchors()
    sequence, last = yield from followed(after, None, held)
    head = AuditHead.objects.get(pk=1)
    if AuditEntry.objects.filter(sequence__gt=sequence).exists():  # written meanwhile
        yield from verify(sequence)
    else:
        yield from _ends(head, sequence, last, held)


def followed(
    after: int, upto: int | None, held: dict[int, str]
) -> Generator[Flaw, None, tuple[int, str]]:
    """Follow the chain from the entry `after`, as it is stored, to `upto`; gives where it ends.

    Parts that meet are as good as the whole: each entry is compared with the one stored before it.
    """
    keyed = _keyed()
    sequence, previous = _stored(after)
    for row in _read(after, upto):
        number, before, digest = row[0], row[-2], row[-1]
        told = _told_by(row, keyed)
        found = (number, before, digest, digest)
        if (sequence + 1, previous, told, held.get(number, digest)) != found:
            yield from _flaws(row, sequence + 1, previous, told, held)
        sequence, previous = number, digest
    return sequence, previous


def _stored(sequence: int) -> tuple[int, str]:
    """The last entry up to `sequence`: its number and hash."""
    entries = AuditEntry.objects.filter(sequence__lte=sequence).order_by("-sequence")
    return entries.values_list("sequence", "hash").first() or (0, "")


def _read(after: int, upto: int | None) -> Iterator[tuple[Any, ...]]:
    """The entries in their order, HASHED and hash; those as well that are written meanwhile.

    Each chunk is a query of its own: on PostgreSQL a cursor held on the server takes twice as long.
    """
    entries = AuditEntry.objects.order_by("sequence").values_list(*HASHED, "hash")
    if upto is not None:
        entries = entries.filter(sequence__lte=upto)
    while rows := list(entries.filter(sequence__gt=after)[:CHUNK]):
        yield from rows
        after = rows[-1][0]


def _keyed() -> Callable[[bytes], str]:
    """The HMAC of `hashed`, its key taken in once instead of for each entry (RFC 2104, 4)."""
    new = partial(hashlib.new, settings.BALLAST_AUDIT_DIGEST)
    key, size = settings.BALLAST_AUDIT_KEY.encode(), new().block_size
    whole = (key if len(key) <= size else new(key).digest()).ljust(size, b"\0")
    inner, outer = (new(bytes(byte ^ pad for byte in whole)) for pad in (0x36, 0x5C))

    def keyed(text: bytes) -> str:
        within, around = inner.copy(), outer.copy()
        within.update(text)
        around.update(within.digest())
        return around.hexdigest()

    return keyed


def _told_by(row: Sequence[Any], keyed: Callable[[bytes], str]) -> str:
    """The hash that the content calls for; "" where a column holds what no entry can.

    The text is that of `hashed`, put together by hand. Only SQLite holds text in a number's column,
    or bytes in a text's: `int.__repr__` and `_quoted` take neither.
    """
    number, at, person, acting_as, action, kind, key, details, previous, _ = row
    try:
        who = "null" if person is None else int.__repr__(person)
        text = (
            f"[{int.__repr__(number)}, {_quoted(at)}, {who}, {_quoted(acting_as)}, "
            f"{_quoted(action)}, {_quoted(kind)}, {_quoted(key)}, {_quoted(details)}, "
            f"{_quoted(previous)}]"
        )
    except TypeError:
        return ""
    return keyed(text.encode())


def _flaws(
    row: Sequence[Any], expected: int, previous: str, told: str, held: dict[int, str]
) -> Iterator[Flaw]:
    """What is wrong with an entry that does not follow on the one before."""
    number, before, digest = row[0], row[-2], row[-1]
    if number != expected:
        yield Flaw(expected, f"缺少第 {expected} 至 {number - 1} 条")
    if before != previous:
        yield Flaw(number, "与前一条不衔接")
    if digest != told:
        yield Flaw(number, "内容与哈希不符")
    if held.get(number, digest) != digest:
        yield Flaw(number, "与库外存证不符")


def _ends(head: AuditHead, sequence: int, last: str, held: dict[int, str]) -> Iterator[Flaw]:
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
