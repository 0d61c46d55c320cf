"""经办人: the owner names clerks and ends their roles."""

from __future__ import annotations

import pytest

from ballast_web.kernel.models import Membership
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/my/people/"
GIVEN = {"name": "经办甲", "login": "clerk-a", "password": "Right-Horse-9"}


@pytest.fixture
def client(enterprise, acting, signed_in):
    return signed_in(acting(Role.OWNER, enterprise))


def test_a_clerk_is_named_and_the_role_ended(client):
    client.post(ADDRESS, GIVEN)
    held = Membership.objects.get(role=Role.CLERK)
    assert "经办甲" in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"end": held.pk})
    assert not Membership.objects.filter(role=Role.CLERK).exists()


def test_a_weak_password_is_told_and_nothing_is_written(client):
    body = client.post(ADDRESS, {**GIVEN, "password": "short"}).content.decode()
    assert "密码" in body
    assert not Membership.objects.filter(role=Role.CLERK).exists()


def test_nobody_ends_a_role_of_another_enterprise(client, other_enterprise, acting):
    other = acting(Role.CLERK, other_enterprise).membership
    assert client.post(ADDRESS, {"end": other.pk}).status_code == 404
