"""The only way to write: a transaction that ends with its entries in the audit log.

Services open `writing(acting)` and note what they did; an inner one joins the outer. The chain's
end is locked last, so that writers wait for each other as shortly as possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import override

from ballast_web.kernel import audit
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.gate import turn
from ballast_web.kernel.wording import CHINESE


@dataclass
class Log:
    """What one transaction did, by whom."""

    acting: Acting
    notes: list[audit.Note] = field(default_factory=list)

    def note(self, action: str, subject: models.Model | str, **details: Any) -> None:
        """Remember an action on `subject` with details that JSON can hold (or `str` tells)."""
        kind, key = (
            ("", subject)
            if isinstance(subject, str)
            else (subject._meta.label_lower, str(subject.pk))
        )
        self.notes.append(audit.Note(str(self.acting), self._person, action, kind, key, details))

    @property
    def _person(self) -> int | None:
        return self.acting.person.pk if self.acting.person else None


_current: ContextVar[Log | None] = ContextVar("current", default=None)


def acting_now() -> Acting | None:
    """Who writes in the transaction that is open; None outside of `writing`."""
    log = _current.get()
    return log.acting if log else None


@contextmanager
def writing(acting: Acting, part: bool = False) -> Iterator[Log]:
    """A transaction in which `acting` writes. All of it stands, with its entries, or none.

    An inner one that fails leaves what is around it standing; as a mere `part` of that, it takes it
    along, and needs no savepoint. What is written is Chinese, whatever language somebody reads in.
    """
    outer = _current.get()
    if outer is not None:
        inner = Log(acting)
        with transaction.atomic(savepoint=not part):
            yield inner
        outer.notes.extend(inner.notes)
        return
    log = Log(acting)
    token = _current.set(log)
    try:
        with override(CHINESE), turn(), transaction.atomic():
            yield log
            audit.append(log.notes)
    finally:
        _current.reset(token)
