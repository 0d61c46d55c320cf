"""A long menu is gathered by theme; a short one stays as it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ballast_web.kernel.roles import Role
from ballast_web.pages.discovery import FLAT, gathered, menu

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def shown(acting, units):
    return lambda role: menu(acting(role, units["440000-government"]))


def test_a_long_menu_fits_a_line_and_loses_no_page(shown):
    pages = shown(Role.SUPERVISOR)
    entries = gathered(pages)
    assert len(pages) > FLAT >= len(entries)
    assert sorted(each.name for entry in entries for each in entry.pages) == sorted(
        each.name for each in pages
    )
    [theme] = [each for each in entries if each.title == "督查"]
    assert {"staff.tasks", "staff.orders"} <= {each.name for each in theme.pages}


def test_a_theme_with_one_page_is_that_page(shown):
    for entry in gathered(shown(Role.SUPERVISOR)):
        assert (entry.only is None) == (len(entry.pages) > 1)
        if entry.only:
            assert entry.title == entry.only.title


def test_a_short_menu_is_flat():
    pages = menu(None)
    assert [entry.only for entry in gathered(pages)] == pages


def test_themes_are_details_that_need_no_script_and_mark_where_one_is(supervisor, signed_in):
    page = signed_in(supervisor).get(reverse("staff.orders")).content.decode()
    bar = page[page.index('id="menu"') : page.index("</nav>")]
    theme = next(part for part in bar.split("<details")[1:] if "督查</summary>" in part)
    assert f'href="{reverse("staff.orders")}" aria-current="page"' in theme
    assert bar.count("<summary") == bar.count("<details") > 1
    assert "onclick" not in bar
