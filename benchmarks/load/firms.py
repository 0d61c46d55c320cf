"""Enterprises with facts, owners, sessions and keys, for the benchmark of load."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

from ballast.facts.synthetic import Order, make
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.loading import load_snapshot
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.middleware import MEMBERSHIP
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import OrganisationKind, Role
from ballast_web.keys.models import Scope
from ballast_web.keys.services import make_key

TODAY = date(2022, 10, 31)


def main(firms: int) -> None:
    """Make them and print what each signs in with, as JSON."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts"
        order = Order("440000", firms * 4, 1, TODAY)
        make(order, facts, vocabulary().entities, vocabulary().codelists["regions"])
        load_snapshot(platform("负载测试"), facts)
    found = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE).order_by("pk")[:firms]
    print(json.dumps([signed_in(firm) for firm in found]))


def signed_in(firm: Organisation) -> dict[str, str]:
    """An owner of the enterprise with a session and a key."""
    person = Person.objects.create_user(f"owner-{firm.pk}", None, name="负责人")
    membership = Membership.objects.create(
        person=person, organisation=firm, role=Role.OWNER, since=date(2020, 1, 1)
    )
    acting, scopes = Acting(membership), [Scope.ASSESS]
    _, secret = make_key(acting, membership, "负载测试", scopes, per_minute=100_000)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store[MEMBERSHIP] = membership.pk
    store.save()
    return {"code": firm.code, "session": str(store.session_key), "key": secret}
