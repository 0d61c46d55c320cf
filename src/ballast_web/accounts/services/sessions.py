"""Where somebody is signed in: a row a session, kept by the middleware, ended by its owner.

Django's sessions do not tell whose they are. A row beside each does, and needs neither another
engine of sessions nor a library that parses browsers' names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ballast_web.accounts.browsers import spoken
from ballast_web.accounts.models import SignIn
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.middleware import SEEN
from ballast_web.kernel.models import Person
from ballast_web.kernel.writes import writing

#: In the session: its row, and the use that was written there last.
SIGN_IN = "sign_in"


def note_use(request: HttpRequest) -> None:
    """Write down that a session is used, as often as its last use is."""
    kept, seen = request.session.get(SIGN_IN), request.session.get(SEEN)
    key, person, now = request.session.session_key or "", _person(request), timezone.now()
    if kept and kept[1:] == [seen, key]:
        return
    row = SignIn.objects.filter(pk=kept[0], person=person).first() if kept else None
    if row is None:
        row = SignIn(person=person, since=_since(seen, now))
    row.session_key, row.seen_at = key, now
    row.browser = spoken(request.headers.get("User-Agent", ""))
    row.save()
    request.session[SIGN_IN] = [row.pk, seen, key]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - who asks here is signed in
    return request.user


def _since(seen: int | None, now: datetime) -> datetime:
    """A session that was there before its row was has been used since then at least."""
    return min(now, datetime.fromtimestamp(seen, UTC)) if seen else now


def current(person: Person) -> QuerySet[SignIn]:
    """The sessions in which `person` is signed in now, the last used first."""
    now = timezone.now()
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    idle = now - timedelta(minutes=settings.BALLAST_IDLE_MINUTES)
    used = SignIn.objects.filter(Exists(alive), person=person, seen_at__gt=idle)
    return used.order_by("-seen_at", "-pk")


def end(acting: Acting, person: Person, rows: Iterable[SignIn]) -> int:
    """End some of the person's sessions; how many."""
    ended = list(rows)
    if not ended:
        return 0
    with writing(acting) as log:
        Session.objects.filter(session_key__in=[row.session_key for row in ended]).delete()
        SignIn.objects.filter(pk__in=[row.pk for row in ended]).delete()
        log.note("person.sessions_ended", person, number=len(ended))
    return len(ended)


def end_all(acting: Acting, person: Person) -> int:
    """End every session of `person`; how many."""
    return end(acting, person, SignIn.objects.filter(person=person))


def leave(request: HttpRequest) -> None:
    """Forget the row of a session that ends."""
    kept = request.session.get(SIGN_IN)
    if kept:
        SignIn.objects.filter(pk=kept[0]).delete()


def forget(before: datetime) -> int:
    """Delete what is left of sessions not used since `before`; how many."""
    Session.objects.filter(expire_date__lt=before).delete()
    return SignIn.objects.filter(seen_at__lt=before).delete()[0]


def end_others(acting: Acting, request: HttpRequest) -> int:
    """End every session of whoever asks, but the one in which they do; how many."""
    person, kept = _person(request), request.session.get(SIGN_IN)
    others = SignIn.objects.filter(person=person).exclude(pk=kept[0] if kept else 0)
    return end(acting, person, others)
