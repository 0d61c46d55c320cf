"""Services for people and organisations: accounts, passwords, roles."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import ROLES_OF, OrganisationKind, Role
from ballast_web.kernel.writes import writing


def add_person(
    acting: Acting, login: str, password: str | None, name: str, **fields: str
) -> Person:
    """A new account. Raises BadValue where the login is taken or the password too weak.

    Whoever makes it knows the password: its holder must choose another first of all.
    """
    if Person.objects.filter(login=login).exists():
        raise BadValue(field="登录名", given=login, allowed="尚未使用的登录名")
    if password is not None:
        _check_password(password)
    with writing(acting) as log:
        temporary = {"must_change_password": password is not None}
        person = Person.objects.create_user(login, password, name=name, **temporary, **fields)
        log.note("person.added", person, login=login)
    return person


def change_password(acting: Acting, person: Person, password: str) -> None:
    """A new password of `person`'s own choice. Raises BadValue where it is too weak, or the old."""
    _set_password(acting, person, password, "person.password_changed", temporary=False)


def give_password(acting: Acting, person: Person, password: str) -> None:
    """A password that somebody else chose, to be changed first of all. Raises BadValue."""
    _set_password(acting, person, password, "person.password_given", temporary=True)


def _set_password(
    acting: Acting, person: Person, password: str, action: str, temporary: bool
) -> None:
    _check_password(password, person)
    if person.check_password(password):
        raise BadValue(field="密码", given="（不予显示）", allowed="与现用密码不同的密码")
    with writing(acting) as log:
        person.set_password(password)
        person.password_changed_at = timezone.now()
        person.must_change_password = temporary
        person.save(update_fields=["password", "password_changed_at", "must_change_password"])
        log.note(action, person)


def _check_password(password: str, person: Person | None = None) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        allowed = "；".join(error.messages)
        raise BadValue(field="密码", given="（不予显示）", allowed=allowed) from None


def give_role(
    acting: Acting,
    person: Person,
    organisation: Organisation,
    role: Role,
    until: date | None = None,
) -> Membership:
    """Make `person` a `role` of `organisation` from today on. Raises BadValue, NotAllowed.

    An enterprise's owner may name its clerks; everybody else's roles an administrator gives.
    """
    if role not in ROLES_OF[OrganisationKind(organisation.kind)]:
        allowed = "、".join(sorted(r.label for r in ROLES_OF[OrganisationKind(organisation.kind)]))
        raise BadValue(field="角色", given=role.label, allowed=allowed)
    _may_name(acting, organisation, role)
    with writing(acting) as log:
        membership, _ = Membership.objects.update_or_create(
            person=person,
            organisation=organisation,
            role=role,
            defaults={"since": today(), "until": until, "granted_by": acting.person},
        )
        log.note("role.given", membership, person=person.pk, of=organisation.code, role=role)
    return membership


def _may_name(acting: Acting, organisation: Organisation, role: Role) -> None:
    own = acting.organisation == organisation and role == Role.CLERK
    acting.must_be({Role.OWNER} if own else {Role.ADMINISTRATOR}, "指定人员")


def end_role(acting: Acting, membership: Membership) -> None:
    """End a role at once. Raises NotAllowed."""
    _may_name(acting, membership.organisation, Role(membership.role))
    with writing(acting) as log:
        membership.delete()
        log.note("role.ended", membership.person, of=membership.organisation.code)
