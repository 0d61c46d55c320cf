"""`ballast-web administrator`: the first administrator, or one whom nobody else can help."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ballast.vocabulary.organisations import load_register
from ballast_web.accounts.services.enrolment import issue
from ballast_web.accounts.services.helping import (
    enable,
    give_temporary_password,
    reset_second_factor,
    unlock,
)
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.people import add_person, give_role
from ballast_web.kernel.roles import OrganisationKind, Role
from ballast_web.kernel.units import enrol_units
from ballast_web.kernel.writes import writing

_TASK = platform("设立系统管理员")


class Command(BaseCommand):
    """Prints a temporary password and a 绑定码, this once."""

    help = "Make an administrator of a unit, or help one who has lost password or phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and for a new account of which unit."""
        parser.add_argument("login")
        parser.add_argument("--name", help="of a new account")
        parser.add_argument("--unit", help="code of the unit that a new account administers")

    def handle(self, *, login: str, name: str | None, unit: str | None, **_options: Any) -> None:
        """Make or help. Raises CommandError where it is not said of which unit."""
        password = f"Aa1-{secrets.token_urlsafe(12)}"
        person = Person.objects.filter(login=login).first()
        if person is not None:
            code = _helped(person, password)
        elif name and unit:
            code = _made(login, name, unit, password)
        else:
            raise CommandError(f"{login} has no account: say --name and --unit to make one.")
        self.stdout.write(f"login {login}\npassword {password}\n绑定码 {code}")


def _made(login: str, name: str, code: str, password: str) -> str:
    unit = _unit(code)
    with writing(_TASK):
        person = add_person(_TASK, login, password, name)
        give_role(_TASK, person, unit, Role.ADMINISTRATOR)
        return issue(_TASK, person)


def _unit(code: str) -> Organisation:
    """The unit; those of the register are enrolled where nobody has yet. Raises CommandError."""
    held = Organisation.objects.filter(code=code, kind=OrganisationKind.GOVERNMENT)
    if not held.exists():
        register = load_register(settings.BALLAST_VOCABULARY)
        regions = vocabulary().codelists["regions"]
        enrol_units(_TASK, register, regions, settings.BALLAST_PROVINCE)
    unit = held.first()
    if unit is None:
        province = settings.BALLAST_PROVINCE
        raise CommandError(
            f"No unit has the code {code}: vocabulary/organisations.csv names those "
            f"of {province}; a city's government is such as {province}-government."
        )
    return unit


def _helped(person: Person, password: str) -> str:
    if not person.memberships.filter(role=Role.ADMINISTRATOR).exists():
        raise CommandError(f"{person.login} is no administrator: an administrator can help.")
    with writing(_TASK):
        give_temporary_password(_TASK, person, password)
        unlock(_TASK, person)
        enable(_TASK, person)
        return reset_second_factor(_TASK, person)
