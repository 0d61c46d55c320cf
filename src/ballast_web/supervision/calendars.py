"""A person's deadlines as an iCalendar feed (RFC 5545), under an address that only they know.

Calendar programs do not sign in: the address carries a signed token. A new password makes every
earlier address worthless.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.core import signing
from icalendar import Calendar, Event

from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting, memberships_on
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Person
from ballast_web.supervision.access import access_orders, access_own_tasks
from ballast_web.supervision.states import RUNNING, OrderState

SALT = "ballast.calendar"
#: Deadlines further off than this are left out.
AHEAD = timedelta(days=400)


def token_of(person: Person) -> str:
    """What the address of a person's feed ends with."""
    return signing.dumps([person.pk, _since(person)], salt=SALT, compress=True)


def person_by(token: str) -> Person:
    """Whose feed it is. Raises NotHere for an address that is wrong or out of use."""
    try:
        key, since = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotHere(what="这个日历地址") from None
    person = Person.objects.filter(pk=key, is_active=True).first()
    if person is None or _since(person) != since:
        raise NotHere(what="这个日历地址")
    return person


def _since(person: Person) -> str:
    return person.password_changed_at.isoformat() if person.password_changed_at else ""


def feed(person: Person) -> bytes:
    """The deadlines of the person's tasks and of their units' orders, as a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ballast//supervision//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "压舱石：我的时限")
    for membership in memberships_on(person, today()):
        for event in _events(Acting(membership), person):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(acting: Acting, person: Person) -> Iterator[Event]:
    soon = today() + AHEAD
    tasks = access_own_tasks(acting).filter(person=person, state__in=RUNNING, due__lte=soon)
    for task in tasks.order_by("due", "pk"):
        words = f"{task.clause or task.source} {task.content}".strip()
        yield _event(f"task-{task.pk}", task.due, f"任务到期：{task.name}", words)
    orders = access_orders(acting).filter(unit=acting.organisation, state=OrderState.AWAITING)
    for order in orders.order_by("limit", "pk"):
        title = f"{order.get_rung_display()}回复：{order.number}"
        yield _event(f"order-{order.pk}", order.limit, title, f"{order.title}。{order.demand}")


def _event(name: str, day: date | None, title: str, words: str) -> Event:
    """A whole day that is not taken up."""
    event = Event()
    event.add("uid", f"{name}@ballast")
    event.add("dtstamp", now())
    event.add("dtstart", day)
    event.add("summary", title)
    event.add("description", words)
    event.add("transp", "TRANSPARENT")
    return event
