"""What an administrator does for somebody who cannot sign in, or should not."""

from __future__ import annotations

from axes.utils import reset
from django.db.models import Q, QuerySet

from ballast_web.accounts.errors import BeyondReach, OwnAccount
from ballast_web.accounts.models import RecoverySheet
from ballast_web.accounts.services import enrolment
from ballast_web.accounts.services.sessions import end_all
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.people import give_password
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing


def may_help(acting: Acting, person: Person) -> None:
    """Raises NotAllowed, OwnAccount, and BeyondReach for who also has a role outside the reach.

    Otherwise a city's administrator could give themselves the province's rights: by the password of
    somebody who has a role in both.
    """
    acting.must_be({Role.ADMINISTRATOR}, "办理他人账户")
    if acting.is_platform:
        return
    if acting.person == person:
        raise OwnAccount
    beyond = _held(person).exclude(organisation__in=access_organisations(acting)).first()
    if beyond is not None:
        raise BeyondReach(name=person.name, organisation=beyond.organisation.name)


def _held(person: Person) -> QuerySet[Membership]:
    """The roles that `person` has or will have."""
    lasting = Q(until__isnull=True) | Q(until__gte=today())
    return Membership.objects.filter(lasting, person=person).select_related("organisation")


def give_temporary_password(acting: Acting, person: Person, password: str) -> None:
    """A password to be changed at the next sign-in; every session ends. Raises BadValue."""
    may_help(acting, person)
    with writing(acting):
        give_password(acting, person, password)
        end_all(acting, person)


def reset_second_factor(acting: Acting, person: Person) -> str:
    """Take the second factor away, with its recovery codes; a new 绑定码, told this once."""
    may_help(acting, person)
    with writing(acting) as log:
        enrolment.remove(person)
        RecoverySheet.objects.filter(user=person).delete()
        log.note("person.second_factor_removed", person)
        code = enrolment.issue(acting, person)
        end_all(acting, person)
    return code


def unlock(acting: Acting, person: Person) -> None:
    """Let somebody try again who failed too often."""
    may_help(acting, person)
    with writing(acting) as log:
        reset(username=person.login)
        log.note("person.unlocked", person)


def enable(acting: Acting, person: Person) -> None:
    """Let somebody sign in again."""
    _set_active(acting, person, active=True)


def disable(acting: Acting, person: Person) -> None:
    """Let somebody sign in no more; every session ends, their keys of the API open nothing."""
    _set_active(acting, person, active=False)


def _set_active(acting: Acting, person: Person, active: bool) -> None:
    may_help(acting, person)
    with writing(acting) as log:
        person.is_active = active
        person.save(update_fields=["is_active"])
        log.note("person.enabled" if active else "person.disabled", person)
        if not active:
            end_all(acting, person)
