"""No second grant: measures that exclude each other are granted one at a time for an object."""

from __future__ import annotations

from datetime import date

from ballast.rules.periods import period_on
from ballast.rules.rule import Rule
from ballast_web.applications.errors import AlreadyGranted
from ballast_web.applications.models import Application, ClaimedObject
from ballast_web.applications.states import GRANTED
from ballast_web.catalogue import library

_FOREVER = date.max


def group_of(rule: Rule) -> str:
    """What the rule shares with those that exclude it; itself where it goes with all others.

    Rules of a group name each other all, so the smallest identifier stands for it.
    """
    combine = rule.written.combine
    if rule.combined is None or combine is None or combine.rule == "可叠加":
        return rule.id
    return min(rule.id, *(partner.id for partner in rule.combined.partners))


def hold_object(application: Application) -> None:
    """Wait until nobody else grants anything for this object. Within a transaction."""
    ClaimedObject.objects.bulk_create(
        [ClaimedObject(group=application.group, key=application.key)], ignore_conflicts=True
    )
    ClaimedObject.objects.select_for_update().get(group=application.group, key=application.key)


def check_not_granted(application: Application) -> None:
    """Raises AlreadyGranted where the object has a grant of the group in an overlapping period."""
    granted = Application.objects.filter(
        group=application.group, key=application.key, state__in=GRANTED
    ).exclude(pk=application.pk)
    mine = _span(application)
    for other in granted.select_related("enterprise"):
        first, last = _span(other)
        if first <= mine[1] and mine[0] <= last:
            raise AlreadyGranted(label=application.label, other=other.label, what=application.whose)


def _span(application: Application) -> tuple[date, date]:
    """The days of the period in which the application has its benefit."""
    rules = {rule.id: rule for rule in library.current().library.rules}
    rule = rules.get(application.rule)
    if rule is None or application.judged_on is None:
        return date.min, _FOREVER
    period = period_on(application.judged_on, rule.written.per, rule.written.effect)
    return period.first, period.last or _FOREVER
