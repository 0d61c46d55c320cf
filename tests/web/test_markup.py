"""Markup in whatever people and files can write goes to no page as markup.

Before each page is opened, every text of every row in the database is replaced: but for those that
name something (codes, rules, files), which no person writes freely.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from tests.web.objects import OBJECTS

from ballast_web.kernel.roles import BANK, ENTERPRISE, STAFF, Role
from ballast_web.pages.discovery import all_pages
from ballast_web.pages.page import EVERYBODY

pytestmark = pytest.mark.django_db
MARKUP = "\"><img src=x onerror=alert(7)><script>alert(7)</script>{{7*7}}'"
#: What a page must not hold: the markup as such, also cut off, or the template in it carried out.
RAW = ('"><img src=x', "<img src=x", "<script>alert", "&lt;/script&gt;49")
ESCAPED = "&quot;&gt;&lt;img"
#: Names of things, by which programs find them.
NAMES = frozenset(
    [
        "action",
        "beginning",
        "channel",
        "code",
        "digest",
        "file",
        "kind",
        "path",
        "period",
        "password",
        "region",
        "role",
        "rule",
        "rules",
        "secret",
        "sha256",
        "state",
        "token",
        "version",
        "key",
        "subject",
        "subject_key",
    ]
)


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.BALLAST_TODAY = date(2022, 9, 1)


def texts() -> list[tuple[type[models.Model], list[models.Field]]]:
    """Every text that is free, by table: no choice, no name of something, nothing there but once."""
    ours = [each for each in apps.get_models() if each.__module__.startswith("ballast_web")]
    found = [(model, [each for each in model._meta.local_fields if free(each)]) for model in ours]
    return [(model, fields) for model, fields in found if fields]


def free(field: models.Field) -> bool:
    if not isinstance(field, models.CharField | models.TextField):
        return False
    long = field.max_length is None or field.max_length >= len(RAW[0])
    bound = {name for each in field.model._meta.constraints for name in getattr(each, "fields", ())}
    named = field.choices or field.unique or field.name in bound | NAMES
    return long and not named


def marked() -> None:
    """Put the markup into every free text of every row; what a table refuses stays as it is."""
    for model, fields in texts():
        if not put(model, fields):
            for field in fields:
                put(model, [field])


def put(model: type[models.Model], fields: list[models.Field]) -> bool:
    try:
        with transaction.atomic():
            values = {field.name: MARKUP[: field.max_length] for field in fields}
            model._base_manager.update(**values)
    except IntegrityError:
        return False
    return True


def opened(page, client: Client) -> str:
    """The page over marked rows, which are gone again afterwards; empty where it is no page."""
    with transaction.atomic():
        parts = OBJECTS[page.name]("own") if "<" in page.route else {}
        marked()
        try:
            answer = client.get(reverse(page.name, kwargs=parts))
        finally:
            transaction.set_rollback(True)
    assert answer.status_code in (200, 204, 302, 405), (page.name, answer.status_code)
    if answer.streaming:
        b"".join(answer.streaming_content)  # to its end: it closes itself
        return ""
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if html else ""


@pytest.mark.parametrize("role", sorted(STAFF | ENTERPRISE | BANK))
def test_no_page_of_a_role_hands_markup_on(role, home, acting, signed_in):
    client = signed_in(acting(Role(role), home(Role(role))))
    pages = [page for page in all_pages() if page.roles == EVERYBODY or role in page.roles]
    found = {page.name: opened(page, client) for page in pages}
    assert [name for name, html in found.items() if any(raw in html for raw in RAW)] == []
    assert sum(ESCAPED in html for html in found.values()) > len(pages) // 2
