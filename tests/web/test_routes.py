"""Every page as every role: nobody sees what is not theirs, and no route is unknown to this test.

`OBJECTS` says, for each route with parts, which object of one's own city, and which of somebody
else's, the parts name. A page that it does not know fails the test.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.objects import OBJECTS

from ballast_web.kernel.roles import BANK, ENTERPRISE, STAFF, Role
from ballast_web.pages.discovery import all_pages
from ballast_web.pages.page import EVERYBODY

pytestmark = pytest.mark.django_db

PAGES = all_pages()


@pytest.fixture(autouse=True)
def business_day(settings):
    """A day on which the policies of the repository have effect."""
    settings.BALLAST_TODAY = date(2022, 9, 1)


BY_NAME = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def parts_of(page, whose: str) -> dict[str, object]:
    return OBJECTS[page.name](whose) if "<" in page.route else {}


def test_there_are_pages():
    assert len(PAGES) > 3


def test_each_page_has_a_route_of_its_own():
    assert len({page.route for page in PAGES}) == len(PAGES)


def test_every_route_with_parts_has_objects_to_try():
    assert {page.name for page in PAGES if "<" in page.route} == set(OBJECTS)


@BY_NAME
def test_a_stranger_sees_public_pages_alone(page, province, city, enterprise):
    response = Client().get(reverse(page.name, kwargs=parts_of(page, "own")))
    if page.roles == EVERYBODY and not page.before_roles:
        assert response.status_code in (200, 302, 405)
    else:
        assert response.status_code == 302
        assert response.url.startswith(reverse("public.sign_in"))


@pytest.mark.parametrize("role", sorted(STAFF | ENTERPRISE | BANK))
@BY_NAME
def test_a_role_opens_its_own_pages_and_no_others(page, role, home, acting, signed_in):
    client = signed_in(acting(Role(role), home(Role(role))))
    response = client.get(reverse(page.name, kwargs=parts_of(page, "own")))
    response.close()
    allowed = page.roles == EVERYBODY or role in page.roles
    assert response.status_code in ((200, 204, 302, 405) if allowed else (403,)), response.content


@pytest.mark.parametrize("role", sorted(STAFF | ENTERPRISE | BANK))
@pytest.mark.parametrize(
    "page", [page for page in PAGES if "<" in page.route and page.roles], ids=lambda page: page.name
)
def test_nobody_opens_what_is_somebody_elses(page, role, home, acting, signed_in):
    client = signed_in(acting(Role(role), home(Role(role))))
    response = client.get(reverse(page.name, kwargs=parts_of(page, "foreign")))
    assert response.status_code == (404 if role in page.roles else 403)


@BY_NAME
def test_staff_without_the_second_factor_open_nothing_of_their_own(page, city, acting):
    client = Client()
    who = acting(Role.POLICY, city)
    client.force_login(who.person, "django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse(page.name, kwargs=parts_of(page, "own")))
    if page.roles != EVERYBODY:
        assert response.status_code == 302
        assert response.url == reverse("public.second_factor")
