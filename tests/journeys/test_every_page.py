"""Every page in a real browser: accessible, within its policy, whole at both widths."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from tests.journeys.conftest import NARROW, WIDE
from tests.web.objects import OBJECTS

from ballast_web.kernel.roles import Role
from ballast_web.pages.discovery import all_pages
from ballast_web.pages.page import EVERYBODY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
AXE = Path(settings.BALLAST_ASSETS) / "vendor" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}"
#: Ways out, and downloads: no pages to look at.
NO_PAGES = {"public.sign_out", "public.evidence", "public.outlines", "staff.nomination_file"}
PAGES = [page for page in all_pages() if page.name not in NO_PAGES]


@pytest.fixture(autouse=True)
def business_day(settings):
    """A day on which the policies of the repository have effect."""
    settings.BALLAST_TODAY = date(2022, 9, 1)


def somebody(page, acting, home):
    """A role that may open the page; None where nobody need be signed in."""
    if page.before_roles:
        return acting(Role.POLICY, home(Role.POLICY))
    if page.roles == EVERYBODY:
        return None
    role = min(page.roles)
    return acting(role, home(role))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_accessible_keeps_its_policy_and_fits(
    page, window, context, live_server, enter, acting, home, province
):
    who = somebody(page, acting, home)
    if who:
        enter(context, who)
    refused: list[str] = []
    window.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    window.on("pageerror", lambda error: refused.append(str(error)))
    parts = OBJECTS[page.name]("own") if "<" in page.route else {}
    response = window.goto(live_server.url + reverse(page.name, kwargs=parts))
    window.wait_for_load_state("networkidle")
    assert response.status == 200
    assert refused == []
    window.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.evaluate(f"axe.run(document, {RULES})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    for size in (WIDE, NARROW):
        window.set_viewport_size(size)
        wide = window.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{page.name} is {wide} px wide in a window of {size}"
